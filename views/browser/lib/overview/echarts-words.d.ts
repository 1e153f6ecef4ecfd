// The Chinese words of ECharts, which come without types.
declare module 'echarts/i18n/langZH-obj.js' {
  const words: Record<string, unknown>;
  export default words;
}

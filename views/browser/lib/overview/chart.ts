// The trend as a chart: what came, what was closed, and the share that was in time.
import { BarChart, LineChart } from 'echarts/charts';
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import * as echarts from 'echarts/core';
import langZH from 'echarts/i18n/langZH-obj.js';
import { CanvasRenderer } from 'echarts/renderers';

echarts.use([BarChart, LineChart, AriaComponent, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer]);
echarts.registerLocale('ZH', langZH as never);

export interface Part { from: string; until: string; new: number; closed: number; onTime: number | null }
const still = matchMedia('(prefers-reduced-motion: reduce)').matches;

/** Draws the trend; a press on a bar opens the cases of its days. @returns what draws it anew */
export function drawTrend(holder: HTMLElement, open: (list: 'new' | 'closed', part: Part) => void): (parts: Part[]) => void {
  const chart = echarts.init(holder, undefined, { locale: 'ZH' });
  let shown: Part[] = [];
  addEventListener('resize', () => chart.resize());
  chart.on('click', ({ seriesIndex, dataIndex }) => { if (shown[dataIndex]) open(seriesIndex === 0 ? 'new' : 'closed', shown[dataIndex]); });
  return (parts) => {
    shown = parts;
    const months = parts.length > 1 && parts.some(({ from, until }) => from !== until);
    chart.setOption({
      animation: !still, aria: { enabled: true }, color: ['#1d6fb8', '#2c8a4a', '#8a5a00'], grid: { left: 8, right: 8, top: 40, bottom: 8, containLabel: true }, legend: { top: 0 }, tooltip: { trigger: 'axis', confine: true },
      xAxis: { type: 'category', data: parts.map(({ from }) => (months ? from.slice(0, 7) : from.slice(5))) },
      yAxis: [{ type: 'value', minInterval: 1, name: '件' }, { type: 'value', min: 0, max: 100, axisLabel: { formatter: '{value}%' }, splitLine: { show: false } }],
      series: [
        { name: '新上报', type: 'bar', data: parts.map((part) => part.new), barMaxWidth: 18 }, { name: '办结', type: 'bar', data: parts.map(({ closed }) => closed), barMaxWidth: 18 },
        { name: '按期办结率', type: 'line', yAxisIndex: 1, connectNulls: false, data: parts.map(({ onTime }) => (onTime === null ? null : Math.round(onTime * 1000) / 10)), tooltip: { valueFormatter: (value: unknown) => (typeof value === 'number' ? `${value}%` : '—') } },
      ],
    });
  };
}

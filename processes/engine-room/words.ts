// A length of time as people say it.

/** @param ms milliseconds */
export function elapsedWords(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} 秒`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} 分钟`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3_600)} 小时${Math.floor((seconds % 3_600) / 60) ? ` ${Math.floor((seconds % 3_600) / 60)} 分钟` : ''}`;
  return `${Math.floor(seconds / 86_400)} 天`;
}

// How much time a task has left, as a word, a colour and the time itself.
import { dateTime, nearTime, span } from './format.js';

export interface Due { tone: 'calm' | 'soon' | 'late' | 'none'; label: string; title: string; /** The time itself, while it is ahead: what is left is counted by the clock, a limit perhaps in working time. */ until?: string }

type Timed = { dueAt?: Date | string | null; warnAt?: Date | string | null; certain?: boolean; clock?: { type: string }[] };

/**
 * Says how a task's limit stands.
 *
 * @param now the engine's time: limits are counted on it, not on the machine's clock
 */
export function due(task: Timed, now: Date | string | number): Due {
  if (task.clock?.filter(({ type }) => type !== 'extend').at(-1)?.type === 'pause') return { tone: 'none', label: '暂停计时', title: '计时已暂停' };
  if (!task.dueAt) return { tone: 'none', label: '不限时', title: '这项任务没有时限' };
  const left = new Date(task.dueAt).getTime() - new Date(now).getTime();
  const until = `${dateTime(task.dueAt, now)} 前办理${task.certain === false ? '（节假日安排未定，时间为估计）' : ''}`;
  if (left < 0) return { tone: 'late', label: `已超时 ${span(left)}`, title: until };
  const soon = task.warnAt ? new Date(task.warnAt).getTime() <= new Date(now).getTime() : left < 30 * 60_000;
  return { tone: soon ? 'soon' : 'calm', label: `剩 ${span(left)}`, title: until, until: `${nearTime(task.dueAt, now)} 前` };
}

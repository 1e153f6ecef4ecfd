// What the table of the supervision ladder says about a task: which rungs it has reached by now.
import type { Calendar } from './calendar.js';
import type { Deps } from './deps.js';
import { Invalid } from './errors.js';
import { dueAt, elapsedRatio, overdueWorkdays, parseLimit, type ClockChange, type Limit } from './limit.js';
import { clockOf } from './task-clock.js';
import type { Task } from './store/types.js';

/** A rung of the ladder, as its table gives it. `pass`: the time that was set has come, and the case goes on; nobody was late. */
export interface Rung { rung: string; action: 'remind' | 'urge' | 'card' | 'escalate' | 'pass'; label: string; audience: string }

/** What the table is asked with: percent of the limit, whole working days overdue (−1: not overdue), the case's urgency, the task's header. */
export interface Situation { ratio: number; overdueWorkdays: number; urgency: string; escalation: string }

export type Ladder = (situation: Situation) => Promise<Rung[]>;

const ACTIONS = new Set(['remind', 'urge', 'card', 'escalate', 'pass']);

/** The table that is asked unless the diagram names another. */
const TABLE = 'supervision-ladder';

/** The table's newest version, asked once per distinct situation: make one for each tick. */
export function ladder({ engine }: Pick<Deps, 'engine'>, table = TABLE): Ladder {
  const asked = new Map<string, Promise<Rung[]>>();
  return (situation) => {
    const key = JSON.stringify(situation);
    let answer = asked.get(key);
    if (!answer) asked.set(key, answer = engine.evaluate(table, situation).then(readRungs));
    return answer;
  };
}

function readRungs(output: unknown): Rung[] {
  const rows = output == null ? [] : Array.isArray(output) ? output : [output];
  return rows.map((row: Partial<Rung>) => {
    if (!row?.rung || !ACTIONS.has(row.action ?? '')) throw new Invalid(`supervision-ladder gave a row that cannot be used <${JSON.stringify(row)}>`);
    return { rung: row.rung, action: row.action!, label: row.label || row.rung, audience: row.audience || 'holders' };
  });
}

/** Where an open task with a due time stands now. Percents above 100 are rounded down to tens, so that few distinct questions are asked. */
export function situationOf(calendar: Calendar, task: Task & { dueAt: Date }, urgency: string, now: Date): Situation {
  const { limit, clock } = limitOf(calendar, task);
  const percent = Math.floor(elapsedRatio(calendar, task.createdAt, task.dueAt, now, limit, clock) * 100);
  return {
    ratio: percent <= 100 ? Math.max(percent, 0) : Math.min(Math.floor(percent / 10) * 10, 1000),
    overdueWorkdays: now >= task.dueAt ? overdueWorkdays(calendar, task.dueAt, now) : -1, urgency, escalation: task.headers.escalation ?? '',
  };
}

/** The limit that a task's due time came from; a date set by the diagram is measured by the clock. */
function limitOf(calendar: Calendar, task: Task & { dueAt: Date }): { limit: Limit; clock: ClockChange[] } {
  try {
    const clock = clockOf(task.clock);
    const limit = parseLimit(task.limit ?? '');
    if (dueAt(calendar, task.createdAt, limit, clock).at?.getTime() === task.dueAt.getTime()) return { limit, clock };
  } catch (error) {
    if (!(error instanceof Invalid)) throw error;
  }
  return { limit: { amount: 1, unit: 'minute' }, clock: [] };
}

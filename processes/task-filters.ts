// What a list of tasks is narrowed to: text, level, unit, category, urgency, due state, procedure and step.
import { DAY, dayNumber, startOfDayNumber } from './shanghai.js';
import type { Store } from './store/store.js';
import type { Task, Unit, UnitLevel } from './store/types.js';
import { unitsById } from './units.js';
import { couldGuess } from './number-guess.js';
import { NEVER, type Row } from './task-rows.js';

/** overdue: past its due time; soon: its warning time has come; today: due before midnight of Shanghai; none: without a limit; paused: its clock stands. */
export const dueStates = ['overdue', 'soon', 'today', 'none', 'paused'] as const;
export type DueState = (typeof dueStates)[number];
export interface TaskFilter {
  q?: string; level?: UnitLevel;
  /** Whose groups may do it: this unit or one below it. */
  unit?: string;
  /** A code, or the letter of a group of codes. */
  category?: string;
  urgency?: string; due?: DueState; procedure?: string; step?: string;
}

/** How a task's limit stands; overdue and soon are also due today, of several the more pressing is named. */
export function dueStateOf(task: Pick<Task, 'dueAt' | 'warnAt' | 'limit'>, now: Date): DueState | 'later' {
  if (!task.dueAt) return task.dueAt === null && task.limit ? 'paused' : 'none';
  if (task.dueAt <= now) return 'overdue';
  if (task.warnAt && task.warnAt <= now) return 'soon';
  return dayNumber(task.dueAt) === dayNumber(now) ? 'today' : 'later';
}

/** @param now the engine's time: limits are counted on it */
function dueTest(state: DueState, now: Date): (row: Row) => boolean {
  const midnight = startOfDayNumber(dayNumber(now)).getTime() + DAY;
  const time = now.getTime();
  switch (state) {
    case 'overdue': return ({ due }) => due <= time;
    case 'soon': return ({ due, warn }) => due > time && due !== NEVER && warn <= time;
    case 'today': return ({ due }) => due > time && due < midnight;
    case 'none': return ({ due, paused }) => due === NEVER && !paused;
    case 'paused': return ({ due, paused }) => due === NEVER && paused;
  }
}

/** The test that a row passes when it is wanted; each part that is asked for must hold. */
export async function rowFilter(filter: TaskFilter, now: Date, store: Store): Promise<(row: Row) => boolean> {
  const { q, level, unit, category, urgency, due, procedure, step } = filter;
  const tests: ((row: Row) => boolean)[] = [];
  if (urgency) tests.push(({ task }) => task.about?.urgency === urgency);
  if (category) tests.push(({ task }) => (category.length === 1 ? task.about?.category.startsWith(category) ?? false : task.about?.category === category));
  if (procedure) tests.push(({ task }) => task.procedure === procedure);
  if (step) tests.push(({ task }) => task.elementId === step);
  if (due) tests.push(dueTest(due, now));
  if (level || unit) {
    const units = await unitsById(store);
    const among = (wanted: (one: Pick<Unit, '_id' | 'level' | 'path'>) => boolean, ...more: string[]) => {
      const ids = new Set([...[...units.values()].filter(wanted).map(({ _id }) => _id), ...more]);
      tests.push((row) => row.units.some((one) => ids.has(one)));
    };
    if (level) among((one) => one.level === level);
    if (unit) among(({ path }) => path.includes(unit), unit);
  }
  // every word of it, wherever it stands
  for (const word of (q ?? '').toLowerCase().split(/\s+/).filter(Boolean)) tests.push(couldGuess(word) ? ({ task }) => task.caseNo.toLowerCase().includes(word) : ({ words }) => words.includes(word));
  return (row) => tests.every((test) => test(row));
}

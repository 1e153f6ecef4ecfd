// What is counted of an element of a diagram: how often it ran, how long, how long it waited for somebody, how often too late, again, or with a fault.
import { durationsOf, mergeDurations, type Durations } from './durations.js';

/** Runs that have ended. `cut`: of them interrupted; `again`: entered again in the same instance; `due`, `late`: with a limit, and of these ended after it; `faults`: with a failed job or an incident. */
export interface Tally { type: string; runs: number; cut: number; again: number; due: number; late: number; faults: number; time: Durations; wait?: Durations; work?: Durations }

/** By element, within one part of what a cell counts. */
export type Tallies = Record<string, Tally>;

/** One run of an element, ended. */
export interface Run {
  elementId: string; type: string; milliseconds: number; cut: boolean; again: boolean; fault: boolean;
  /** Of a human task: how long until somebody took it, and from then on (absent: nobody did). */
  wait?: number; work?: number;
  /** Whether it had a limit, and ended after it. */ due?: boolean; late?: boolean;
}

const number = (runs: Run[], is: (run: Run) => boolean | undefined): number => runs.filter((run) => is(run)).length;

function tallyOf(runs: Run[]): Tally {
  const human = runs.some(({ wait }) => wait !== undefined);
  const lengths = (of: (run: Run) => number | undefined) => durationsOf(runs.flatMap((run) => of(run) ?? []));
  return {
    type: runs.at(-1)!.type, runs: runs.length, cut: number(runs, ({ cut }) => cut), again: number(runs, ({ again }) => again), faults: number(runs, ({ fault }) => fault),
    due: number(runs, ({ due }) => due), late: number(runs, ({ late }) => late),
    // a flow takes no time
    time: lengths(({ type, milliseconds }) => (type === 'SEQUENCE_FLOW' ? undefined : milliseconds)),
    ...(human ? { wait: lengths(({ wait }) => wait), work: lengths(({ work }) => work) } : {}),
  };
}

/** Counts runs by element. */
export function talliesOf(runs: Run[]): Tallies {
  const byElement = new Map<string, Run[]>();
  for (const run of runs) byElement.set(run.elementId, [...(byElement.get(run.elementId) ?? []), run]);
  return Object.fromEntries([...byElement].sort(([a], [b]) => (a < b ? -1 : 1)).map(([id, own]) => [id, tallyOf(own)]));
}

const sum = (all: Tally[], of: (tally: Tally) => number): number => all.reduce((total, tally) => total + of(tally), 0);
const present = (all: (Durations | undefined)[]): Durations[] => all.filter((one) => one !== undefined);

/** The same element counted in several places as one. */
export function mergeTally(all: Tally[]): Tally {
  if (all.length === 1) return all[0]!;
  const human = all.some(({ wait }) => wait);
  return {
    type: all.at(-1)!.type, runs: sum(all, ({ runs }) => runs), cut: sum(all, ({ cut }) => cut), again: sum(all, ({ again }) => again), faults: sum(all, ({ faults }) => faults),
    due: sum(all, ({ due }) => due), late: sum(all, ({ late }) => late), time: mergeDurations(all.map(({ time }) => time)),
    ...(human ? { wait: mergeDurations(present(all.map(({ wait }) => wait))), work: mergeDurations(present(all.map(({ work }) => work))) } : {}),
  };
}

/** Several counts as one. */
export function mergeTallies(all: Tallies[]): Tallies {
  const ids = [...new Set(all.flatMap(Object.keys))].sort();
  return Object.fromEntries(ids.map((id) => [id, mergeTally(all.flatMap((one) => one[id] ?? []))]));
}

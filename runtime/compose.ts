// Puts the parts together that every running system has: store, engine, clock, calendar, records, workers; main.ts and a rehearsal both begin here.
import { listenForRecords } from '../api/records.js';
import { loadCalendar } from '../processes/calendar-store.js';
import { engineClock } from '../processes/clock.js';
import type { Deps } from '../processes/deps.js';
import { connectEngine } from '../processes/engine.js';
import { Unavailable } from '../processes/errors.js';
import { resend } from '../processes/resend.js';
import type { Settings } from '../processes/settings.js';
import { noteRound, noteStuck } from '../processes/engine-room/rounds.js';
import { openStore } from '../processes/store/store.js';
import type { Worker } from '../workers/job.js';
import { workers } from '../workers/list.js';
import { startWorkers } from '../workers/worker.js';

export interface Parts {
  deps: Deps;
  /** Says what is to be done before store and engine are let go; the last said is done first. */
  closing(...close: (() => Promise<unknown>)[]): void;
  /** Repeats a piece of work with a pause after each round until the end; a round that fails is told and tried again. @param rest the pause is at least so many times as long as the round took @param longest but no longer than this, milliseconds; a minute when it is not said */
  every(milliseconds: number, work: () => Promise<unknown>, name: string, rest?: number, longest?: number): void;
  /** Ends everything in order. */
  close(): Promise<void>;
}

/** However long a round took, it does not rest longer than this, milliseconds. */
const LONGEST_REST = 60_000;

function repeat(milliseconds: number, work: () => Promise<unknown>, name: string, rest = 0, longest = LONGEST_REST): () => Promise<void> {
  let stopped = false;
  let wake: () => void = () => undefined;
  const loop = (async () => {
    while (!stopped) {
      const began = performance.now();
      await work().then(() => noteRound(name, milliseconds), (error: Error) => {
        noteRound(name, milliseconds, error);
        if (!(error instanceof Unavailable)) console.error(`${name}: ${error.message}`);
      });
      const pause = Math.max(milliseconds, Math.min(longest, rest * (performance.now() - began)));
      await new Promise<void>((resolve) => {
        wake = resolve;
        setTimeout(resolve, pause).unref();
      });
    }
  })();
  return async () => {
    stopped = true;
    wake();
    await loop;
  };
}

/** Opens the store and connects the engine. @throws when the store does not answer */
export async function openParts(settings: Settings): Promise<Parts> {
  const store = await openStore(settings.mongoUri);
  const engine = connectEngine(settings.zeebeAddress);
  const jobs = Object.fromEntries(Object.entries(workers).map(([type, worker]) => [type, [...(worker.errors ?? [])]]));
  const deps: Deps = { store, engine, clock: engineClock(), settings, calendar: await loadCalendar(store), jobs };
  const closings: (() => Promise<unknown>)[] = [];
  return {
    deps,
    closing: (...close) => void closings.push(...close),
    every: (...said) => void closings.push(repeat(...said)),
    async close() {
      for (const close of closings.reverse()) await close();
      await engine.close();
      await store.close();
    },
  };
}

/** Opens the door for the engine's records. @param paused asked before each bulk */
export async function openRecords({ deps, closing }: Parts, paused?: () => Promise<boolean>): Promise<void> {
  const records = await listenForRecords(deps, paused);
  closing(() => records.close());
}

/** Starts the workers, and the sweep that repeats what a crash may have cut. */
export function openWorkers({ deps, closing, every }: Parts, list: Record<string, Worker> = workers): void {
  const running = startWorkers(deps.settings.zeebeAddress, list, deps);
  closing(() => running.close());
  every(30_000, async () => {
    const stuck = running.stuck();
    noteStuck(stuck.map(({ what, since }) => ({ what, since })));
    for (const { message } of stuck) console.error(`workers: ${message}`);
  }, 'watch');
  every(2_000, () => resend(deps), 'resend');
}

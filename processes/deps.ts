// What routes, pages and workers are given as their last parameter; built only in main.ts.
import type { Calendar } from './calendar.js';
import type { Clock } from './clock.js';
import type { Engine } from './engine.js';
import type { Rehearsals } from './rehearsal/types.js';
import type { Settings } from './settings.js';
import type { Store } from './store/store.js';

export interface Deps {
  store: Store; engine: Engine; clock: Clock; calendar: Calendar; settings: Settings;
  /** The job types that have a worker, each with the codes of the business errors that it may throw; absent: not asked (a process without workers). */
  jobs?: Record<string, string[]>;
  /** Cases tried out on an engine of their own; absent in a process that has no web pages. */
  rehearsals?: Rehearsals;
}

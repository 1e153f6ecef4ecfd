// What kinds of work there are in the background: something done to many things one by one, or one piece as a whole.
import type { Deps } from '../deps.js';
import type { BackgroundItem, BackgroundJob, Person } from '../store/types.js';

/** What became of one thing; `again` is how long to wait before the next try, milliseconds. */
export interface Outcome { done: boolean; said?: string; again?: number }

export interface Each {
  /**
   * Does it to one thing. With `item.tries` above 0 an earlier try may have done it: it must then change nothing more.
   *
   * @throws Unavailable when the engine or the store does not answer: it is tried again; any other error is the item's result
   */
  item(item: BackgroundItem, job: BackgroundJob, person: Person, deps: Deps): Promise<Outcome>;
}

export interface Whole {
  /**
   * Does all of it; after a crash it begins anew. What is half made must be thrown away by whoever begins.
   *
   * @param progress says how far it is; it throws once the work was stopped
   */
  whole(job: BackgroundJob, person: Person, progress: (done: number, total: number) => Promise<void>, deps: Deps): Promise<Pick<BackgroundJob, 'said' | 'file'>>;
  /** Puts right what it had begun, before it is said to have failed; it may be repeated. */
  dropped?(job: BackgroundJob, deps: Deps): Promise<void>;
  /** What it is about: of two jobs about the same the later waits until the earlier has ended, whichever process has that. Unset: each is about something of its own. */
  about?(job: BackgroundJob): string;
}

export type Kinds = Record<string, Each | Whole>;

// Notices that work stands still: jobs that should come and do not, jobs that do not end, a gateway that does not answer.
import type { Job } from './job.js';
import type { Connection } from './polling.js';

/** One thing that stands still: the job type or `gateway`, since when, and a sentence for the log. */
export interface Stuck { what: string; since: Date; message: string }

/** The engine makes one job of this type a minute (supervision.bpmn), so three minutes without one mean that jobs wait and nobody takes them. */
const PULSE = 'supervise';
const SILENCE = 180_000;
const AWAY = 30_000;

export class Watch {
  private readonly running = new Map<string, { job: Job; until: number; since: number }>();
  private readonly last: Map<string, number>;
  private refusedSince?: number;

  constructor(types: string[], private readonly wall: () => number = Date.now) {
    this.last = new Map(types.map((type) => [type, wall()]));
  }

  /** Told by every worker's polling. */
  readonly connection: Connection = {
    answered: () => { this.refusedSince = undefined; },
    refused: () => { this.refusedSince ??= this.wall(); },
  };

  /** A job was taken. @returns what to call when it has ended */
  taken(job: Job, until: number): () => void {
    this.last.set(job.type, this.wall());
    const mine = { job, until, since: this.wall() };
    this.running.set(job.key, mine);
    return () => {
      if (this.running.get(job.key) === mine) this.running.delete(job.key);
    };
  }

  stuck(): Stuck[] {
    const now = this.wall();
    const found: Stuck[] = [];
    const say = (what: string, since: number, message: string) => found.push({ what, since: new Date(since), message });
    if (this.refusedSince !== undefined && now - this.refusedSince > AWAY) {
      say('gateway', this.refusedSince, `the gateway gives no jobs since <${new Date(this.refusedSince).toISOString()}>`);
    }
    const pulse = this.last.get(PULSE);
    if (pulse !== undefined && now - pulse > SILENCE) {
      say(PULSE, pulse, `jobs wait and none is taken: no <${PULSE}> since <${new Date(pulse).toISOString()}>`);
    }
    for (const { job, until, since } of this.running.values()) {
      if (now > until) say(job.type, since, `job <${job.key}> of type <${job.type}> for case <${job.caseNo}> does not end`);
    }
    return found;
  }
}

// Runs one tick of the supervision ladder, at the time that the engine's clock shows.
import type { Deps } from '../processes/deps.js';
import { Invalid } from '../processes/errors.js';
import { supervise as tick, type Tick } from '../processes/supervision.js';
import type { Job } from './job.js';

/** A county's worth of overdue tasks takes longer than an ordinary job. */
const TIMEOUT = 300_000;

export async function supervise(job: Job, deps: Deps): Promise<Tick & Record<string, unknown>> {
  const now = engineTime(job.variables.now);
  // a process that runs workers only sees no records: this is how its clock follows the engine's
  deps.clock.seen(now.getTime());
  return { ...await tick(deps, now, job.headers.decision) };
}
supervise.timeout = TIMEOUT;

/** Reads FEEL's `string(now())`: `2026-11-22T21:40:00.123456Z`, `…+08:00`, with or without a zone's name behind. @throws Invalid */
export function engineTime(text: unknown): Date {
  const match = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2})?)(\.\d+)?(Z|[+-]\d{2}:\d{2})?(?:[@[](.+?)\]?)?$/.exec(String(text));
  if (!match) throw new Invalid(`no time <${text}>`);
  const [, whole, fraction = '', offset, zone] = match;
  if (!offset && zone !== undefined && zone !== 'Asia/Shanghai') throw new Invalid(`no time <${text}>`);
  const at = new Date(`${whole}${fraction.slice(0, 4)}${offset ?? '+08:00'}`);
  if (Number.isNaN(at.getTime())) throw new Invalid(`no time <${text}>`);
  return at;
}

// Keeps a fact that the procedure has established with the case, taken from the variables that the diagram names.
import type { Deps } from '../processes/deps.js';
import { Invalid } from '../processes/errors.js';
import { recordFact as record } from '../processes/facts.js';
import { namesIn } from '../processes/places.js';
import { caseOf, enter, type Job } from './job.js';

export async function recordFact(job: Job, deps: Deps): Promise<void> {
  const found = await caseOf(job, deps);
  const key = job.headers.fact;
  if (!key) throw new Invalid('names no fact');
  const data: Record<string, unknown> = {};
  for (const name of namesIn(job.headers.from)) if (job.variables[name] != null) data[name] = job.variables[name];
  const entry = await enter(job, deps, { by: '事实登记', action: '备案', text: `登记：${job.headers.title || key}`, data: { fact: key, ...data } });
  await record(found._id, { _id: `job:${job.key}`, key, at: entry.at, data }, deps);
}

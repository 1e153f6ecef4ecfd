// Finds who can be called to help near a case: neighbours, volunteers and social organisations of its grid and of the village, and how many of them are needed.
import type { Deps } from '../processes/deps.js';
import { Invalid } from '../processes/errors.js';
import { findMembers } from '../processes/organisation.js';
import { caseOf, enter, type Job } from './job.js';

export async function findHelpers(job: Job, deps: Deps): Promise<Record<string, unknown>> {
  const found = await caseOf(job, deps);
  const needed = Number(job.headers.needed);
  if (!Number.isInteger(needed) || needed < 1) throw new Invalid(`not a number of helpers <${job.headers.needed}>`);
  const called = await Promise.all([found.grid, found.village].map((unit) => findMembers(deps.store, `${unit}/helper`)));
  const helpers = [...new Set(called.flat().map(({ _id }) => _id))];
  await enter(job, deps, { by: '自动呼叫', action: '呼叫', text: helpers.length > 0 ? `已呼叫本网格和本村邻里、志愿者 ${helpers.length} 人，需要 ${needed} 人` : '本网格和本村都没有登记可以呼叫的邻里和志愿者' });
  return { helpers, helpersNeeded: needed };
}

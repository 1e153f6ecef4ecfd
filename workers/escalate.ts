// Takes a case up to a higher level and lets that level see it.
import type { Deps } from '../processes/deps.js';
import { Invalid } from '../processes/errors.js';
import { isLevel, LEVELS, unitAt } from '../processes/places.js';
import type { Unit } from '../processes/store/types.js';
import { tellFiler } from '../processes/tell-reporters.js';
import { caseOf, enter, type Job } from './job.js';

export async function escalate(job: Job, deps: Deps): Promise<{ level: string }> {
  const found = await caseOf(job, deps);
  const { store } = deps;
  const to = job.headers.to || job.variables.to;
  if (typeof to !== 'string' || !isLevel(to)) throw new Invalid(`cannot escalate to <${to}>`);
  const unit = unitAt(to, found);
  const from = found.level && isLevel(found.level) ? found.level : 'grid';
  const skipped = LEVELS.indexOf(to) - LEVELS.indexOf(from) > 1;
  const name = (await store.units.findById(unit).lean<Unit>())?.name ?? unit;
  const reason = typeof job.variables.reason === 'string' && job.variables.reason.trim() ? job.variables.reason : '本级无法解决';
  // the entry first: a repeat finds it, and still sees the level from which the case came
  await enter(job, deps, { by: '自动上报', action: skipped ? '越级上报' : '上报', text: `上报至${name}`, why: reason, data: { from, to } });
  const lower = LEVELS.slice(0, LEVELS.indexOf(to));
  await store.cases.updateOne({ _id: found._id }, { $addToSet: { scope: unit } });
  await store.cases.updateOne({ _id: found._id, level: { $in: [...lower, null] } }, { $set: { level: to } });
  await tellFiler(store, found, { id: `job:${job.key}:filer`, text: `您上报的「${found.title}」（${found._id}）已上报${name}办理。`, at: deps.clock.now() });
  return { level: to };
}

// Writes what the classification table said onto the case: its kind, who leads, where it starts.
import { Invalid } from '../processes/errors.js';
import type { Classification } from '../processes/store/types.js';
import type { Deps } from '../processes/deps.js';
import { caseOf, enter, type Job } from './job.js';

const LEVELS: Record<string, string> = { village: '村（社区）', town: '镇（街道）', county: '县（市、区）', city: '市' };

export async function classify(job: Job, deps: Deps): Promise<void> {
  const found = await caseOf(job, deps);
  const classification = job.variables.classification as Classification | null | undefined;
  if (!classification?.name || !classification.lead) throw new Invalid(`no classification for category <${found.category}>`);
  const { store } = deps;
  await store.cases.updateOne({ _id: found._id }, { $set: { classification } });
  // a late repeat must not take a case back that has climbed meanwhile
  await store.cases.updateOne({ _id: found._id, level: null }, { $set: { level: classification.start || classification.level } });
  await enter(job, deps, {
    by: '自动分类', action: '立案', why: `分类表：${found.category} ${classification.name}，${classification.urgency || found.urgency}`,
    text: `按「${classification.name}」立案，由${LEVELS[classification.start] ?? classification.start}先行处理`, data: { ...classification },
  });
}

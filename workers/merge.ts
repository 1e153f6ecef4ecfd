// Joins a case to another that is about the same matter.
import type { Deps } from '../processes/deps.js';
import { BusinessError } from '../processes/errors.js';
import { tellReporter } from '../processes/notices.js';
import type { Case } from '../processes/store/types.js';
import { caseOf, enter, type Job } from './job.js';

export async function merge(job: Job, deps: Deps): Promise<void> {
  const found = await caseOf(job, deps);
  const { store } = deps;
  const wanted = typeof job.variables.mergedInto === 'string' ? job.variables.mergedInto.trim() : '';
  if (found.mergedInto !== wanted || wanted === '') {
    const target = wanted ? await store.cases.findById(wanted).lean<Case>() : null;
    const no = refusal(found, wanted, target);
    if (no) throw new BusinessError('MERGE_TARGET', no);
    await store.cases.updateOne({ _id: found._id }, { $set: { mergedInto: wanted } });
  }
  await enter(job, deps, { by: '自动并案', action: '并案', text: `并入 ${wanted}`, data: { mergedInto: wanted } });
  await enter(job, deps, { by: '自动并案', caseNo: wanted, id: ':target', action: '并案', text: `${found._id}「${found.title}」并入本案`, data: { merged: found._id } });
  await tellOther(found, wanted, job, deps);
}
merge.errors = ['MERGE_TARGET'];

function refusal(found: Case, wanted: string, target: Case | null): string | undefined {
  // one of another county answers like none: nobody here may learn of it or write on its timeline
  if (!target || target.county !== found.county) return `没有案件「${wanted}」，不能并入`;
  if (target._id === found._id) return '不能并入自身';
  if (target.mergedInto) return `案件「${wanted}」已并入「${target.mergedInto}」`;
  if (target.closing || (target.standing && target.standing.state !== 'active')) return `案件「${wanted}」已办结，不能并入`;
  return undefined;
}

/** Whoever reported the matter first learns that somebody else did too, and not who. */
async function tellOther(found: Case, wanted: string, job: Job, { store, clock }: Deps): Promise<void> {
  const target = await store.cases.findById(wanted).lean<Case>();
  if (!target) return;
  const { person, phone, ...rest } = target.reporter;
  // one's own second report is told of as that
  const reporter = { ...rest, ...(person && person !== found.reporter.person && { person }), ...(phone && phone !== found.reporter.phone && { phone }) };
  if (!reporter.person && !reporter.phone) return;
  await tellReporter(store, { ...target, reporter }, {
    id: `job:${job.key}:target`, title: '又有人反映同一事项', text: `您反映的「${target.title}」（编号 ${target._id}）又有人反映，已合并到一起办理，结果会一并告知。`, at: clock.now(),
  });
}

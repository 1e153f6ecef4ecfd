// Settles who of those called goes to help: the first who accepted; the others are stood down and told so.
import type { Deps } from '../processes/deps.js';
import { notify } from '../processes/notices.js';
import type { Person, Task } from '../processes/store/types.js';
import { fill } from '../processes/wording.js';
import { caseOf, enter, type Job } from './job.js';

type Answer = { person?: string; outcome?: string } | null;

/** Who accepted and who declined; when the call was cut short by its limit the answers are only with the tasks. */
async function answersOf({ variables, caseNo }: Job, { store }: Deps): Promise<Answer[]> {
  if (Array.isArray(variables.helperAnswers)) return variables.helperAnswers;
  const tasks = await store.tasks.find({ caseNo, elementId: 'call-helpers', state: { $in: ['submitted', 'completed'] } }).lean<Task[]>();
  return tasks.map(({ assignee, submission }) => ({ person: assignee, outcome: submission?.values.outcome as string | undefined }));
}

export async function settleHelpers(job: Job, deps: Deps): Promise<Record<string, unknown>> {
  const found = await caseOf(job, deps);
  const [called, answers] = [(job.variables.helpers ?? []) as string[], await answersOf(job, deps)];
  const said = (outcome: string) => called.filter((id) => answers.some((answer) => answer?.person === id && answer.outcome === outcome));
  const [on, declined] = [said('yes'), said('no')];
  const stoodDown = called.filter((id) => !on.includes(id) && !declined.includes(id));
  const short = Math.max(0, Number(job.variables.helpersNeeded ?? 0) - on.length);
  const people = new Map((await deps.store.people.find({ _id: { $in: called } }, { name: 1 }).lean<Person[]>()).map(({ _id, name }) => [_id, name]));
  const names = (ids: string[]): string => ids.map((id) => people.get(id) ?? id).join('、') || '无';
  await enter(job, deps, {
    by: '自动呼叫', action: '定人', text: `参加救助：${names(on)}${short > 0 ? `，还差 ${short} 人` : ''}`, why: `去不了：${names(declined)}；${short > 0 ? '没有应答' : '不再出动'}：${names(stoodDown)}`, data: { on, declined, stoodDown, short },
  });
  if (short === 0 && stoodDown.length > 0) {
    await notify(deps.store, { id: `job:${job.key}`, to: stoodDown, caseNo: found._id, kind: 'notice', title: fill(job.headers.title || '人手已经够了', found, job.variables), text: fill(job.headers.text || '「{title}」的人手已经够了，您不用出动。', found, job.variables), at: deps.clock.now() });
  }
  return { helpersOn: on, helpersShort: short };
}

// What people are told because of a record: a task that opened, was done, or was taken back. Each once, however often the record comes.
import { toldTogether } from '../aid/told.js';
import { placeOf } from '../entries.js';
import { formsOf } from '../publication.js';
import { outcomeLabel } from '../form-labels.js';
import { insertOnce, type Store } from '../store/store.js';
import type { Actor, Entry, Notice, Task } from '../store/types.js';

const reason = (values: Record<string, unknown> = {}) => {
  const given = values.reason ?? values.returnReason;
  return typeof given === 'string' && given.trim() ? given : undefined;
};

/** Who had a task: whoever took it or began to fill it in, else the person it was given to, else its groups. */
export function hadIt(task: Task): string[] {
  const people = [task.holder?.person, task.draft?.by, task.assignee].filter((id): id is string => !!id);
  return people.length > 0 ? [...new Set(people)] : task.candidateGroups;
}

async function completed(store: Store, task: Task): Promise<Entry> {
  const { submission } = task;
  const who: Actor = submission?.by ?? { system: '引擎' };
  const outcome = submission && outcomeLabel((await formsOf(store, task.definitionKey)).get(task.formKey), submission.values);
  return {
    _id: `done:${task._id}`, caseNo: task.caseNo, at: task.endedAt!, who, action: '完成', element: placeOf(task), ...(reason(submission?.values) ? { why: reason(submission?.values) } : {}),
    text: `${task.name}${outcome ? `：${outcome}` : ''}${submission?.for ? `（受${submission.for.name}委托）` : ''}`, ...(submission ? { data: submission.values } : {}),
  };
}

function withdrawn(task: Task): Entry {
  return {
    _id: `withdrawn:${task._id}`, caseNo: task.caseNo, at: task.endedAt!, who: { system: '引擎' }, action: '收回', element: placeOf(task),
    text: `${task.name}：任务已收回${task.draft ? '，未提交的内容仍可查看' : ''}`,
  };
}

/** Whom the diagram gave it to, whoever has it by now. */
const drawnFor = (task: Task): string | undefined => (task.moves?.length ? task.moves[0]!.drawn : task.assignee);

function opened(task: Task): Notice {
  const first = drawnFor(task);
  return {
    _id: `open:${task._id}`, to: first ? [first] : task.candidateGroups, caseNo: task.caseNo, taskKey: task._id, kind: 'task',
    title: `新任务：${task.name}`, text: `案件 ${task.caseNo} 的「${task.name}」等待办理。`, at: task.createdAt, readBy: [], spread: false,
  };
}

/** Somebody has it in hand: whoever they are, they are told by name. */
const begun = ({ holder, draft, assignee }: Task): boolean => !!(holder || draft || assignee);

function takenBack(task: Task): Notice {
  return {
    _id: `withdrawn:${task._id}`, to: hadIt(task), caseNo: task.caseNo, taskKey: task._id, kind: 'withdrawn',
    title: `任务已收回：${task.name}`, text: `案件 ${task.caseNo} 的「${task.name}」已不需办理；已填写的内容仍可查看。`, at: task.endedAt!, readBy: [], spread: false,
  };
}

/**
 * Writes the entries and notices that follow from tasks which opened or ended.
 *
 * @param afterwards it is long ago (a rebuild): what is missing in an inbox is written, nobody outside is called again
 */
export async function tell(store: Store, tasks: Task[], afterwards = false): Promise<void> {
  const entries: Entry[] = [];
  const notices: Notice[] = [];
  for (const task of tasks) {
    if (!task.caseNo) continue;
    // also for one that is done already: what is told must not depend on how the records were cut into bulks
    if (!toldTogether(task)) notices.push(opened(task));
    if (task.state === 'completed') entries.push(await completed(store, task));
    if (task.state === 'withdrawn') {
      entries.push(withdrawn(task));
      if (!toldTogether(task) || begun(task)) notices.push(takenBack(task));
    }
  }
  await Promise.all([insertOnce(store.entries, entries), insertOnce(store.notices, afterwards ? notices.map((notice) => ({ ...notice, spread: true })) : notices)]);
  const ended = tasks.filter(({ state }) => state === 'completed' || state === 'withdrawn').map(({ _id }) => `open:${_id}`);
  if (ended.length > 0) await store.notices.updateMany({ _id: { $in: ended } }, { $set: { over: true } });
}

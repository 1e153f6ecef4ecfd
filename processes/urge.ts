// 催办: whoever answers for a task from above says that it presses; whoever has it is told at once, and not more than once an hour by one person.
import type { Deps } from './deps.js';
import { placeOf, recordOnce } from './entries.js';
import { Conflict, Forbidden } from './errors.js';
import { taskKeys, touch } from './feed.js';
import { hasIt } from './hand-over.js';
import { notify } from './notices.js';
import { allows } from './roles.js';
import { insertOnce } from './store/store.js';
import type { Case, Person, Task } from './store/types.js';
import { actOf } from './supervising/acts.js';
import { actorOf, getTask } from './tasks.js';
import { mayAssign } from './visibility.js';

/** How long one person waits before they urge the same task again, milliseconds of the engine's time (a proposal of ours). */
const PAUSE = 3_600_000;

/** Whether a person may urge a task: a post that sees below where its case lies, or one that may assign it; never whoever has it. */
export function mayUrge(person: Person, task: Task, found: Pick<Case, 'scope'> | null): boolean {
  if (task.state !== 'open' || hasIt(task) === person._id) return false;
  return mayAssign(person, task) || person.posts.some(({ unit, role }) => allows(role, 'see-below') && (found?.scope.includes(unit) ?? false));
}

/** @throws Forbidden when it is not theirs to urge; Conflict when it has ended, or they urged it within the hour */
export async function urgeTask(key: string, text: string, person: Person, deps: Deps): Promise<Task> {
  const { store, clock } = deps;
  const task = await getTask(key, person, deps);
  if (task.state !== 'open') throw new Conflict('任务已经办结或收回，不用再催');
  if (!mayUrge(person, task, await store.cases.findById(task.caseNo, { scope: 1 }).lean<Case>())) throw new Forbidden('催办由上级单位或本单位负责人发出');
  const at = clock.now();
  const urged = task.urged ?? [];
  const last = urged.filter(({ by }) => 'id' in by && by.id === person._id).at(-1);
  if (last && at.getTime() - last.at.getTime() < PAUSE) {
    // told again in case a crash had come between: the same ids say it once
    await tell(task, urged.indexOf(last), deps);
    throw new Conflict('您一小时内已经催办过这项任务，办理人已收到提醒');
  }
  const changed = await store.tasks.findOneAndUpdate(
    { _id: key, state: 'open', [`urged.${urged.length}`]: { $exists: false } }, { $push: { urged: { by: actorOf(person), at, text } } }, { returnDocument: 'after' },
  ).lean<Task>();
  // somebody else was faster, or they themselves twice at once: look again
  if (!changed) return urgeTask(key, text, person, deps);
  await tell(changed, urged.length, deps);
  return changed;
}

async function tell(task: Task, index: number, { store }: Pick<Deps, 'store'>): Promise<void> {
  const { by, at, text } = task.urged![index]!;
  const id = `urge:${task._id}:${index + 1}`;
  const name = 'name' in by ? by.name : '上级';
  await recordOnce(store, { _id: id, caseNo: task.caseNo, at, who: by, action: '催办', element: placeOf(task), text: `${task.name}：${text}` });
  const found = await store.cases.findById(task.caseNo, { scope: 1, title: 1 }).lean<Case>();
  if (found) await insertOnce(store.supervisions, [actOf(task, found, { _id: id, type: 'urge', label: '催办', by, at, text })]);
  const has = hasIt(task);
  await notify(store, { id, to: has ? [has] : task.candidateGroups, caseNo: task.caseNo, taskKey: task._id, kind: 'urge', title: `${name} 催办：${task.name}`, text: `案件 ${task.caseNo}：${text}`, at, urgent: true });
  touch(store, taskKeys(task));
}

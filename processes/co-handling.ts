// 会办: whoever has a task asks other units to join in, as lead (主办) or helper (协办); they see the case, take it on and answer.
import { assertFiles } from './attachments.js';
import type { Deps } from './deps.js';
import { placeOf, recordOnce } from './entries.js';
import { Conflict, Forbidden, Invalid, NotFound } from './errors.js';
import { taskKeys, touch } from './feed.js';
import { hasIt } from './hand-over.js';
import { notify } from './notices.js';
import { parseGroup } from './organisation.js';
import { sharedRows } from './shared-look.js';
import { attachFiles } from './store/files.js';
import { perStore } from './store/per-store.js';
import { insertOnce } from './store/store.js';
import type { Actor, Case, CoHandling, Entry, Person, Task, Unit } from './store/types.js';
import { actorOf, getTask } from './tasks.js';
import { mayAssign, scopeOfGroups } from './visibility.js';

export interface Invitation { id: string; unit: string; part: CoHandling['part']; asked: string; dueAt?: Date }

/** The invitations of a task, in the order in which they were made. */
export const coHandlingsOf = async ({ store }: Pick<Deps, 'store'>, taskKey: string): Promise<CoHandling[]> => store.coHandlings.find({ taskKey }).sort({ at: 1, _id: 1 }).lean<CoHandling[]>();

const isBy = (by: Actor, person: Person): boolean => 'id' in by && by.id === person._id;
const unitOf = ({ group }: Pick<CoHandling, 'group'>): string => parseGroup(group).unit;
/** Whether an invitation is addressed to a person: everybody of the unit may take it on. */
export const isInvited = (person: Person, one: Pick<CoHandling, 'group'>): boolean => person.posts.some(({ unit }) => unit === unitOf(one));
/** Whether a person may withdraw an invitation: whoever made it, or who answers for the task. */
export const mayWithdrawInvitation = (person: Person, one: CoHandling, task: Task): boolean => one.state === 'open' && (isBy(one.by, person) || hasIt(task) === person._id || mayAssign(person, task));

const invitations = perStore((store) => sharedRows((groups) => store.coHandlings.find({ group: { $in: groups }, state: 'open' }).lean<CoHandling[]>(), ({ group }) => [group]));

/** The open invitations to a person's units, those that are due first. */
export async function invitationsTo(person: Person, { store }: Pick<Deps, 'store'>): Promise<CoHandling[]> {
  const open = await invitations(store)(person.posts.map(({ unit }) => `${unit}/officer`));
  const due = (one: CoHandling) => one.dueAt?.getTime() ?? Number.MAX_SAFE_INTEGER;
  return open.sort((a, b) => due(a) - due(b) || a.at.getTime() - b.at.getTime());
}

/** The departments that a task's holder may invite: those of the county that the case lies in, but for the task's own. */
export async function findInvitable(store: Deps['store'], task: Task, found: Pick<Case, 'county'>): Promise<Unit[]> {
  const own = scopeOfGroups(task.candidateGroups);
  const units = await store.units.find({ path: found.county, level: 'department', endedOn: null }).lean<Unit[]>();
  return units.filter(({ _id }) => !own.includes(_id)).sort((a, b) => a._id.localeCompare(b._id));
}

/**
 * Invites a unit; the client's id makes a repeated invitation the same.
 *
 * @throws Forbidden when another has the task; Conflict when it has ended or the unit is asked already; Invalid when there is no such unit
 */
export async function invite(key: string, { id, unit, part, asked, dueAt }: Invitation, person: Person, deps: Deps): Promise<CoHandling> {
  const { store, clock } = deps;
  const task = await getTask(key, person, deps);
  const group = `${unit}/officer`;
  const known = await store.coHandlings.findById(id).lean<CoHandling>();
  if (known) {
    if (known.taskKey !== key || !isBy(known.by, person)) throw new Conflict('这个邀请编号已被使用，请重新发出');
    if (known.state === 'open') await tellInvited(task, known, deps);
    return known;
  }
  if (task.state !== 'open') throw new Conflict('任务已经办结或收回，不能再邀请会办');
  if (hasIt(task) !== person._id) throw new Forbidden('只有正在办理的人可以邀请会办，请先认领');
  const at = clock.now();
  if (dueAt && dueAt <= at) throw new Invalid('due in the past', [{ path: 'dueAt', message: '回复期限要晚于现在' }]);
  const found = await store.cases.findById(task.caseNo).lean<Case>();
  const named = found && (await findInvitable(store, task, found)).find(({ _id }) => _id === unit);
  if (!named) throw new Invalid(`cannot invite <${unit}>`, [{ path: 'unit', message: '请选择本县的其他部门' }]);
  if ((await coHandlingsOf(deps, key)).some((one) => one.group === group && one.state === 'open')) throw new Conflict(`${named.name}已受邀会办，尚未回复`);
  const made: CoHandling = { _id: id, taskKey: key, caseNo: task.caseNo, group, part, asked, by: actorOf(person), at, ...(dueAt ? { dueAt } : {}), state: 'open' };
  await insertOnce(store.coHandlings, [made]);
  await tellInvited(task, made, deps);
  return made;
}

async function tellInvited(task: Task, one: CoHandling, { store }: Deps): Promise<void> {
  const { _id, group, part, asked, by, at, caseNo } = one;
  const unit = unitOf(one);
  // repeated it changes nothing; what records make of the scope is only ever added to
  await Promise.all([store.cases.updateOne({ _id: caseNo }, { $addToSet: { scope: unit } }), store.instances.updateMany({ caseNo }, { $addToSet: { scope: unit } })]);
  const name = (await store.units.findById(unit, { name: 1 }).lean())?.name ?? unit;
  const entry: Entry = { _id: `co:${_id}`, caseNo, at, who: by, action: '会办邀请', element: placeOf(task), text: `${task.name}：请${name}${part}。${asked}` };
  await recordOnce(store, entry);
  await notify(store, { id: `co:${_id}`, to: [group], caseNo, taskKey: task._id, kind: 'co-handling', title: `请您单位${part}：${task.name}`, text: `案件 ${caseNo}：${asked}`, at });
  touch(store, [group, ...taskKeys(task)]);
}

/** An invitation that a person may see, with its task. @throws NotFound */
async function getInvitation(id: string, person: Person, deps: Deps): Promise<{ one: CoHandling; task: Task }> {
  const one = await deps.store.coHandlings.findById(id).lean<CoHandling>();
  if (!one) throw new NotFound(`no invitation <${id}>`);
  return { one, task: await getTask(one.taskKey, person, deps, `invitation <${id}>`) };
}

async function assertOpen({ state, reply, person }: CoHandling, self: Person, { store }: Deps): Promise<void> {
  if (state === 'answered') throw new Conflict(`${reply && 'name' in reply.by ? reply.by.name : '同事'}已经回复了这项会办`);
  if (state === 'withdrawn') throw new Conflict('这项会办已撤回，不用再回复');
  if (person && person !== self._id) throw new Conflict(`${(await store.people.findById(person, { name: 1 }).lean())?.name ?? '同事'}已认领这项会办`);
}

const freeFor = (id: string, person: Person) => ({ _id: id, state: 'open' as const, person: { $in: [null, person._id] } });

/** Takes an invitation on, for one's unit. @throws Conflict when a colleague has it or it is over */
export async function claimInvitation(id: string, person: Person, deps: Deps): Promise<CoHandling> {
  const { one, task } = await getInvitation(id, person, deps);
  if (!isInvited(person, one)) throw new Forbidden('这项会办没有邀请您的单位');
  const changed = await deps.store.coHandlings.findOneAndUpdate(freeFor(id, person), { $set: { person: person._id } }, { returnDocument: 'after' }).lean<CoHandling>();
  if (!changed) {
    await assertOpen((await deps.store.coHandlings.findById(id).lean<CoHandling>())!, person, deps);
    throw new Conflict('会办刚刚发生变化，请重试');
  }
  touch(deps.store, [one.group, ...taskKeys(task)]);
  return changed;
}

/** Answers an invitation, with files; the same person's same answer again changes nothing. @throws Conflict when a colleague was faster or it is over */
export async function replyInvitation(id: string, { text, attachments }: { text: string; attachments: string[] }, person: Person, deps: Deps): Promise<CoHandling> {
  const { store, clock } = deps;
  const { one, task } = await getInvitation(id, person, deps);
  if (!isInvited(person, one)) throw new Forbidden('这项会办没有邀请您的单位');
  const files = await assertFiles(store, [{ key: 'attachments', ids: attachments }], person, one.caseNo);
  await attachFiles(store, files, one.caseNo);
  const reply = { by: actorOf(person), at: clock.now(), text, attachments: files };
  const changed = await store.coHandlings.findOneAndUpdate(freeFor(id, person), { $set: { state: 'answered', person: person._id, reply } }, { returnDocument: 'after' }).lean<CoHandling>()
    ?? await store.coHandlings.findOne({ _id: id, state: 'answered', 'reply.by.id': person._id, 'reply.text': text }).lean<CoHandling>();
  if (!changed) {
    await assertOpen((await store.coHandlings.findById(id).lean<CoHandling>())!, person, deps);
    throw new Conflict('会办刚刚发生变化，请重试');
  }
  const said = changed.reply!;
  const name = (await store.units.findById(unitOf(one), { name: 1 }).lean())?.name ?? unitOf(one);
  await recordOnce(store, { _id: `co-reply:${id}`, caseNo: one.caseNo, at: said.at, who: said.by, action: '会办反馈', element: placeOf(task), text: `${name}（${one.part}）：${said.text}`, ...(said.attachments.length ? { data: { attachments: said.attachments } } : {}) });
  const to = [...new Set([hasIt(task), 'id' in one.by ? one.by.id : undefined])].filter((each): each is string => !!each && each !== person._id);
  await notify(store, { id: `co-reply:${id}`, to, caseNo: one.caseNo, taskKey: one.taskKey, kind: 'co-reply', title: `${name}已回复会办：${task.name}`, text: `案件 ${one.caseNo}：${said.text}`, at: said.at });
  touch(store, [...to, one.group, ...taskKeys(task)]);
  return changed;
}

// Acts of supervision: cards and 加急 on a task, a leader's remark, a question that wants an answer; each on the case's timeline, told, and kept, once however often it is sent.
import type { Deps } from '../deps.js';
import { placeOf, recordOnce } from '../entries.js';
import { Conflict, Forbidden, Invalid, NotFound } from '../errors.js';
import { taskKeys, touch } from '../feed.js';
import { hasIt } from '../hand-over.js';
import { notify } from '../notices.js';
import { allows } from '../roles.js';
import { momentOf } from '../shanghai.js';
import { insertOnce, type Store } from '../store/store.js';
import type { Card, CardType, Case, Person, Supervision, Task } from '../store/types.js';
import { actorOf, getTask } from '../tasks.js';
import { audiences } from './audiences.js';
import { isGraver, isPressed, LABELS, levelOf } from './cards.js';

type HumanCard = Exclude<CardType, 'plain'>;
interface Given { id: string; text: string }

/** Whether a person supervises where a case lies. */
export const maySupervise = (person: Person, found: Pick<Case, 'scope'> | null): boolean => person.posts.some(({ unit, role }) => allows(role, 'supervise') && (found?.scope.includes(unit) ?? false));

/** @throws NotFound when there is none for this person; Forbidden when it is not theirs to supervise */
async function supervised(key: string, person: Person, deps: Deps): Promise<{ task: Task; found: Case }> {
  const task = await getTask(key, person, deps);
  const found = await deps.store.cases.findById(task.caseNo).lean<Case>();
  if (!found || !maySupervise(person, found)) throw new Forbidden('督办由本级督查员、值班领导和指挥长发出');
  return { task, found };
}

const isBy = (by: Supervision['by'], person: Person): boolean => 'id' in by && by.id === person._id;

/** What is kept of an act, with the units that may see it in the history. */
export const actOf = (task: Task, found: Pick<Case, 'scope' | 'title'>, act: Pick<Supervision, '_id' | 'type' | 'label' | 'by' | 'at' | 'text'> & Partial<Supervision>): Supervision => ({
  taskKey: task._id, caseNo: task.caseNo, taskName: task.name, title: found.title, scope: found.scope, ...act,
});

/** Writes an act where it is read: history, timeline, inbox. Keyed by its id: repeated it changes nothing. */
async function publishAct(act: Supervision, task: Task, store: Store, words: { title: string; text: string; to: string[]; urgent: boolean }): Promise<void> {
  await insertOnce(store.supervisions, [act]);
  const { _id, caseNo, at, by, label, text, toNames, dueAt } = act;
  await recordOnce(store, { _id: `supervise:${_id}`, caseNo, at, who: by, action: label, element: placeOf(task), text: `${task.name}：${text}${toNames?.length ? `（${toNames.join('、')}${dueAt ? `，${momentOf(dueAt)} 前答复` : ''}）` : ''}`, data: { task: task._id, act: _id } });
  await notify(store, { id: `supervise:${_id}`, to: words.to, caseNo, taskKey: task._id, kind: 'supervision', title: words.title, text: words.text, at, urgent: words.urgent });
  touch(store, taskKeys(task));
}

function assertPossible(type: HumanCard, task: Task): void {
  const level = levelOf(task);
  if (type === 'yellow' && level === 'red') throw new Conflict('已经是红牌，不能再改发黄牌；要撤下请先取消督办');
  if ((type === 'yellow' || type === 'red') && !isGraver(type, level)) throw new Conflict(`这项任务已经是${LABELS[type]}`);
  if (type === 'cancel' && level === 'none') throw new Conflict('这项任务没有督办可以取消');
  if (type === 'press' && isPressed(task)) throw new Conflict('这项任务已经加急');
  if (type === 'unpress' && !isPressed(task)) throw new Conflict('这项任务没有加急');
}

/**
 * Gives a card, takes all cards away, or marks as 加急. The client's id makes a repeated one the same.
 *
 * @throws Conflict when it has ended, has that card or a graver one already
 */
export async function giveCard(key: string, type: HumanCard, { id, text }: Given, person: Person, deps: Deps): Promise<Task> {
  const { store, clock } = deps;
  const { task, found } = await supervised(key, person, deps);
  const known = task.cards?.find((card) => card.id === id);
  if (known) {
    if (known.type !== type || !isBy(known.by, person)) throw new Conflict('这个编号已被使用，请重新发出');
    await tellCard(known, task, found, deps);
    return task;
  }
  if (task.state !== 'open') throw new Conflict('任务已经办结或收回，不用再督办');
  assertPossible(type, task);
  const card: Card = { id, type, by: actorOf(person), at: clock.now(), text };
  const count = task.cards?.length ?? 0;
  const changed = await store.tasks.findOneAndUpdate({ _id: key, state: 'open', [`cards.${count}`]: { $exists: false } }, { $push: { cards: card } }, { returnDocument: 'after' }).lean<Task>();
  // somebody else was faster, or they themselves twice at once: look again
  if (!changed) return giveCard(key, type, { id, text }, person, deps);
  await tellCard(card, changed, found, deps);
  return changed;
}

async function tellCard({ id, type, by, at, text }: Card, task: Task, found: Case, { store }: Deps): Promise<void> {
  const label = LABELS[type];
  const has = hasIt(task);
  await publishAct(actOf(task, found, { _id: id, type, label, by, at, text }), task, store, {
    title: `${label}：${task.name}`, text: `案件 ${task.caseNo}「${found.title}」：${text}`, to: has ? [has] : task.candidateGroups, urgent: type === 'yellow' || type === 'red' || type === 'press',
  });
}

/** Whom a person may address about a task, by the ids that they chose. @throws Invalid for one that is not offered */
async function addressees(task: Task, found: Case, wanted: string[], store: Store): Promise<{ to: string[]; toNames: string[] }> {
  const offered = new Map((await audiences(task, found, store)).map((one) => [one.id, one.name]));
  const strange = wanted.find((one) => !offered.has(one));
  if (strange !== undefined || wanted.length === 0) throw new Invalid(`cannot address <${strange ?? ''}>`, [{ path: 'to', message: '请从名单里选择' }]);
  return { to: wanted, toNames: wanted.map((one) => offered.get(one)!) };
}

async function known(id: string, type: Supervision['type'], key: string, person: Person, store: Store): Promise<Supervision | undefined> {
  const act = await store.supervisions.findById(id).lean<Supervision>();
  if (!act) return undefined;
  if (act.type !== type || act.taskKey !== key || !isBy(act.by, person)) throw new Conflict('这个编号已被使用，请重新发出');
  return act;
}

/** A leader's remark (领导批示) to whom it says. */
export async function remark(key: string, { id, text, to }: Given & { to: string[] }, person: Person, deps: Deps): Promise<Supervision> {
  const { store, clock } = deps;
  const { task, found } = await supervised(key, person, deps);
  const act = await known(id, 'remark', key, person, store)
    ?? actOf(task, found, { _id: id, type: 'remark', label: '领导批示', by: actorOf(person), at: clock.now(), text, ...await addressees(task, found, to, store) });
  await publishAct(act, task, store, { title: `领导批示：${task.name}`, text: `案件 ${act.caseNo}：${act.text}`, to: act.to ?? [], urgent: true });
  return act;
}

/** A question that wants an answer by a time (要求答复). @throws Invalid when that time is past */
export async function question(key: string, { id, text, to, dueAt }: Given & { to: string; dueAt: Date }, person: Person, deps: Deps): Promise<Supervision> {
  const { store, clock } = deps;
  const { task, found } = await supervised(key, person, deps);
  let act = await known(id, 'question', key, person, store);
  if (!act) {
    if (dueAt <= clock.now()) throw new Invalid('due in the past', [{ path: 'dueAt', message: '答复期限要晚于现在' }]);
    act = actOf(task, found, { _id: id, type: 'question', label: '要求答复', by: actorOf(person), at: clock.now(), text, dueAt, ...await addressees(task, found, [to], store) });
  }
  await publishAct(act, task, store, { title: `要求答复：${task.name}`, text: `案件 ${act.caseNo}：${act.text}（${momentOf(act.dueAt!)} 前答复）`, to: act.to ?? [], urgent: true });
  return act;
}

/** Whether a question is addressed to a person. */
export const isAsked = (person: Person, act: Pick<Supervision, 'to'>): boolean => (act.to ?? []).some((one) => one === person._id || person.groups.includes(one));

/** Answers a question; a late answer is taken and says that it is late. @throws NotFound when it is not theirs; Conflict when it has an answer */
export async function answer(id: string, text: string, person: Person, deps: Deps): Promise<Supervision> {
  const { store, clock } = deps;
  const act = await store.supervisions.findById(id).lean<Supervision>();
  if (!act || act.type !== 'question' || !isAsked(person, act)) throw new NotFound(`no question <${id}>`);
  if (act.reply && !(isBy(act.reply.by, person) && act.reply.text === text)) throw new Conflict(`${'name' in act.reply.by ? act.reply.by.name : '同事'}已于 ${momentOf(act.reply.at)} 答复`);
  const at = clock.now();
  const answered = act.reply ? act : await store.supervisions.findOneAndUpdate({ _id: id, reply: { $exists: false } }, { $set: { reply: { by: actorOf(person), at, text, late: at > act.dueAt! } } }, { returnDocument: 'after' }).lean<Supervision>();
  if (!answered) return answer(id, text, person, deps);
  const { reply, by, caseNo, taskKey } = answered;
  const task = await store.tasks.findById(taskKey).lean<Task>();
  await recordOnce(store, { _id: `answer:${id}`, caseNo, at: reply!.at, who: reply!.by, action: '答复', ...(task ? { element: placeOf(task) } : {}), text: `${answered.taskName}：${reply!.text}${reply!.late ? '（逾期答复）' : ''}` });
  if ('id' in by) await notify(store, { id: `answer:${id}`, to: [by.id], caseNo, taskKey, kind: 'supervision', title: `${reply!.late ? '逾期答复' : '已答复'}：${answered.taskName}`, text: `案件 ${caseNo}：${reply!.text}`, at: reply!.at });
  if (task) touch(store, taskKeys(task));
  return answered;
}

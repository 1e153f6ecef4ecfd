// The sweep that brings tasks of people who are away to somebody who is there, each once; and tells whoever comes back what was done meanwhile.
import type { Deps } from '../deps.js';
import { Conflict } from '../errors.js';
import { handOver, tellMove } from '../hand-over.js';
import { notify } from '../notices.js';
import type { Person, Task } from '../store/types.js';
import { covers, findSubstitute } from './away.js';
import { presentMembers, whoInstead } from './reachable.js';

const BY = { system: '代办安排' };
type Parts = Pick<Deps, 'store' | 'clock'>;

/** Somebody present of the task's groups (the first by id), else the deputy, else a stand-in. */
async function anybodyFor(task: Task, but: string, now: Date, store: Deps['store']): Promise<Person | null> {
  const members = (await Promise.all(task.candidateGroups.map((group) => presentMembers(store, group, now)))).flat().filter(({ _id }) => _id !== but);
  if (members.length > 0) return members.sort((a, b) => (a._id < b._id ? -1 : 1))[0]!;
  for (const group of task.candidateGroups) {
    const other = await whoInstead(store, group, now);
    if (other && other._id !== but) return other;
  }
  return null;
}

/** Hands one task over; that somebody was faster is no fault. */
async function hand(task: Task, to: Person, why: string, absent: Person, deps: Parts): Promise<boolean> {
  // noted first: what was handed over and not noted would never be told of
  await deps.store.people.updateOne({ _id: absent._id, 'absence.from': absent.absence!.from }, { $addToSet: { 'absence.covered': task._id } as never });
  try {
    await handOver(task, to, { type: 'substitute', by: BY, why }, deps);
  } catch (error) {
    if (error instanceof Conflict) return false;
    throw error;
  }
  return true;
}

async function nobody(task: Task, absent: Person, { store, clock }: Parts): Promise<void> {
  const admins = await store.people.find({ 'posts.role': 'admin', active: true }, { _id: 1 }).lean();
  await notify(store, {
    id: `away:${task._id}:${absent._id}`, to: admins.map(({ _id }) => String(_id)), caseNo: task.caseNo, taskKey: task._id, kind: 'unassigned', at: clock.now(),
    title: `无人接办：${task.name}`, text: `${absent.name} 请假，案件 ${task.caseNo} 的「${task.name}」没有代办人，请安排。`,
  });
}

/** What an absent person holds or was given goes to the substitute, or to somebody who is there. */
async function coverOne(absent: Person, deps: Parts): Promise<number> {
  const { store, clock } = deps;
  const now = clock.now();
  const substitute = await findSubstitute(store, absent, now);
  const [held, given] = await Promise.all([
    store.tasks.find({ 'holder.person': absent._id, state: 'open' }).lean<Task[]>(), store.tasks.find({ assignee: absent._id, state: 'open' }).lean<Task[]>(),
  ]);
  let moved = 0;
  for (const task of [...held, ...given.filter(({ holder }) => !holder)]) {
    const to = substitute ?? await anybodyFor(task, absent._id, now, store);
    if (!to) await nobody(task, absent, deps);
    else if (await hand(task, to, `${absent.name} 请假`, absent, deps)) moved++;
  }
  // what is free to a group of which everybody is away
  const free = await store.tasks.find({ candidateGroups: { $in: absent.groups }, state: 'open', holder: null, assignee: null }).lean<Task[]>();
  for (const task of free) {
    if ((await Promise.all(task.candidateGroups.map((group) => presentMembers(store, group, now)))).some((members) => members.length > 0)) continue;
    const to = substitute ?? await anybodyFor(task, absent._id, now, store);
    if (!to) await nobody(task, absent, deps);
    else if (await hand(task, to, '本岗位人员均请假', absent, deps)) moved++;
  }
  return moved;
}

/** A crash between handing over and telling: whoever has a task from the sweep is told again, which is told once. */
async function tellAgain(absent: Person, deps: Parts): Promise<void> {
  const covered = absent.absence?.covered ?? [];
  const { store } = deps;
  const mine = covered.length > 0 ? await store.tasks.find({ _id: { $in: covered } }).lean<Task[]>() : [];
  for (const task of mine) if (task.moves?.at(-1)?.type === 'substitute') await tellMove(task, task.moves.length, deps);
}

async function welcomeBack(person: Person, { store, clock }: Parts): Promise<void> {
  const covered = person.absence!.covered ?? [];
  const tasks = (await store.tasks.find({ _id: { $in: covered } }).lean<Task[]>()).filter(({ moves }) => moves?.some(({ type }) => type === 'substitute'));
  const done = tasks.filter(({ state }) => state !== 'open');
  await notify(store, {
    id: `back:${person._id}:${person.absence!.from.getTime()}`, to: [person._id], kind: 'duty', at: clock.now(), title: '欢迎回来',
    text: tasks.length === 0 ? '您请假期间没有任务需要代办。' : `您请假期间有 ${tasks.length} 件任务由他人代办，其中 ${done.length} 件已办完：${tasks.slice(0, 10).map(({ caseNo, name }) => `${caseNo}「${name}」`).join('、')}${tasks.length > 10 ? ' 等' : ''}。`,
  });
  await store.people.updateOne({ _id: person._id, 'absence.from': person.absence!.from, 'absence.until': { $lte: clock.now() } }, { $unset: { absence: 1 } });
}

/** One round, by the engine's clock. May be repeated at any time and by several processes. @returns how many tasks were handed over */
export async function coverAbsences(deps: Parts): Promise<number> {
  const now = deps.clock.now();
  const people = await deps.store.people.find({ 'absence.from': { $lte: now } }).lean<Person[]>();
  let moved = 0;
  for (const person of people) {
    if (!covers(person.absence, now)) { await welcomeBack(person, deps); continue; }
    await tellAgain(person, deps);
    moved += await coverOne(person, deps);
  }
  return moved;
}

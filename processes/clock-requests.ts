// Whoever holds a task asks for more time (延期) or a stopped clock (暂停计时); a leader who is not the asker decides, and the asker is told.
import { audit } from './audit.js';
import type { Deps } from './deps.js';
import { placeOf, recordOnce } from './entries.js';
import { Conflict, DomainError, Forbidden, NotFound } from './errors.js';
import { caseKey, taskKeys, touch, unitKey } from './feed.js';
import { hasIt } from './hand-over.js';
import { notify } from './notices.js';
import { can } from './roles.js';
import { sharedRows } from './shared-look.js';
import { perStore } from './store/per-store.js';
import { insertOnce } from './store/store.js';
import type { ClockRequest, Person, Task } from './store/types.js';
import { assertAllowed, changeClock, type Wanted } from './task-clock-changes.js';
import { findLeaders } from './task-people.js';
import { actorOf, getTask } from './tasks.js';
import { assignUnits, mayAssign } from './visibility.js';

const WORDS = { extend: '延期', pause: '暂停计时' } as const;

/** `延期 1 工作日`, `暂停计时`. */
export const wordsOf = ({ type, limit }: Pick<ClockRequest, 'type' | 'limit'>): string => `${WORDS[type]}${limit ? ` ${limit}` : ''}`;
const wantedBy = ({ type, limit }: ClockRequest): Wanted => (type === 'extend' ? { type, limit: limit! } : { type });

/** The requests of a task, the newest first. */
export const requestsOf = async ({ store }: Pick<Deps, 'store'>, taskKey: string): Promise<ClockRequest[]> => store.clockRequests.find({ taskKey }).sort({ at: -1 }).lean<ClockRequest[]>();

/**
 * Asks for a change of the clock; the client's id makes a repeated request the same.
 *
 * @throws Forbidden when another has the task; Conflict or Invalid by the clock rules, or when the same is being asked already
 */
export async function askClock(key: string, { id, type, limit, why }: Pick<ClockRequest, 'type' | 'limit' | 'why'> & { id: string }, person: Person, deps: Deps): Promise<ClockRequest> {
  const { store, clock } = deps;
  const task = await getTask(key, person, deps);
  const known = await store.clockRequests.findById(id).lean<ClockRequest>();
  if (known) {
    if (known.taskKey !== key || !('id' in known.by) || known.by.id !== person._id) throw new Conflict('这个申请编号已被使用，请重新提交');
    await tellAsked(task, known, deps);
    return known;
  }
  if (task.state !== 'open') throw new Conflict('任务已经办结或收回');
  if (hasIt(task) !== person._id) throw new Forbidden('只有正在办理的人可以申请延期或暂停计时');
  const at = clock.now();
  if (task.dueAt && task.dueAt <= at) throw new Conflict('时限已过，不能再申请');
  assertAllowed(task, type === 'extend' ? { type, limit: limit! } : { type }, at);
  const waiting = (await requestsOf(deps, key)).find((one) => one.state === 'open' && one.type === type);
  if (waiting) throw new Conflict(`已有一份${WORDS[type]}申请等待审批，不用重复提交`);
  const { units } = await findLeaders(store, task, person._id, at);
  // two at once by one person: the name of the kind keeps the second from standing beside the first
  const made: ClockRequest = { _id: id, taskKey: key, caseNo: task.caseNo, type, ...(limit ? { limit } : {}), why, by: actorOf(person), at, units, state: 'open' };
  await insertOnce(store.clockRequests, [made]);
  await tellAsked(task, made, deps);
  return made;
}

async function tellAsked(task: Task, request: ClockRequest, { store, clock }: Deps): Promise<void> {
  const { _id, by, at, why } = request;
  const name = 'name' in by ? by.name : '';
  await recordOnce(store, { _id: `ask:${_id}`, caseNo: task.caseNo, at, who: by, action: `申请${WORDS[request.type]}`, element: placeOf(task), text: `${task.name}：申请${wordsOf(request)}`, why });
  const { people } = await findLeaders(store, task, 'id' in by ? by.id : '', clock.now());
  // with no leader there it goes to whoever stands in for one (see notify)
  const to = people.length > 0 ? people : request.units.map((unit) => `${unit}/duty-leader`);
  await notify(store, { id: `ask:${_id}`, to, caseNo: task.caseNo, taskKey: task._id, kind: 'clock-request', title: `${name} 申请${wordsOf(request)}：${task.name}`, text: `案件 ${task.caseNo}。理由：${why}`, at });
  touch(store, [...to, ...request.units.map(unitKey), ...taskKeys(task)]);
}

/** Whether a person may decide on a request: a leader of the task's unit or above, never the asker. */
export const mayDecide = (person: Person, task: Task, { by }: Pick<ClockRequest, 'by'>): boolean => mayAssign(person, task) && !('id' in by && by.id === person._id);

const openRequests = perStore((store) => sharedRows((units) => store.clockRequests.find({ units: { $in: units }, state: 'open' }).lean<ClockRequest[]>(), ({ units }) => units));

/** The open requests that wait for this person, the oldest first. */
export async function waitingFor(person: Person, { store }: Pick<Deps, 'store'>): Promise<{ request: ClockRequest; task: Task }[]> {
  if (!can(person, 'assign')) return [];
  const found = await openRequests(store)(assignUnits(person));
  if (found.length === 0) return [];
  const tasks = new Map((await store.tasks.find({ _id: { $in: found.map(({ taskKey }) => taskKey) }, state: 'open' }).lean<Task[]>()).map((task) => [task._id, task]));
  return found.flatMap((request) => {
    const task = tasks.get(request.taskKey);
    return task && mayDecide(person, task, request) ? [{ request, task }] : [];
  }).sort((a, b) => a.request.at.getTime() - b.request.at.getTime());
}

/**
 * Decides on a request: granted it changes the clock, by the same rules as a leader's own change.
 *
 * @param text why; a refusal needs it
 * @throws NotFound when it is not there for this person, Forbidden for the asker and others, Conflict when it is decided or void
 */
export async function decideClock(id: string, { granted, text }: { granted: boolean; text?: string }, person: Person, deps: Deps): Promise<ClockRequest> {
  const { store, clock } = deps;
  const request = await store.clockRequests.findById(id).lean<ClockRequest>();
  if (!request) throw new NotFound(`no request <${id}>`);
  const task = await getTask(request.taskKey, person, deps, `request <${id}>`);
  if (!mayDecide(person, task, request)) throw new Forbidden('申请由本单位或上级负责人审批，申请人不能审批自己的申请');
  const state = granted ? 'granted' : 'refused';
  const mine = request.decided && 'id' in request.decided.by && request.decided.by.id === person._id;
  if (request.state === state && mine) return settle(request, deps);
  if (request.state === 'open') {
    const at = clock.now();
    const late = await lapse(request, task, deps);
    if (late) throw new Conflict(late);
    if (granted) assertAllowed(task, wantedBy(request), at);
    const decided = { by: actorOf(person), at, ...(text ? { text } : {}) };
    const changed = await store.clockRequests.findOneAndUpdate({ _id: id, state: 'open' }, { $set: { state, decided } }, { returnDocument: 'after' }).lean<ClockRequest>();
    if (changed) return settle(changed, deps);
  }
  const now = (await store.clockRequests.findById(id).lean<ClockRequest>())!;
  const by = now.decided && 'name' in now.decided.by ? now.decided.by.name : '系统';
  throw new Conflict(now.state === 'void' ? '申请已经失效：任务已结束或时限已过' : `申请已由 ${by} ${now.state === 'granted' ? '批准' : '驳回'}`);
}

/** Does what was decided and tells the asker; repeated it does nothing twice. */
export async function settle(request: ClockRequest, deps: Deps): Promise<ClockRequest> {
  const { store } = deps;
  const { _id, decided, taskKey, caseNo, by } = request;
  const task = (await store.tasks.findById(taskKey).lean<Task>())!;
  const leader = decided && 'id' in decided.by ? await store.people.findById(decided.by.id).lean<Person>() : null;
  if (request.state === 'granted' && leader) {
    try {
      await changeClock(taskKey, wantedBy(request), request.why, leader, deps, _id);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      // changed directly, or ended, since it was decided
      await makeVoid(request, error.message, deps);
      throw error;
    }
  }
  const said = request.state === 'granted' ? '已批准' : '未批准';
  if (request.state === 'refused') await recordOnce(store, { _id: `decided:${_id}`, caseNo, at: decided!.at, who: decided!.by, action: `驳回${WORDS[request.type]}`, element: placeOf(task), text: `${task.name}：${wordsOf(request)}${said}`, ...(decided!.text ? { why: decided!.text } : {}) });
  if ('id' in by) await notify(store, { id: `decided:${_id}`, to: [by.id], caseNo, taskKey, kind: 'clock-decided', title: `${wordsOf(request)}${said}：${task.name}`, text: `案件 ${caseNo} 的「${task.name}」：您申请的${wordsOf(request)}${said}。${decided?.text ? `说明：${decided.text}` : ''}`, at: decided!.at });
  touch(store, ['id' in by ? by.id : undefined, ...request.units.map(unitKey), ...taskKeys(task)]);
  return request;
}

/** Why an open request has come to nothing, or undefined; it is made void at once. */
export async function lapse(request: ClockRequest, task: Task | null, deps: Deps): Promise<string | undefined> {
  const late = task?.state !== 'open' ? '任务已经办结或收回' : task.dueAt && task.dueAt <= deps.clock.now() ? '任务的时限已过' : undefined;
  if (late) await makeVoid(request, late, deps);
  return late && `${late}，这份申请已失效`;
}

async function makeVoid(request: ClockRequest, why: string, { store, clock }: Deps): Promise<void> {
  const at = clock.now();
  await audit(store, at, { system: '系统' }, '申请失效', { kind: 'case', id: request.caseNo }, why, { key: `void:${request._id}` });
  await store.clockRequests.updateOne({ _id: request._id, state: { $in: ['open', 'granted'] } }, { $set: { state: 'void', decided: { by: { system: '系统' }, at, text: why } } });
  if ('id' in request.by) await notify(store, { id: `void:${request._id}`, to: [request.by.id], caseNo: request.caseNo, taskKey: request.taskKey, kind: 'clock-decided', title: `申请已失效：${wordsOf(request)}`, text: `案件 ${request.caseNo}：${why}，申请已失效。`, at });
  touch(store, [...request.units.map(unitKey), caseKey(request.caseNo)]);
}

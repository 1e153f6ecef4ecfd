// What stands around a task beside its form: who may do what with it, what was asked about its clock, who was invited, what was said.
import { mayDecide, requestsOf, wordsOf } from '../processes/clock-requests.js';
import { coHandlingsOf, isInvited, mayWithdrawInvitation } from '../processes/co-handling.js';
import type { Deps } from '../processes/deps.js';
import { hasIt } from '../processes/hand-over.js';
import { parseGroup } from '../processes/organisation.js';
import { mayBeReturned, returnEnds } from '../processes/return-limits.js';
import type { Case, ClockRequest, CoHandling, Entry, Person, Task } from '../processes/store/types.js';
import { mayMove } from '../processes/task-moves.js';
import { mayUrge } from '../processes/urge.js';
import { actsOn } from '../processes/supervising/history.js';
import { hidden } from './hide.js';
import { showAct } from './act-shown.js';
import { unitNames } from './pages/names.js';

/** The latest remarks that a task's page shows; the case page has all. */
const REMARKS = 20;

/** What a person may do beside filling it in. */
export function canDo(person: Person, task: Task, found: Pick<Case, 'scope'> | null) {
  const has = task.state === 'open' && hasIt(task) === person._id;
  const may = mayMove(person, task);
  return { ...may, ask: has, invite: has, clock: may.assign, urge: mayUrge(person, task, found) };
}

/** Whether and until when it may be returned (退单), and which return it would be; nothing where the diagram knows none. */
export function returnsOf(task: Task, data: Record<string, unknown>, { clock, calendar }: Pick<Deps, 'clock' | 'calendar'>) {
  if (!mayBeReturned(task)) return undefined;
  const { until, ended } = returnEnds(task, clock.now(), calendar);
  return { outcome: task.headers.returnOutcome ?? 'return', until, ended, number: (typeof data.returns === 'number' ? data.returns : 0) + 1 };
}

export const showRequest = (request: ClockRequest, task: Task, person: Person) => {
  const { _id, type, limit, why, by, at, state, decided } = request;
  return { id: _id, taskKey: task._id, caseNo: task.caseNo, taskName: task.name, type, limit, words: wordsOf(request), why: hidden(why), by, at, state, decided: hidden(decided), canDecide: state === 'open' && mayDecide(person, task, request) };
};

const showCoHandling = (one: CoHandling, person: Person, names: Map<string, string>, task?: Task) => {
  const { _id, taskKey, caseNo, group, part, asked, by, at, dueAt, state, person: taker, reply } = one;
  const { unit } = parseGroup(group);
  const invited = state === 'open' && isInvited(person, one);
  return {
    id: _id, taskKey, caseNo, unit, unitName: names.get(unit) ?? unit, part, asked: hidden(asked), by, at, dueAt, state, person: taker, reply: hidden(reply), ...(task ? { taskName: task.name } : {}),
    canReply: invited && (!taker || taker === person._id), canClaim: invited && !taker, canWithdraw: task !== undefined && mayWithdrawInvitation(person, one, task),
  };
};

/** The names of the units that were invited. */
const unitNamesOf = async (deps: Pick<Deps, 'store'>, invited: CoHandling[]): Promise<Map<string, string>> => new Map(Object.entries(await unitNames(deps, invited.map(({ group }) => parseGroup(group).unit))));

export async function aroundTask(task: Task, person: Person, deps: Deps) {
  const [requests, invited, acts, entries] = await Promise.all([
    requestsOf(deps, task._id), coHandlingsOf(deps, task._id), actsOn(deps, task._id), deps.store.entries.find({ caseNo: task.caseNo, action: '留言' }).sort({ at: -1 }).limit(REMARKS).lean<Entry[]>(),
  ]);
  const names = await unitNamesOf(deps, invited);
  return { requests: requests.map((request) => showRequest(request, task, person)), coHandlings: invited.map((one) => showCoHandling(one, person, names, task)), comments: hidden(entries),
    supervised: acts.map((act) => showAct(act, person, deps.clock.now())),
  };
}

/** Invitations as one person sees them, each with its task. */
export async function showInvitations(found: CoHandling[], person: Person, deps: Pick<Deps, 'store'>) {
  if (found.length === 0) return [];
  const [names, tasks] = await Promise.all([unitNamesOf(deps, found), deps.store.tasks.find({ _id: { $in: found.map(({ taskKey }) => taskKey) } }).lean<Task[]>()]);
  const byKey = new Map(tasks.map((task) => [task._id, task]));
  return found.map((each) => showCoHandling(each, person, names, byKey.get(each.taskKey)));
}

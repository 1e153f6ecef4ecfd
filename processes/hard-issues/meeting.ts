// The meeting about a month's hard matters: who is invited may read what is on it until it was held; what it does not decide is told its case, and what it carries up goes on the city's agenda.
import type { Deps } from '../deps.js';
import { recordOnce } from '../entries.js';
import { caseKey, touch } from '../feed.js';
import { holdersOf } from '../holders.js';
import { notify } from '../notices.js';
import type { Case, Task } from '../store/types.js';
import { visibleVariables } from '../task-data.js';
import { isDepartment } from '../visibility.js';
import { OFFICE, OFFICES, stillOn } from './agendas.js';

type Around = Pick<Deps, 'store' | 'clock'>;

const BY = { system: '会议登记' };

const leadersOf = (unit: string): string[] => (isDepartment(unit) ? ['head'] : ['duty-leader', 'commander']).map((role) => `${unit}/${role}`);
/** Who of a unit may read what a meeting is about: its leaders, and those who would carry out a decision. */
export const readersOf = (unit: string): string[] => [...leadersOf(unit), `${unit}/${isDepartment(unit) ? 'officer' : 'dispatcher'}`];

/**
 * Opens a meeting: the offices of the leading group and the invited units may read the agenda and the cases on it, their leaders and those who would carry out a decision.
 *
 * @param matters what the office put on the agenda, of what it was given @param invited units
 * @returns `participants`: whom to invite, the units' leaders; `noneAbove`: whether nothing can be carried up, at the city and where the city has no such office
 */
export async function openMeeting({ _id, suggestion, city }: Case, matters: string[], invited: string[], { store }: Around): Promise<{ participants: string[]; noneAbove: boolean }> {
  const own = suggestion!.to.split('.')[0]!;
  const offices = await store.units.find({ _id: { $in: OFFICES.map((suffix) => `${own}.${suffix}`) }, endedOn: null }, { _id: 1 }).sort({ _id: 1 }).lean();
  const units = [...new Set([suggestion!.to, ...offices.map((unit) => String(unit._id)), ...invited])];
  const on = suggestion!.origins.filter((matter) => matters.includes(matter));
  await store.cases.updateOne({ _id }, { $set: { agenda: { open: true, matters: on, readers: units.flatMap(readersOf) } } });
  touch(store, [_id, ...on].map(caseKey));
  const above = own !== city && await store.units.exists({ _id: `${city}.${suggestion!.to.split('.')[1] ?? OFFICE}`, endedOn: null });
  return { participants: units.flatMap(leadersOf), noneAbove: !above };
}

/** Puts a line on a matter's timeline and tells whoever has it in hand, once however often it is tried. */
async function tell(agenda: Case, matter: string, { id, action, title, why }: { id: string; action: string; title: string; why?: string }, deps: Around): Promise<void> {
  const { store, clock } = deps;
  const found = await store.cases.findById(matter).lean<Case>();
  if (!found) return;
  const [key, at, text] = [`${id}:${agenda._id}:${matter}`, clock.now(), `${title}：${agenda.title}（${agenda._id}）`];
  await recordOnce(store, { _id: key, caseNo: matter, at, who: BY, action, text, ...(why && { why }) });
  const to = [...new Set(await holdersOf(found, deps))];
  if (to.length > 0) await notify(store, { id: key, to, caseNo: matter, kind: 'notice', title, text: `案件 ${matter}（${found.title}）：${text}`, at });
}

/** Carries matters up to the city's meeting. Done again it changes nothing. */
export async function carryUp(agenda: Case, matters: string[], deps: Around): Promise<void> {
  for (const matter of matters.filter((one) => agenda.suggestion!.origins.includes(one))) {
    await tell(agenda, matter, { id: 'carried-up', action: '上报市里研究', title: '县里解决不了，上报市领导小组办公室研究' }, deps);
    await deps.store.cases.updateOne({ _id: agenda._id, 'agenda.up.matter': { $ne: matter } }, { $push: { 'agenda.up': { matter, at: deps.clock.now() } } } as never);
  }
}

/** Tasks of an agenda with the matter of the decision that each is about. */
async function decisionsOf({ _id }: Case, filter: Partial<Pick<Task, 'state'>>, { store }: Around): Promise<{ task: Task; matter: unknown }[]> {
  const tasks = await store.tasks.find({ caseNo: _id, ...filter }).lean<Task[]>();
  return Promise.all(tasks.map(async (task) => ({ task, matter: ((await visibleVariables(task, { store })).all.decision as { matter?: unknown } | undefined)?.matter })));
}

/** What an agenda that is withdrawn had in hand: before its meeting what was put on it, then what was not put right, left or carried up. */
export async function inHand(agenda: Case, deps: Around): Promise<string[]> {
  const decisions = await decisionsOf(agenda, {}, deps);
  const isRight = (matter: string): boolean => decisions.some((one) => one.matter === matter && one.task.state === 'completed' && one.task.submission?.values.outcome === 'pass');
  const isBusy = (matter: string): boolean => decisions.some((one) => one.matter === matter && one.task.state !== 'completed');
  return (agenda.agenda?.open ? agenda.agenda.matters : stillOn(agenda)).filter((matter) => !isRight(matter) || isBusy(matter));
}

/** Leaves what a decision did not bring about to the next month: it is free for that agenda while the others of this one are still worked off, but not while another decision about it is. Done again it changes nothing. @param why why it was left */
export async function carryOver(agenda: Case, matters: string[], why: string | undefined, deps: Around): Promise<void> {
  // the task that said so is submitted, its end may not be known yet
  const busy = new Set((await decisionsOf(agenda, { state: 'open' }, deps)).map(({ matter }) => matter));
  for (const matter of matters.filter((one) => agenda.suggestion!.origins.includes(one) && !busy.has(one))) {
    await tell(agenda, matter, { id: 'carried-over', action: '留到下月研究', title: '决定本月没有落实，留到下月再研究', ...(why && { why }) }, deps);
    await deps.store.cases.updateOne({ _id: agenda._id }, { $addToSet: { 'agenda.left': matter } } as never);
  }
}

/**
 * Closes a meeting that was held: who was invited reads no more by that, what was neither decided nor carried up is told its case and is free for next month's agenda.
 *
 * @param decided the matters that a decision is about @param raised those that go up to the city
 */
export async function closeMeeting(agenda: Case, { decided, raised }: { decided: string[]; raised: string[] }, deps: Around): Promise<void> {
  const { store } = deps;
  const left = agenda.suggestion!.origins.filter((matter) => !decided.includes(matter) && !raised.includes(matter));
  // one that began before meetings were kept has no agenda of its own yet
  await store.cases.updateOne({ _id: agenda._id }, { $set: { 'agenda.open': false, 'agenda.left': left, ...(agenda.agenda ? {} : { 'agenda.matters': agenda.suggestion!.origins, 'agenda.readers': [] }) } });
  await carryUp(agenda, raised, deps);
  for (const matter of left) {
    const on = !agenda.agenda || agenda.agenda.matters.includes(matter);
    await tell(agenda, matter, { id: 'left', action: '留到下月研究', title: on ? '会议没有形成决定，留到下月研究' : '没有列入本次会议，留到下月研究' }, deps);
  }
  touch(store, [agenda._id, ...agenda.suggestion!.origins].map(caseKey));
}

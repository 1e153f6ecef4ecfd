// Messages to the outside as an administrator looks after them: what waits, failed and was sent, sent anew or given up; and whom nothing outside reaches.
import { administered } from './bots.js';
import { audit } from './audit.js';
import type { Deps } from './deps.js';
import { Conflict, NotFound } from './errors.js';
import { findPeople } from './organisation.js';
import type { Store } from './store/store.js';
import { LANES, TAKEN } from './outgoing.js';
import type { Case, Outgoing, Partner, Person, Unit } from './store/types.js';
import { actorOf } from './tasks.js';
import { unitsOf } from './units.js';

export const states = ['waiting', 'failed', 'sent', 'dropped'] as const;
export type OutgoingState = (typeof states)[number];
export interface OutgoingQuery { state: OutgoingState; channel?: 'sms' | 'mail' | 'bot' | 'webhook'; page: number; size: number }
/** A message with whom it is for: a person or a unit by name, or the reporter of a case. */
export type Known = Outgoing & { whom: string; anonymous: boolean };

/** An administrator sees what went to the people and units of the units that they administer. */
const own = (person: Person) => ({ scope: { $in: administered(person) } });
const count = async (store: Store, filter: object): Promise<number> => (await store.outgoing.find(filter as never, { _id: 1 }).lean()).length;

/** The filter of the messages of one state that an administrator sees. */
export const outgoingFilter = ({ state, channel }: Pick<OutgoingQuery, 'state' | 'channel'>, person: Person): object => ({ ...own(person), state, ...(channel ? { channel } : {}) });

/** A page of one state, the newest first, and how many there are of each. */
export async function listOutgoing({ state, channel, page, size }: OutgoingQuery, person: Person, { store }: Pick<Deps, 'store'>): Promise<{ counts: Record<OutgoingState, number>; total: number; items: Known[] }> {
  const filter = (one: OutgoingState) => outgoingFilter({ state: one, channel }, person);
  const [items, ...numbers] = await Promise.all([
    store.outgoing.find(filter(state) as never).sort({ at: -1, _id: -1 }).skip((page - 1) * size).limit(size).lean<Outgoing[]>(), ...states.map((one) => count(store, filter(one))),
  ]);
  const counts = Object.fromEntries(states.map((one, index) => [one, numbers[index]!])) as Record<OutgoingState, number>;
  return { counts, total: counts[state], items: await known(items, store) };
}

/** Messages with whom they are for. */
export async function known(items: Outgoing[], store: Store): Promise<Known[]> {
  const [people, units, partners, cases] = await Promise.all([
    store.people.find({ _id: { $in: items.flatMap(({ person }) => person ?? []) } }, { name: 1 }).lean<Person[]>(),
    unitsOf(store, items.flatMap(({ unit }) => unit ?? [])),
    store.partners.find({ _id: { $in: items.flatMap(({ channel, to }) => (channel === LANES ? to : [])) } }, { name: 1 }).lean<Partner[]>(),
    store.cases.find({ _id: { $in: items.filter(({ link }) => link === 'reporter').flatMap(({ caseNo }) => caseNo ?? []) } }, { reporter: 1 }).lean<Case[]>(),
  ]);
  const name = new Map([...people, ...units.values(), ...partners].map((one) => [one._id, one.name]));
  const anonymous = new Set(cases.filter(({ reporter }) => reporter.anonymous).map(({ _id }) => _id));
  return items.map((item) => {
    const hidden = item.link === 'reporter' && anonymous.has(item.caseNo ?? '');
    return { ...item, anonymous: hidden, whom: item.link === 'reporter' ? (hidden ? '匿名反映人' : '反映人') : name.get(item.person ?? item.unit ?? (item.channel === LANES ? item.to : '')) ?? '全体（公共机器人）' };
  });
}

/** What may be sent at once: what failed or was given up, and what waits for longer than a message is in somebody's hands. */
const idle = (wall: number) => ({ $or: [{ state: { $in: ['failed', 'dropped'] } }, { state: 'waiting', nextAt: { $gt: wall + TAKEN } }] });
const ANEW = { $set: { state: 'waiting', nextAt: 0, tries: 0 }, $unset: { error: '', refused: '' } } as const;

/** Sends a message at once, with all its tries before it again. @throws NotFound, or Conflict when it is being sent or was */
export async function sendAnew(id: string, person: Person, { store }: Pick<Deps, 'store'>, wall: number = Date.now()): Promise<void> {
  const { modifiedCount } = await store.outgoing.updateOne({ _id: id, ...own(person), ...idle(wall) } as never, ANEW);
  if (modifiedCount === 0) await refuse(id, person, store);
}

/** Sends everything anew that failed. @returns how many */
export async function sendFailedAnew(person: Person, { store }: Pick<Deps, 'store'>): Promise<number> {
  return (await store.outgoing.updateMany({ ...own(person), state: 'failed' } as never, ANEW)).modifiedCount;
}

/** Gives a message up; who did so is written down. @throws NotFound, or Conflict when it was sent */
export async function giveUp(id: string, person: Person, { store, clock }: Pick<Deps, 'store' | 'clock'>): Promise<void> {
  const found = await store.outgoing.findOne({ _id: id, ...own(person), state: { $in: ['waiting', 'failed'] } } as never).lean<Outgoing>();
  if (!found) return refuse(id, person, store);
  await audit(store, clock.now(), actorOf(person), '放弃外发消息', { kind: 'outgoing', id }, found.channel);
  const { modifiedCount } = await store.outgoing.updateOne({ _id: id, state: { $in: ['waiting', 'failed'] } }, { $set: { state: 'dropped', error: 'given up by an administrator' } });
  if (modifiedCount === 0) await refuse(id, person, store);
}

async function refuse(id: string, person: Person, store: Store): Promise<never> {
  const found = await store.outgoing.findOne({ _id: id, ...own(person) } as never).lean<Outgoing>();
  if (!found) throw new NotFound(`没有这条消息 <${id}>`);
  throw new Conflict(found.state === 'sent' ? '这条消息已经发出' : found.state === 'dropped' ? '这条消息已经放弃' : '这条消息正在发送，请稍候再看');
}

/** The people of an administrator's units whom nothing outside reaches: no channel chosen, or none that has a number, an address or a robot. */
export async function unreached(person: Person, { page, size }: { page: number; size: number }, { store }: Pick<Deps, 'store'>): Promise<{ total: number; people: number; items: Person[] }> {
  const all = [...new Map((await Promise.all(administered(person).map((unit) => findPeople(store, { unit })))).flat().map((one) => [one._id, one])).values()];
  const robots = new Set((await store.units.find({ _id: { $in: [...new Set(all.flatMap(({ posts }) => posts.map(({ unit }) => unit)))] } }, { bot: 1 }).lean<Unit[]>()).filter(({ bot }) => bot).map(({ _id }) => _id));
  const missing = all.filter(({ reach, phone, posts }) => !((reach?.sms && phone) || (reach?.mails && reach.mail) || (reach?.bots && posts.some(({ unit }) => robots.has(unit)))));
  return { total: missing.length, people: all.length, items: missing.slice((page - 1) * size, page * size) };
}

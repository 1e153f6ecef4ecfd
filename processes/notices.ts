// Telling people: a notice in the inbox, and where asked a message to the outside. Nobody who should be told is left untold.
import { touch } from './feed.js';
import { addressees, around, robotUnit, toGeneralRobot, toPerson, toRobot } from './messages.js';
import { parseGroup } from './organisation.js';
import { findSubstitute, isPresent as isThere } from './duty/away.js';
import { deputyOf } from './duty/reachable.js';
import { roleName } from './roles.js';
import { isPartner } from './partners/partner-person.js';
import { caseScope } from './visibility.js';
import { standInGroups } from './stand-ins.js';
import { insertOnce, type Store } from './store/store.js';
import type { Case, Notice, Outgoing, Person, Unit } from './store/types.js';

export type Channel = 'inbox' | 'sms' | 'bot' | 'mail';

export interface Telling {
  /** Repeats with the hop; what is written is keyed by it. */
  id: string;
  /** Ids of people, and groups `<unit>/<role>`. */
  to: string[];
  caseNo?: string; taskKey?: string; procedure?: string; warning?: string; /** A list of ours that it leads to, of several tasks. */ list?: string; tasks?: string[]; kind: string; title: string; text: string; at: Date;
  /** Cannot wait: it breaks a person's quiet hours. */
  urgent?: boolean;
  /** What goes out whether or not a person asked for it; unset: what each wants (see spread.ts). The inbox always gets it. */
  channels?: Channel[];
}

/**
 * Tells people and groups, once however often it is called with the same id.
 *
 * A group that has no active member is not told into the void: the notice goes up to who answers for it in the nearest unit above
 * and says so; with nobody there either, to the system's administrators.
 *
 * @returns those who were told: people, and groups that have members
 */
export async function notify(store: Store, { channels = ['inbox'], ...telling }: Telling): Promise<string[]> {
  const { to, missing } = await reach(store, telling.to, telling.at);
  if (to.length === 0) return [];
  const note = missing.length > 0 ? `（${missing.join('、')}暂无在岗人员，由上级代收）` : '';
  const { id, at, kind, title, caseNo, taskKey, procedure, warning, list, tasks, urgent } = telling;
  const text = telling.text + note;
  const notice: Notice = {
    _id: id, to, kind, title, text, at, readBy: [], spread: false, ...(caseNo && { caseNo }), ...(taskKey && { taskKey }), ...(procedure && { procedure }), ...(warning && { warning }), ...(list && { list, ...(tasks && { tasks }) }), ...(urgent && { urgent }),
  };
  // the notice last: once it is there it is spread, under the same keys
  await insertOnce(store.outgoing, await outside(store, notice, channels));
  await insertOnce(store.notices, [notice]);
  touch(store, to);
  return to;
}

/** The messages of the channels that were asked for; a robot is that of the units which are told, or the installation's own when they have none. */
async function outside(store: Store, notice: Notice, channels: Channel[]): Promise<Outgoing[]> {
  if (!channels.some((channel) => channel !== 'inbox')) return [];
  const there = await around(store, [notice]);
  const people = addressees(notice, there);
  const robots = new Map(people.flatMap((person) => robotUnit(notice, person, there) ?? []).map((unit) => [unit._id, unit]));
  return [
    ...(['sms', 'mail'] as const).filter((channel) => channels.includes(channel)).flatMap((channel) => people.flatMap((person) => toPerson(notice, channel, person, there, 0))),
    ...(!channels.includes('bot') ? [] : robots.size > 0 ? [...robots.values()].map((unit) => toRobot(notice, unit, 0)) : [toGeneralRobot(notice, there)]),
  ];
}

/** Tells whoever a case came from: who filed it in the inbox, and by SMS whoever left a number. @returns how, `none` when there is no way to reach them */
export async function tellReporter(store: Store, found: Case, { id, title, text, at }: Pick<Telling, 'id' | 'title' | 'text' | 'at'>): Promise<'inbox' | 'sms' | 'both' | 'partner' | 'none'> {
  const { person, phone } = found.reporter;
  // the partner that the matter came from hears of every state by itself, and tells whoever called there
  if (isPartner(person)) return 'partner';
  if (phone) {
    await insertOnce(store.outgoing, [{
      _id: `${id}:sms:reporter`, channel: 'sms', to: phone, title, text, caseNo: found._id, at, state: 'waiting', tries: 0, nextAt: 0, link: 'reporter',
      scope: caseScope(found).filter(Boolean),
    }]);
  }
  if (!person) return phone ? 'sms' : 'none';
  await notify(store, { id, to: [person], caseNo: found._id, kind: 'feedback', title, text, at });
  return phone ? 'both' : 'inbox';
}

async function reach(store: Store, wanted: string[], at: Date): Promise<{ to: string[]; missing: string[] }> {
  const to = new Set<string>();
  const missing = new Set<string>();
  for (const one of new Set(wanted)) {
    if (!one) continue;
    const people = await store.people.find(isGroup(one) ? { groups: one, active: true } : { _id: one, active: true }).lean<Person[]>();
    if (people.length > 0) to.add(one);
    // whoever is away reads it when they are back; meanwhile somebody must know who is there
    if (people.length > 0 && !people.some((person) => isThere(person, at))) for (const other of await instead(store, one, people, at)) to.add(other);
    if (people.length === 0) {
      missing.add(await nameOf(store, one));
      for (const other of await standIns(store, one)) to.add(other);
    }
  }
  return { to: [...to], missing: [...missing] };
}

const isGroup = (one: string) => one.includes('/');

/** Who is told beside people who are all away: their substitutes, for a group without one its deputy, else the stand-ins. */
async function instead(store: Store, one: string, away: Person[], at: Date): Promise<string[]> {
  const substitutes = (await Promise.all(away.map((person) => findSubstitute(store, person, at)))).flatMap((person) => person?._id ?? []);
  if (substitutes.length > 0) return substitutes;
  if (!isGroup(one)) return [];
  const deputy = await deputyOf(store, one, at);
  return deputy ? [deputy._id] : standIns(store, one, one);
}

async function nameOf(store: Store, one: string): Promise<string> {
  if (!isGroup(one)) return (await store.people.findById(one).lean<Person>())?.name ?? one;
  const { unit, role } = parseGroup(one);
  return `${(await store.units.findById(unit).lean<Unit>())?.name ?? unit}${roleName(role)}`;
}

/** Who is told instead of a group without members, or of a person who has left. */
async function standIns(store: Store, absent: string, but?: string): Promise<string[]> {
  const units = isGroup(absent) ? [parseGroup(absent).unit] : ((await store.people.findById(absent).lean<Person>())?.posts ?? []).map((post) => post.unit);
  for (const id of units) {
    for (const groups of await standInGroups(store, id)) {
      const people = await store.people.find({ groups: { $in: groups }, active: true }).lean<Person[]>();
      const staffed = groups.filter((group) => group !== but && people.some((person) => person.groups.includes(group)));
      if (staffed.length > 0) return staffed;
    }
  }
  const admins = await store.people.find({ 'posts.role': 'admin', active: true }).lean<Person[]>();
  return admins.map((person) => person._id).sort();
}

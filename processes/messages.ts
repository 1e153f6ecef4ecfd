// The messages to the outside that follow from a notice: one a person and channel, one a robot, each under a key that repeats with the notice.
import { parseGroup } from './organisation.js';
import type { Store } from './store/store.js';
import type { Notice, Outgoing, Person, Unit } from './store/types.js';

type About = Pick<Notice, '_id' | 'to' | 'title' | 'text' | 'at' | 'caseNo' | 'taskKey' | 'procedure' | 'warning' | 'list'> & Partial<Pick<Notice, 'kind'>>;

/** Who is there of those that notices are addressed to, and the units that they belong to. */
export interface Around { people: Person[]; units: Map<string, Unit> }

const isGroup = (one: string): boolean => one.includes('/');

/** Looks up once what the messages of several notices need. People who have left or are disabled are not there. */
export async function around(store: Store, notices: Pick<Notice, 'to'>[]): Promise<Around> {
  const to = [...new Set(notices.flatMap((notice) => notice.to))];
  const [named, members] = await Promise.all([
    store.people.find({ _id: { $in: to.filter((one) => !isGroup(one)) }, active: true }).lean<Person[]>(),
    store.people.find({ groups: { $in: to.filter(isGroup) }, active: true }).lean<Person[]>(),
  ]);
  const people = [...new Map([...named, ...members].map((person) => [person._id, person])).values()];
  const ids = [...new Set([...people.flatMap(({ posts }) => posts.map(({ unit }) => unit)), ...to.filter(isGroup).map((group) => parseGroup(group).unit)])];
  return { people, units: new Map((await store.units.find({ _id: { $in: ids } }).lean<Unit[]>()).map((unit) => [unit._id, unit])) };
}

/** Those of them that one notice is for. */
export const addressees = ({ to }: Pick<Notice, 'to'>, { people }: Around): Person[] => people.filter((person) => to.includes(person._id) || person.groups.some((group) => to.includes(group)));

/** The unit whose robot tells a person of a notice: the one that they were addressed as, else the one that they are known by. */
export const robotUnit = ({ to }: Pick<Notice, 'to'>, person: Person, { units }: Around): Unit | undefined => {
  const group = person.groups.find((one) => to.includes(one));
  const unit = units.get(group ? parseGroup(group).unit : person.posts[0]?.unit ?? '');
  return unit?.bot ? unit : undefined;
};

/** Which page of ours a notice leads to. */
export const noticePath = ({ taskKey, caseNo, procedure, warning, list, kind }: Partial<Pick<Notice, 'taskKey' | 'caseNo' | 'procedure' | 'warning' | 'list' | 'kind'>>): string | undefined =>
  list ?? (taskKey ? `/tasks/${taskKey}` : caseNo ? `/cases/${caseNo}` : procedure ? `/procedures/${procedure}/review` : warning ? `/warnings?id=${warning}` : kind === 'order' ? '/orders' : undefined);

const message = (about: About, rest: Pick<Outgoing, 'channel' | 'to' | 'nextAt'> & Partial<Outgoing>, whom: string): Outgoing => {
  const { _id, title, text, at, caseNo } = about;
  const link = noticePath(about);
  return { _id: `${_id}:${rest.channel}:${whom}`, title, text, at, state: 'waiting', tries: 0, ...(caseNo && { caseNo }), ...(link && { link }), ...rest };
};

/** An SMS or a mail to one person; nothing when they have no number or no address. @param nextAt milliseconds of the wall clock before which it is not sent */
export function toPerson(about: About, channel: 'sms' | 'mail', person: Person, { units }: Around, nextAt: number): Outgoing[] {
  const to = channel === 'sms' ? person.phone : person.reach?.mail;
  const scope = [...new Set(person.posts.flatMap(({ unit }) => units.get(unit)?.path ?? [unit]))];
  return to ? [message(about, { channel, to, nextAt, person: person._id, scope }, person._id)] : [];
}

/** A message of a unit's robot. */
export const toRobot = (about: About, unit: Unit, nextAt: number): Outgoing => message(about, { channel: 'bot', to: unit.name, nextAt, unit: unit._id, scope: unit.path }, unit._id);

/** A message of the installation's one robot. */
export const toGeneralRobot = (about: About, { units }: Around): Outgoing =>
  message(about, { channel: 'bot', to: 'all', nextAt: 0, scope: [...new Set([...units.values()].flatMap(({ path }) => path))] }, 'all');

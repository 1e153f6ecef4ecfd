// Being away: entered by oneself or by whoever plans duty at one's unit, with somebody who does the tasks meanwhile.
import { audit } from '../audit.js';
import type { Deps } from '../deps.js';
import { Invalid, NotFound } from '../errors.js';
import { notify } from '../notices.js';
import { DAY, shanghaiTime } from '../shanghai.js';
import type { Store } from '../store/store.js';
import type { Absence, Person, Unit } from '../store/types.js';
import { actorOf } from '../tasks.js';
import { mayPlan } from './shifts.js';

export interface AbsenceGiven { from: Date; until: Date; substitute?: string; reason: string }

/** Somebody whose absence this person may enter: themselves, or people of units whose duty they plan. @throws NotFound for everybody else */
export async function getAwayable(store: Store, id: string, by: Person): Promise<Person> {
  const found = await store.people.findById(id).lean<Person>();
  if (!found || !found.active) throw new NotFound(`no person <${id}>`);
  if (found._id === by._id) return found;
  const units = await store.units.find({ _id: { $in: found.posts.map(({ unit }) => unit) } }, { path: 1 }).lean<Unit[]>();
  if (!units.some((unit) => mayPlan(by, unit))) throw new NotFound(`no person <${id}>`);
  return found;
}

/** Enters or changes an absence; the substitute is told. @throws Invalid when it ends before it begins, or the substitute cannot be */
export async function setAbsence(id: string, { from, until, substitute, reason }: AbsenceGiven, by: Person, deps: Pick<Deps, 'store' | 'clock'>): Promise<void> {
  const { store, clock } = deps;
  const person = await getAwayable(store, id, by);
  const at = clock.now();
  if (!(until > from)) throw new Invalid('an absence that ends before it begins', [{ path: 'until', message: '结束要晚于开始' }]);
  if (until <= at) throw new Invalid('an absence that is over', [{ path: 'until', message: '这段时间已经过去' }]);
  if (until.getTime() - from.getTime() > 366 * DAY) throw new Invalid('an absence of more than a year', [{ path: 'until', message: '不能超过一年；长期离岗请由管理员调整岗位' }]);
  const other = substitute ? await store.people.findById(substitute).lean<Person>() : null;
  if (substitute && (!other?.active || substitute === id)) throw new Invalid('no substitute', [{ path: 'substitute', message: substitute === id ? '不能由本人代办' : '没有这个人，或账号已停用' }]);
  const same = person.absence && person.absence.from.getTime() === from.getTime() ? person.absence.covered : undefined;
  const absence: Absence = { from, until, reason, ...(substitute ? { substitute } : {}), ...(same ? { covered: same } : {}) };
  if (by._id !== id) await audit(store, at, actorOf(by), '登记请假', { kind: 'person', id }, `${shanghaiTime(from)} 至 ${shanghaiTime(until)}`);
  await store.people.updateOne({ _id: id }, { $set: { absence } });
  const span = `${shanghaiTime(from)} 至 ${shanghaiTime(until)}`;
  const mark = `${id}:${from.getTime()}:${until.getTime()}`;
  if (other) await notify(store, { id: `substitute:${mark}:${other._id}`, to: [other._id], kind: 'duty', at, title: `请您代办：${person.name}`, text: `${person.name} ${span} 请假，期间的任务由您代办。` });
  if (by._id !== id) await notify(store, { id: `absence:${mark}`, to: [id], kind: 'duty', at, title: '已为您登记请假', text: `${by.name} 为您登记了 ${span} 的请假${other ? `，由 ${other.name} 代办` : ''}。` });
}

/** Comes back early, or takes back an absence that has not begun. What was handed on stays where it is; the sweep tells of it. */
export async function endAbsence(id: string, by: Person, { store, clock }: Pick<Deps, 'store' | 'clock'>): Promise<void> {
  const person = await getAwayable(store, id, by);
  if (!person.absence) return;
  const now = clock.now();
  if (person.absence.from > now) await store.people.updateOne({ _id: id, 'absence.from': person.absence.from }, { $unset: { absence: 1 } });
  else await store.people.updateOne({ _id: id, 'absence.from': person.absence.from }, { $set: { 'absence.until': now } });
}

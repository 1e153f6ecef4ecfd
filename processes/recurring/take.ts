// What is done about a recurring trouble: it is taken up as a policy pilot or set aside with a reason; once; and how the pilot ended is kept with it.
import { randomUUID } from 'node:crypto';
import { categoryName } from '../categories.js';
import type { Deps } from '../deps.js';
import { recordOnce } from '../entries.js';
import { Conflict, Forbidden, NotFound } from '../errors.js';
import { caseKey, touch } from '../feed.js';
import { fileReport } from '../report.js';
import { allows, unitsFor } from '../roles.js';
import type { Store } from '../store/store.js';
import type { Case, Person, Trouble } from '../store/types.js';
import { actorOf } from '../tasks.js';
import { findAround } from './find.js';

/** The units in which a person sees recurring trouble. */
export const troubleUnits = (person: Pick<Person, 'posts'>): string[] => unitsFor(person, 'see-recurring');

export const mayTake = (person: Pick<Person, 'posts'>, { path }: Pick<Trouble, 'path'>): boolean => person.posts.some(({ unit, role }) => allows(role, 'propose-policy') && path.includes(unit));

/** A trouble that a person may see. @throws NotFound */
export async function getTrouble(id: string, person: Person, { store }: Pick<Deps, 'store'>): Promise<Trouble> {
  const found = await store.troubles.findById(id).lean<Trouble>();
  const own = troubleUnits(person);
  if (!found || !found.path.some((unit) => own.includes(unit))) throw new NotFound(`no recurring trouble <${id}>`);
  return found;
}

async function getMine(id: string, person: Person, deps: Pick<Deps, 'store'>): Promise<Trouble> {
  const found = await getTrouble(id, person, deps);
  if (!mayTake(person, found)) throw new Forbidden('反复问题由值班领导、指挥长和流程管理员提案');
  return found;
}

const isBy = ({ taken }: Trouble, person: Person): boolean => taken !== undefined && 'id' in taken.by && taken.by.id === person._id;
const shut = ({ state }: Trouble): Conflict => new Conflict(state === 'taken' ? '已经有人提为政策试点' : state === 'settled' ? '这个反复问题已经处理过' : '这个问题近来不再反复，已从列表中撤下');

/**
 * Takes it up as a policy pilot, a case of its own; whoever does it again finds the same.
 *
 * @throws NotFound, Forbidden; Conflict when another took it up, or it is not offered any more
 */
export async function takeUp(id: string, person: Person, deps: Deps): Promise<{ caseNo: string; created: boolean }> {
  const { store, clock } = deps;
  const found = await getMine(id, person, deps);
  const taken = { by: actorOf(person), at: clock.now(), clientId: randomUUID() };
  const own = await store.troubles.findOneAndUpdate({ _id: id, state: 'offered' }, { $set: { state: 'taken', taken } }, { returnDocument: 'after' }).lean<Trouble>() ?? await store.troubles.findById(id).lean<Trouble>();
  if (!own || own.state !== 'taken' || !isBy(own, person)) throw shut(own ?? found);
  const kind = categoryName(own.category);
  const report = {
    clientId: own.taken!.clientId, title: `${own.place.text.slice(0, 40)}一带反复发生${kind}`, category: own.category, urgency: '一般' as const, people: 0, source: '网格巡查' as const, place: own.place, grid: own.grid, attachments: [],
    description: `${own.rule.days} 天内 ${own.total} 起${kind}（${own.reports} 次反映，${own.reporters} 人），相距不超过 ${own.rule.metres} 米。`,
  };
  const made = await fileReport(report, person, deps, { procedure: 'policy-pilot', source: '反复问题', suggestion: { to: own.unit, origins: own.cases } });
  await store.troubles.updateOne({ _id: id, 'taken.clientId': own.taken!.clientId }, { $set: { pilot: made.caseNo } });
  // written again by whoever takes it up again: a crash may have come between
  for (const origin of own.cases) await recordOnce(store, { _id: `pilot:${made.caseNo}:${origin}`, caseNo: origin, at: own.taken!.at, who: own.taken!.by, action: '建议', text: `同类问题反复发生，提为政策试点 ${made.caseNo}：${report.title}` });
  touch(store, own.cases.map(caseKey));
  return made;
}

/** Sets it aside: no pilot comes of it. @throws NotFound, Forbidden; Conflict when it is not offered any more */
export async function dismiss(id: string, reason: string, person: Person, { store, clock }: Pick<Deps, 'store' | 'clock'>): Promise<Trouble> {
  const found = await getMine(id, person, { store });
  const settled = { at: clock.now(), outcome: 'dismissed' as const, reason, by: actorOf(person) };
  const done = await store.troubles.findOneAndUpdate({ _id: id, state: { $in: ['offered', 'lapsed'] } }, { $set: { state: 'settled', settled } }, { returnDocument: 'after' }).lean<Trouble>();
  if (!done) throw shut(await store.troubles.findById(id).lean<Trouble>() ?? found);
  return done;
}

/** The trouble that a pilot came from. */
export const troubleOf = (pilot: Pick<Case, 'clientId'>, store: Store): Promise<Trouble | null> => store.troubles.findOne({ 'taken.clientId': pilot.clientId }).lean<Trouble>();

/** Keeps how a pilot ended; what was reported until then is answered. The first end stands. */
export async function settleTrouble(pilot: Case, outcome: 'declined' | 'spread' | 'dropped', reason: string, { store, clock }: Pick<Deps, 'store' | 'clock'>): Promise<void> {
  await store.troubles.updateOne({ 'taken.clientId': pilot.clientId, state: 'taken' }, { $set: { state: 'settled', pilot: pilot._id, settled: { at: clock.now(), outcome, reason } } });
}

/** Offers it again, when the pilot was withdrawn: nothing was decided. */
export async function releaseTrouble(pilot: Pick<Case, 'clientId'>, deps: Pick<Deps, 'store' | 'clock' | 'engine'>): Promise<void> {
  const found = await troubleOf(pilot, deps.store);
  if (!found) return;
  await deps.store.troubles.updateOne({ _id: found._id, state: 'taken' }, { $set: { state: 'offered' }, $unset: { taken: 1, pilot: 1, trial: 1 } });
  await findAround(found.cases.slice(0, 1), deps);
}

/** How long somebody may be at filing a pilot, milliseconds of the engine's clock. */
const FILING = 600_000;

/** Heals what a crash left: taken up, and the pilot not noted, or never filed. */
export async function settleTaken(deps: Pick<Deps, 'store' | 'clock' | 'engine'>): Promise<void> {
  const { store, clock } = deps;
  for (const { _id, taken } of await store.troubles.find({ state: 'taken', pilot: null }).lean<Trouble[]>()) {
    const pilot = await store.cases.findOne({ clientId: taken!.clientId }, { _id: 1 }).lean<Case>();
    if (pilot) await store.troubles.updateOne({ _id }, { $set: { pilot: pilot._id } });
    else if (clock.now().getTime() - taken!.at.getTime() > FILING) await releaseTrouble({ clientId: taken!.clientId }, deps);
  }
  // a pilot that was ended by hand never says how it went
  for (const { taken } of await store.troubles.find({ state: 'taken', pilot: { $ne: null } }, { taken: 1 }).lean<Trouble[]>()) {
    if (await store.cases.exists({ clientId: taken!.clientId, closing: null, 'standing.state': 'terminated' })) await releaseTrouble({ clientId: taken!.clientId }, deps);
  }
}

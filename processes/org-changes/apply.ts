// Orders whose day has come are carried out: checked once more as a whole, then written; whoever is killed with one leaves it to the next, who goes on.
import { audit } from '../audit.js';
import type { Deps } from '../deps.js';
import { touch } from '../feed.js';
import { notify } from '../notices.js';
import { shanghaiDay } from '../shanghai.js';
import { settleLeased, takeLeased } from '../store/lease.js';
import type { Person } from '../store/types.js';
import { stateWords } from './columns.js';
import { planOf } from './order.js';
import type { Line } from './sheet.js';
import type { OrgChange, OrgKind, OrgRow } from './types.js';
import { writePeople } from './write-people.js';
import { haveUnits, writeUnits } from './write-units.js';

type Around = Pick<Deps, 'store' | 'clock'>;
/** How long an order is in our hands, milliseconds of the wall clock; renewed with each batch. */
export const LEASE = 30_000;
const MOST_TRIES = 20;
/** After how long an order that waits for another one is looked at again, milliseconds of the wall clock. */
const WAIT = 5_000;

const asLine = (line: number, fields: Record<string, string | undefined>): Line => ({ line, has: (key) => fields[key] !== undefined, at: (key) => fields[key] ?? '' });

/** What was ordered as the lines that it came from, so that it can be held against what is in force now. */
function linesOf(kind: OrgKind, { line, about, name, action, unit, person, successor }: OrgRow): Line[] {
  const state = action === 'end' ? stateWords[kind][1] : undefined;
  if (kind === 'units') return [asLine(line, { id: about, name, level: unit?.level, parent: unit?.parent ?? undefined, kind: unit?.kind, phone: unit?.phone, code: unit?.code, state, successor })];
  if (!person) return [asLine(line, { account: about, name, successor, state })];
  return person.posts.map((post) => asLine(line, { account: about, name: person.name, phone: person.phone, unit: post.unit, role: post.role, successor }));
}

/** Ended units have no level and parent in their order: they are read from what is there. */
async function completed(rows: OrgRow[], { store }: Around): Promise<OrgRow[]> {
  const ends = rows.filter(({ action, unit }) => action === 'end' && !unit).map(({ about }) => about);
  const units = new Map((await store.units.find({ _id: { $in: ends } }, { outline: 0 }).lean()).map((unit) => [String(unit._id), unit]));
  return rows.map((row) => (units.has(row.about) ? { ...row, unit: { name: row.name, level: units.get(row.about)!.level, parent: units.get(row.about)!.parent } } : row));
}

async function tell(change: OrgChange, id: string, title: string, text: string, { store, clock }: Around): Promise<void> {
  await notify(store, { id: `organisation:${change._id}:${id}`, to: [change.person], kind: 'organisation', title, text, at: clock.now() });
  touch(store, [change.person]);
}

async function stick(change: OrgChange, day: string, problems: OrgChange['problems'], deps: Around): Promise<void> {
  await settleLeased(deps.store.orgChanges, change, { state: 'stuck', problems: problems!.slice(0, 200) });
  await tell(change, `stuck:${day}:${change.tries}`, `没有生效：${change.title}`, `${day} 的变更现在不能生效，什么都没有改：第 ${problems![0]!.line} 行${problems![0]!.path}，${problems![0]!.message}。请在「组织机构」里处理后重试，或取消。`, deps);
}

async function work(change: OrgChange, deps: Around): Promise<void> {
  const { store } = deps;
  const day = change.applying ?? change.next;
  const rows = change.rows.filter((row) => row.day === day);
  if (!change.applying) {
    const person = await store.people.findById(change.person).lean<Person>();
    const lines = (change.kind === 'units' ? await completed(rows, deps) : rows).flatMap((row) => linesOf(change.kind, row));
    const problems = person?.active ? (await planOf(change.kind, lines, person, deps, change._id)).problems : [{ line: 1, path: '', message: '安排它的人已经离岗，请另行安排' }];
    if (problems.length) return stick(change, day, problems, deps);
    // the order that adds what this one builds on is under way or late: it comes, or this one says that it does not
    if (change.kind === 'units' && !await haveUnits(rows, store)) return void await settleLeased(store.orgChanges, change, { lease: Date.now() + WAIT, tries: change.tries });
    await audit(store, deps.clock.now(), change.by, '变更生效', { kind: 'organisation', id: change._id }, `${day} 的 ${rows.length} 项`, { key: `organisation:${change._id}:${day}` });
    await store.orgChanges.updateOne({ _id: change._id, lease: change.lease }, { $set: { applying: day } });
  }
  const before = change.rows.filter((row) => change.applied.includes(row.day)).length;
  const progress = async (done: number): Promise<void> => {
    const lease = Date.now() + LEASE;
    const { matchedCount } = await store.orgChanges.updateOne({ _id: change._id, lease: change.lease }, { $set: { lease, done: before + done } });
    if (matchedCount === 0) throw new Error(`order <${change._id}> is in other hands`);
    change.lease = lease;
    touch(store, [change.person]);
  };
  if (change.kind === 'units') await writeUnits(change, rows, progress, deps);
  else await writePeople(change, rows, progress, deps);
  const applied = [...change.applied, day];
  const next = change.rows.find((row) => !applied.includes(row.day))?.day;
  await settleLeased(store.orgChanges, change, { applied, applying: null, done: before + rows.length, tries: 0, ...(next ? { next } : { state: 'done', endedAt: deps.clock.now() }) });
  await tell(change, `done:${day}`, `已生效：${change.title}`, `${day} 的 ${rows.length} 项变更已经生效。`, deps);
}

/**
 * Carries out what is due, the oldest order first. To be repeated by each web process.
 *
 * @returns how many orders were worked on
 */
export async function applyOrgChanges(deps: Around): Promise<number> {
  const { store, clock } = deps;
  const today = shanghaiDay(clock.now());
  const due = (await store.orgChanges.find({ state: 'open', next: { $lte: today } }, { at: 1 }).lean<Pick<OrgChange, '_id' | 'at'>[]>()).sort((a, b) => a.at.getTime() - b.at.getTime());
  let worked = 0;
  for (const { _id } of due) {
    const change = await takeLeased(store.orgChanges, [{ _id, state: 'open' }], {}, LEASE, Date.now());
    if (!change) continue;
    worked += 1;
    if (change.tries >= MOST_TRIES) await stick(change, change.next, [{ line: 1, path: '', message: '试了多次都没有做完' }], deps);
    else await work(change, deps);
  }
  return worked;
}

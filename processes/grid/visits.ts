// A visit or a check-in: kept once under the device's id, never changed; what it saw is marked as seen with one atomic write an item.
import { z } from 'zod';
import { assertFiles } from '../attachments.js';
import type { Deps } from '../deps.js';
import { Conflict, Invalid, NotFound, type Problem } from '../errors.js';
import { insertOnce, type Store } from '../store/store.js';
import type { GridVisit, Person, RegisterItem } from '../store/types.js';
import { actorOf } from '../tasks.js';
import { loadLists, nowCalled, type GridLists } from './lists.js';
import { maySee } from './may.js';
import { getKeptGrid, tellKeepers } from './registers.js';
import { caseOfVisit } from './visit-case.js';
import { timeOf } from './when.js';

export const visitDraft = z.object({
  clientId: z.uuid(), kind: z.enum(['visit', 'check-in']), occasion: z.string().trim().min(1, '请选择').max(40), duty: z.string().trim().min(1, '请选择').max(40),
  role: z.string().trim().min(1, '请选择').max(40), grid: z.string().min(1).max(80), items: z.array(z.string().max(64)).max(200, '一次最多 200 项').default([]),
  place: z.strictObject({ text: z.string().trim().min(1, '请填写地点').max(200, '最多 200 个字'), lng: z.number().min(-180).max(180).optional(), lat: z.number().min(-90).max(90).optional() }),
  /** What the device's clock showed. */
  at: z.iso.datetime({ offset: true }), text: z.string().trim().max(2_000, '最多 2000 个字').default(''), attachments: z.array(z.string().max(64)).max(9, '最多 9 张').default([]),
  corrects: z.uuid().optional(),
});
export type VisitDraft = z.infer<typeof visitDraft>;

function problemsOf({ kind, occasion, duty, role, items, text, attachments }: VisitDraft, lists: GridLists): Problem[] {
  const problems: Problem[] = [];
  const say = (path: string, message: string) => void problems.push({ path, message });
  if (!lists[kind === 'visit' ? 'visits' : 'occasions'].includes(occasion)) say('occasion', `没有「${occasion}」这一项，请重新选择`);
  if (!lists.duties.includes(duty)) say('duty', `没有「${duty}」这项职责，请重新选择`);
  if (!lists.roles.includes(role)) say('role', `没有「${role}」这个角色，请重新选择`);
  if (items.length === 0 && text === '' && attachments.length === 0) say('text', '请写一句情况，或选走访对象，或拍照');
  return problems;
}

/** What is seen now was seen at least then; a later time that stands already stays. */
async function markSeen(store: Store, visit: GridVisit): Promise<void> {
  if (visit.items.length) await store.registers.updateMany({ _id: { $in: visit.items } }, { $max: { seenAt: visit.at } });
}

/** Items that the corrected entry named wrongly were last seen when another entry says so, if any does. */
async function unmark(store: Store, old: GridVisit, correction: GridVisit): Promise<void> {
  for (const id of old.items.filter((item) => !correction.items.includes(item))) {
    const item = await store.registers.findById(id, { seenAt: 1 }).lean<RegisterItem>();
    if (!item) continue;
    const visits = await store.visits.find({ items: id }, { at: 1 }).lean<GridVisit[]>();
    const corrected = await correctedAmong(store, visits.map(({ _id }) => _id));
    const times = visits.filter(({ _id }) => !corrected.has(_id)).map(({ at }) => at.getTime());
    // only while nobody marked it meanwhile
    await store.registers.updateOne({ _id: id, seenAt: item.seenAt ?? null }, times.length ? { $set: { seenAt: new Date(Math.max(...times)) } } : { $unset: { seenAt: 1 } });
  }
}

/** Which of these entries another entry puts right. @returns the id of the correction by that of the old one */
export async function correctedAmong(store: Store, ids: string[]): Promise<Map<string, string>> {
  const found = await store.visits.find({ corrects: { $in: ids } }, { corrects: 1 }).lean<GridVisit[]>();
  return new Map(found.map(({ _id, corrects }) => [corrects!, _id]));
}

async function seenItems(store: Store, { items, grid }: VisitDraft): Promise<string[]> {
  const ids = [...new Set(items)];
  const found = ids.length ? await store.registers.find({ _id: { $in: ids } }, { grid: 1 }).lean<RegisterItem[]>() : [];
  const here = new Set(found.filter((item) => item.grid === grid).map(({ _id }) => _id));
  if (ids.some((id) => !here.has(id))) throw new Invalid('items of another grid', [{ path: 'items', message: '有走访对象不在这个网格的登记册里' }]);
  return ids;
}

/** The entry that a correction names: one's own, of the same grid, not corrected yet. */
async function getCorrected(store: Store, { corrects, grid, clientId }: VisitDraft, person: Person): Promise<GridVisit | undefined> {
  if (!corrects) return undefined;
  const old = await store.visits.findById(corrects).lean<GridVisit>();
  if (!old || !isOwn(old, person) || old.grid !== grid) throw new NotFound(`no visit <${corrects}>`);
  const by = (await correctedAmong(store, [corrects])).get(corrects);
  if (by && by !== clientId) throw new Conflict('这条记录已经更正过，请在更正后的那一条上再更正');
  return old;
}

const isOwn = ({ by }: GridVisit, person: Pick<Person, '_id'>): boolean => 'id' in by && by.id === person._id;

/**
 * Keeps a check-in and marks what it saw. Sent again it is the same one, and whatever a crash left undone is done.
 *
 * @returns `created` is false when this client id was kept before
 * @throws NotFound for a grid (or an old entry) that is not theirs; Invalid field by field; Conflict when the id is another's
 */
export async function checkIn(draft: VisitDraft, person: Person, deps: Pick<Deps, 'store' | 'clock'>): Promise<{ visit: GridVisit; created: boolean }> {
  const { store } = deps;
  const before = await store.visits.findById(draft.clientId).lean<GridVisit>();
  if (before && !isOwn(before, person)) throw new Conflict('这个打卡编号已被使用，请重新打卡');
  const visit = before ?? await fresh(draft, person, deps);
  if (!before) await insertOnce(store.visits, [visit]);
  // two devices may have come at once: the one that stands is the one that counts
  const kept = (await store.visits.findById(visit._id).lean<GridVisit>())!;
  if (!isOwn(kept, person)) throw new Conflict('这个打卡编号已被使用，请重新打卡');
  await markSeen(store, kept);
  const old = kept.corrects ? await store.visits.findById(kept.corrects).lean<GridVisit>() : null;
  if (old) await unmark(store, old, kept);
  await caseOfVisit(kept, store);
  tellKeepers(store, kept.scope);
  return { visit: kept, created: !before };
}

async function fresh(given: VisitDraft, person: Person, { store, clock }: Pick<Deps, 'store' | 'clock'>): Promise<GridVisit> {
  const unit = await getKeptGrid(store, given.grid, person);
  const { lists } = await loadLists(store);
  // a device that was offline may still use a former name
  const draft = { ...given, duty: nowCalled(given.duty, lists.duties), role: nowCalled(given.role, lists.roles) };
  const problems = problemsOf(draft, lists);
  if (problems.length) throw new Invalid('打卡内容有误', problems);
  const [attachments, items] = await Promise.all([assertFiles(store, [{ key: 'attachments', ids: draft.attachments }], person), seenItems(store, draft), getCorrected(store, draft, person)]);
  const { clientId, kind, occasion, duty, role, grid, place, text, corrects } = draft;
  return {
    _id: clientId, kind, occasion, duty, role, grid, scope: unit.path, items, place, ...timeOf(new Date(draft.at), clock.now()), by: actorOf(person), text, attachments, ...(corrects ? { corrects } : {}),
  };
}

/** A visit that a person made or may see. @throws NotFound */
export async function getVisit(id: string, person: Person, { store }: Pick<Deps, 'store'>): Promise<GridVisit> {
  const found = await store.visits.findById(id).lean<GridVisit>();
  if (!found || !(isOwn(found, person) || maySee(person, found))) throw new NotFound(`no visit <${id}>`);
  return found;
}

/** Whether a file is the photo of a visit that a person may see. */
export async function maySeeVisitFile(file: string, person: Person, store: Store): Promise<boolean> {
  const found = await store.visits.find({ attachments: file }, { scope: 1, by: 1 }).lean<GridVisit[]>();
  return found.some((visit) => isOwn(visit, person) || maySee(person, visit));
}

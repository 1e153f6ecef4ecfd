// Everything that was ever done in supervision: of one task, and of one's units, the newest first.
import type { Deps } from '../deps.js';
import { unitsFor } from '../roles.js';
import { sharedRows } from '../shared-look.js';
import { perStore } from '../store/per-store.js';
import type { Person, Supervision } from '../store/types.js';

/** What was done on a task, in order. */
export const actsOn = async ({ store }: Pick<Deps, 'store'>, taskKey: string): Promise<Supervision[]> => store.supervisions.find({ taskKey }).sort({ at: 1, _id: 1 }).lean<Supervision[]>();

/** Questions and remarks on a case, in order. */
export const wordsOn = async ({ store }: Pick<Deps, 'store'>, caseNo: string): Promise<Supervision[]> => store.supervisions.find({ caseNo, type: { $in: ['remark', 'question'] } }).sort({ at: 1, _id: 1 }).lean<Supervision[]>();

const questions = perStore((store) => sharedRows((to) => store.supervisions.find({ to: { $in: to }, type: 'question' }).lean<Supervision[]>(), ({ to = [] }) => to));

/** Questions that wait for a person's answer, those that are due first. */
export async function questionsTo(person: Person, { store }: Pick<Deps, 'store'>): Promise<Supervision[]> {
  const asked = await questions(store)([person._id, ...person.groups]);
  return asked.filter(({ reply }) => !reply).sort((a, b) => a.dueAt!.getTime() - b.dueAt!.getTime());
}

/** The filter of what was done in the units that a person supervises. */
export const historyFilter = ({ type }: { type?: string }, person: Person): object => ({ scope: { $in: unitsFor(person, 'supervise') }, ...(type ? { type } : {}) });

/** A page of what was done in the units that a person supervises. */
export async function history({ type, page, size }: { type?: string; page: number; size: number }, person: Person, { store }: Pick<Deps, 'store'>): Promise<{ total: number; items: Supervision[] }> {
  const filter = historyFilter({ type }, person) as never;
  const [all, items] = await Promise.all([store.supervisions.find(filter, { _id: 1 }).lean(), store.supervisions.find(filter).sort({ at: -1, _id: -1 }).skip((page - 1) * size).limit(size).lean<Supervision[]>()]);
  return { total: all.length, items };
}

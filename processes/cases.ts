// Cases as people look for them and look at them; what a person may not see is not there.
import type { Deps } from './deps.js';
import { NotFound } from './errors.js';
import { couldGuess } from './number-guess.js';
import type { Case, Entry, Instance, Person, Task } from './store/types.js';
import { caseFilter, maySeeCaseNow, sentFilter } from './visibility.js';

export interface CaseQuery {
  /** Only what this person reported. */
  mine?: boolean;
  q?: string; status?: string; category?: string; town?: string; state?: 'active' | 'completed' | 'terminated'; page: number; size: number;
}

/** A text that is searched for literally, whatever it contains. */
export const literally = (text: string): RegExp => new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'i');

/** The filter of the cases that a person may see and asks for. */
export function filterOf(query: Omit<CaseQuery, 'page' | 'size'>, person: Person): Record<string, unknown> {
  const { mine, q, status, category, town, state } = query;
  return {
    ...(mine ? sentFilter(person) : caseFilter(person)),
    ...(category ? { category } : {}), ...(town ? { town } : {}), ...(status ? { 'standing.status': status } : {}), ...(state ? { 'standing.state': state } : {}),
    ...(q ? couldGuess(q) ? { _id: literally(q) } : { $or: [{ _id: literally(q) }, { title: literally(q) }, { 'place.text': literally(q) }, { description: literally(q) }] } : {}),
  };
}

/** A page of the cases that this person may see, newest first, with the exact number of all of them. */
export async function listCases(query: CaseQuery, person: Person, { store }: Pick<Deps, 'store'>): Promise<{ total: number; items: Case[] }> {
  const filter = filterOf(query, person);
  const [total, items] = await Promise.all([
    store.cases.countDocuments(filter),
    store.cases.find(filter).sort({ reportedAt: -1, _id: -1 }).skip((query.page - 1) * query.size).limit(query.size).lean<Case[]>(),
  ]);
  return { total, items };
}

/** @throws NotFound when there is none, or none that this person may see */
export async function getCase(caseNo: string, person: Person, { store }: Pick<Deps, 'store'>): Promise<Case> {
  const found = await store.cases.findById(caseNo).lean<Case>();
  if (!found || !(await maySeeCaseNow(store, person, found))) throw new NotFound(`no case <${caseNo}>`);
  return found;
}

/** Everything that belongs to a case: its timeline in order, its tasks, its instances. */
export async function caseParts(caseNo: string, { store }: Pick<Deps, 'store'>): Promise<{ timeline: Entry[]; tasks: Task[]; instances: Instance[] }> {
  const [timeline, tasks, instances] = await Promise.all([
    store.entries.find({ caseNo }).sort({ at: 1, _id: 1 }).lean<Entry[]>(),
    store.tasks.find({ caseNo }).sort({ createdAt: 1, _id: 1 }).lean<Task[]>(),
    store.instances.find({ caseNo }).sort({ startedAt: 1, _id: 1 }).lean<Instance[]>(),
  ]);
  return { timeline, tasks, instances };
}

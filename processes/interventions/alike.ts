// The open incidents that have one cause, in cases of the units where a person may intervene.
import type { Deps } from '../deps.js';
import { NotFound } from '../errors.js';
import type { Case, Incident, Person } from '../store/types.js';
import { caseFilter } from '../visibility.js';
import { causeOf } from './retry.js';
import { mayIntervene } from './target.js';

/** @throws NotFound when there is no such incident, or none that they see; once it is mended its cause is still known */
export async function alikeTo(key: string, person: Person, { store }: Pick<Deps, 'store'>): Promise<Incident[]> {
  const first = await store.incidents.findById(key).lean<Incident>();
  if (!first) throw new NotFound(`no incident <${key}>`);
  const open = (await store.incidents.find({ state: 'open', procedure: first.procedure, elementId: first.elementId }).lean<Incident[]>()).filter((one) => causeOf(one) === causeOf(first));
  const all = [first, ...open];
  const cases = new Map((await store.cases.find({ _id: { $in: [...new Set(all.flatMap(({ caseNo }) => caseNo ?? []))] }, ...caseFilter(person) }, { scope: 1 }).lean<Pick<Case, '_id' | 'scope'>[]>()).map((one) => [one._id, one]));
  const may = ({ caseNo }: Incident) => (caseNo ? cases.has(caseNo) && mayIntervene(person, cases.get(caseNo)) : mayIntervene(person));
  if (!may(first)) throw new NotFound(`no incident <${key}>`);
  return open.filter(may).sort((a, b) => a.at.getTime() - b.at.getTime() || (a._id < b._id ? -1 : 1));
}

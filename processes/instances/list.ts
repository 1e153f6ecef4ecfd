// Instances as managers look for them: any mixture of filters, exact totals, sorted and paged; of each only what its reader may see.
import { literally } from '../cases.js';
import type { Deps } from '../deps.js';
import { openTasks } from '../open-tasks.js';
import { DAY } from '../shanghai.js';
import type { Instance, Person } from '../store/types.js';
import { scopeKeys } from '../visibility.js';
import { allInstances } from './all.js';
import type { InstanceRow } from './rows.js';
import { instancesWith, type VariableFilter } from './variables.js';

export const instanceSorts = ['start', 'moved', 'age'] as const;
export interface InstanceFilter {
  /** A part of it. */
  caseNo?: string; procedure?: string; version?: number;
  /** The id of an element at which it stands now. */
  element?: string;
  state?: Instance['state'];
  /** In this unit or below it, or with a department. */
  unit?: string;
  /** Whether it has an open incident; and a part of what one says, or its type. */
  incident?: boolean; error?: string;
  /** Begun at least so many days ago. */
  days?: number;
  /** Whether it has an open task past its due time. */
  overdue?: boolean;
  variables?: VariableFilter[];
}
export interface InstanceQuery extends InstanceFilter { sort?: (typeof instanceSorts)[number]; page: number; size: number }
type Reading = Pick<Deps, 'store' | 'clock'>;
type Test = (row: InstanceRow) => boolean;

async function brokenBy(error: string, { store }: Reading): Promise<Set<string>> {
  const like = literally(error);
  return new Set((await store.incidents.find({ state: 'open', $or: [{ message: like }, { type: like }] }, { instanceKey: 1 }).lean()).map(({ instanceKey }) => instanceKey));
}

/** The parts of a filter that are looked up beside the instances. */
async function lookedUp({ error, overdue, variables = [] }: InstanceFilter, deps: Reading): Promise<Test[]> {
  const [broken, late, ...having] = await Promise.all([
    error ? brokenBy(error, deps) : undefined,
    overdue === undefined ? undefined : openTasks(deps.store).fresh().then(() => openTasks(deps.store).overdueInstances(deps.clock.now().getTime())),
    ...variables.map((one) => instancesWith(one, deps.store)),
  ]);
  const among = (keys: Set<string>): Test => ({ key }) => keys.has(key);
  return [...(broken ? [among(broken)] : []), ...(late ? [overdue ? among(late) : ({ key }: InstanceRow) => !late.has(key)] : []), ...having.map(among)];
}

function tests({ caseNo, procedure, version, element, state, unit, incident, days }: InstanceFilter, person: Person, now: Date): Test[] {
  const keys = new Set(scopeKeys(person));
  const made: Test[] = [({ caseNo: of, scope }) => of === undefined || scope.some((one) => keys.has(one))];
  if (state) made.push((row) => row.state === state);
  if (procedure) made.push((row) => row.procedure === procedure);
  if (version !== undefined) made.push((row) => row.version === version);
  if (element) made.push(({ here }) => here.includes(element));
  if (unit) made.push(({ scope }) => scope.includes(unit));
  if (incident !== undefined) made.push(({ faults }) => faults > 0 === incident);
  if (days !== undefined) made.push(({ started }) => started <= now.getTime() - days * DAY);
  if (caseNo) {
    const part = caseNo.toUpperCase();
    made.push((row) => row.caseNo?.toUpperCase().includes(part) ?? false);
  }
  return made;
}

/** All rows that match and that the person may see, in their order. @throws Invalid for a variable that is not looked up */
export async function findInstances({ sort = 'start', ...filter }: InstanceFilter & Pick<InstanceQuery, 'sort'>, person: Person, deps: Reading): Promise<readonly InstanceRow[]> {
  const all = allInstances(deps.store);
  const [more] = await Promise.all([lookedUp(filter, deps), all.fresh()]);
  const every = [...tests(filter, person, deps.clock.now()), ...more];
  const name = JSON.stringify([scopeKeys(person), Object.entries(filter).filter(([, value]) => value !== undefined).sort()]);
  const found = all.matching(name, sort === 'moved' ? 'moved' : 'start', (row) => every.every((test) => test(row)));
  return sort === 'age' ? [...found].reverse() : found;
}

/** A page of them with the exact number of all. Those of no case are seen by everybody who may ask. */
export async function listInstances({ page, size, ...query }: InstanceQuery, person: Person, deps: Reading): Promise<{ total: number; items: InstanceRow[] }> {
  const found = await findInstances(query, person, deps);
  return { total: found.length, items: found.slice((page - 1) * size, page * size) };
}

// The one place that says what a person may see and do: filters for queries, and the same rules for a document at hand.
import { allows, can, unitsFor } from './roles.js';
import type { Chain } from './organisation.js';
import { parseGroup } from './organisation.js';
import type { Store } from './store/store.js';
import type { Case, Person, Task, Unit } from './store/types.js';

/** The lists of tasks that a person has. */
export type TaskView = 'mine' | 'group' | 'unit' | 'done';
type Filter = Record<string, unknown>;

/** How a reporter stands in a case's scope, so that one indexed key answers "may see". */
const reporterKey = (person: string): string => `person:${person}`;

/** Whether a unit's id is a department's: `by-jinghe.pcs`. */
export const isDepartment = (unit: string): boolean => unit.includes('.');

/**
 * Who may see a case when it is filed: every unit from its grid to the city, and whoever reported it.
 * Departments are added when a task reaches them (see `scopeOfGroups`).
 */
export function caseScope(units: Chain, reporter?: string): string[] {
  return [units.grid, units.village, units.town, units.county, units.city, ...(reporter ? [reporterKey(reporter)] : [])];
}

/** What a task's candidate groups add to the scope of its case: the units that they belong to. */
export const scopeOfGroups = (groups: string[]): string[] => [...new Set(groups.map((group) => parseGroup(group).unit))];

/** The keys by which a person sees cases: units where a post lets them see all below, departments they work in, and what they reported. */
export function scopeKeys(person: Person): string[] {
  const units = person.posts.filter(({ unit, role }) => isDepartment(unit) || allows(role, 'see-below')).map(({ unit }) => unit);
  return [...new Set([...units, reporterKey(person._id)])];
}

/** The units whose lists a person looks at: where a post sees all below or may assign, and departments they work in. */
export const watchedUnits = (person: Person): string[] => [...new Set(person.posts.filter(({ unit, role }) => isDepartment(unit) || allows(role, 'see-below') || allows(role, 'assign')).map(({ unit }) => unit))];

// A case's scope holds all its ancestors, so "this unit and below" is a look-up of one key; the embedded store can do nothing else.
/** Filter of the cases that a person may see, on the indexed key `scope`. */
export const caseFilter = (person: Person): Filter => ({ scope: { $in: scopeKeys(person) } });

/** Filter of the cases that a person reported. */
export const sentFilter = (person: Person): Filter => ({ 'reporter.person': person._id });

/** Whether a person may see a case, by the case alone; see `maySeeCaseNow` for those who only have a task of it. */
export function maySeeCase(person: Person, found: Pick<Case, 'scope' | 'reporter'>): boolean {
  return found.reporter?.person === person._id || scopeKeys(person).some((key) => found.scope.includes(key));
}

/** Whether a person may see a case, by the case, because a task of it is or was theirs, or because their unit is invited to the meeting about it. */
export async function maySeeCaseNow(store: Store, person: Person, found: Pick<Case, '_id' | 'scope' | 'reporter'>): Promise<boolean> {
  if (maySeeCase(person, found)) return true;
  const tasks = await store.tasks.find({ caseNo: found._id }).lean<Task[]>();
  return tasks.some((task) => isTheirs(person, task)) || await readsForMeeting(store, person, found._id);
}

/** Whether a case is on an agenda, or is one, that a person's groups may read: from the invitation until the meeting was held, or the agenda ended without one. */
async function readsForMeeting(store: Store, person: Person, caseNo: string): Promise<boolean> {
  const fields = { agenda: 1, closing: 1, standing: 1 };
  const [itself, on] = await Promise.all([store.cases.findById(caseNo, fields).lean<Case>(), store.cases.find({ 'suggestion.origins': caseNo }, fields).lean<Case[]>()]);
  return [...(itself ? [itself] : []), ...on].some(({ _id, agenda, closing, standing }) => agenda?.open && !closing && (!standing || standing.state === 'active')
    && (_id === caseNo || agenda.matters.includes(caseNo)) && agenda.readers.some((group) => person.groups.includes(group)));
}

/** Whether a person works in the unit that a matter is about, or below it. */
export const isAgainst = (person: Person, { against }: Pick<Case, 'against'>): boolean => against !== undefined && person.posts.some(({ unit }) => unit === against || unit.startsWith(`${against}.`) || unit.startsWith(`${against}-`));

/**
 * What a case says of who brought the matter up, as one person may read it: whoever asked not to be named is known to the one who filed it alone, and nobody of the unit
 * that it is about learns who complained (`withheld`).
 */
export function reporterFor(person: Person, found: Pick<Case, 'reporter' | 'against'>): Case['reporter'] & { withheld?: boolean } {
  const { reporter } = found;
  if (reporter.person === person._id) return reporter;
  if (!reporter.anonymous && !isAgainst(person, found)) return reporter;
  return { ...(reporter.person && reporter.anonymous ? { person: reporter.person } : {}), anonymous: reporter.anonymous, ...(reporter.anonymous ? {} : { withheld: true }) };
}

/** Whether a unit is one that a person is posted at, or lies below one. */
export const seesUnit = (person: Person, unit: Pick<Unit, 'path'>): boolean => person.posts.some((post) => unit.path.includes(post.unit));

/** Whether a person may withdraw a case: whoever reported it, or a post that allows it at a unit that the case lies in. */
export function mayWithdraw(person: Person, found: Pick<Case, 'scope' | 'reporter'>): boolean {
  return found.reporter?.person === person._id || person.posts.some(({ unit, role }) => allows(role, 'withdraw') && found.scope.includes(unit));
}

/**
 * Which open tasks stand in one of a person's lists: what they hold or were given; what is free for their groups; what is at work where they see or may assign (a
 * department's own, the units below a leader's). Made once and asked of many, and never wider than `maySeeTask`.
 */
export function openTaskFilter(person: Person, view: Exclude<TaskView, 'done'>): (task: Task) => boolean {
  if (view === 'mine') return (task) => (task.holder ? task.holder.person === person._id : task.assignee === person._id);
  const groups = new Set(person.groups);
  if (view === 'group') return (task) => !task.holder && !task.assignee && task.candidateGroups.some((group) => groups.has(group));
  const seen = new Set(unitsFor(person, 'see-below'));
  const own = person.posts.filter(({ unit }) => isDepartment(unit)).map(({ unit }) => `${unit}/`);
  const given = person.posts.filter(({ role }) => allows(role, 'assign')).flatMap(({ unit }) => [`${unit}/`, `${unit}.`, `${unit}-`]);
  const starts = (given: string[], group: string) => given.some((start) => group.startsWith(start));
  return ({ candidateGroups, about }) => (about !== undefined && (seen.has(about.grid) || seen.has(about.village) || seen.has(about.town) || seen.has(about.county) || seen.has(about.city)))
    || candidateGroups.some((group) => groups.has(group) || starts(given, group) || (about !== undefined && starts(own, group)));
}

/**
 * The disjoint filters that make a list of tasks, each on an indexed key (`holder.person`, `assignee`, `candidateGroups`):
 * what a person holds and what was assigned to them; what is free for their groups.
 */
export function taskFilters(person: Person, view: Exclude<TaskView, 'unit'>): Filter[] {
  if (view === 'group') return [{ candidateGroups: { $in: person.groups }, state: 'open', holder: null, assignee: null }];
  const state = view === 'mine' ? 'open' : { $in: ['submitted', 'completed', 'withdrawn'] };
  return [{ 'holder.person': person._id, state }, { assignee: person._id, holder: null, state }];
}

/** The same as one filter, for where the two halves of a list cannot be asked for apart. */
export function taskFilter(person: Person, view: Exclude<TaskView, 'unit'>): Filter {
  const filters = taskFilters(person, view);
  return filters.length === 1 ? filters[0]! : { $or: filters };
}

/** Whether a task is or was a person's own: held, assigned, delegated, submitted, drafted, given on, or free to their group. */
export function isTheirs(person: Person, task: Task): boolean {
  const sender = task.submission?.by;
  return [task.holder?.person, task.holder?.for, task.assignee, task.draft?.by, ...(task.moves ?? []).map(({ from }) => from)].includes(person._id)
    || (sender !== undefined && 'id' in sender && sender.id === person._id) || task.candidateGroups.some((group) => person.groups.includes(group));
}

/**
 * Whether a person may give a task to another or take it over: a post that allows it at the unit of one of the task's groups, or at
 * the county, town or village above it. The city sees what its counties do, but does not take over their tasks.
 */
export function mayAssign(person: Person, task: Task): boolean {
  if (!can(person, 'assign')) return false;
  const units = scopeOfGroups(task.candidateGroups);
  return person.posts.some(({ unit, role }) => allows(role, 'assign') && units.some((one) => one === unit || one.startsWith(`${unit}.`) || one.startsWith(`${unit}-`)));
}

/** The units at which a person may assign: what waits for their decision is looked up by them. */
export const assignUnits = (person: Person): string[] => unitsFor(person, 'assign');

/** Whether a person may see a task: their own, one they may assign, or any of a case they may see. */
export function maySeeTask(person: Person, task: Task, found?: Pick<Case, 'scope' | 'reporter'> | null): boolean {
  return isTheirs(person, task) || mayAssign(person, task) || (found != null && maySeeCase(person, found));
}

/**
 * Whether a person may act on a task now: what they hold; when nobody holds it, what was assigned to them or is free to one of
 * their groups, or what they may take over. What another person holds is closed to everybody else until it is released.
 */
export function mayAct(person: Person, task: Task): boolean {
  if (task.state !== 'open') return false;
  if (task.holder) return task.holder.person === person._id;
  if (task.assignee) return task.assignee === person._id || mayAssign(person, task);
  return task.candidateGroups.some((group) => person.groups.includes(group)) || mayAssign(person, task);
}

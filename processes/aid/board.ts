// Who is checked and who is not: for each warning in force that concerns a person, grid by grid.
import type { Deps } from '../deps.js';
import { keptRows } from '../kept-rows.js';
import type { Warning } from '../store/control-types.js';
import { sharedLook } from '../shared-look.js';
import { perStore } from '../store/per-store.js';
import { storeTime, type Store } from '../store/store.js';
import type { Case, Person, Task } from '../store/types.js';
import { unitsOf } from '../units.js';
import { scopeKeys } from '../visibility.js';
import { isUnchecked } from './lift.js';

export interface Counts { total: number; unchecked: number; danger: number; checked: number; lifted: number }
/** A household that nobody has checked yet, with the task that does it once the engine has opened it; `again`: nobody was met there. */
export interface Unchecked { caseNo: string; place: string; who: string; grid: string; task?: string; again: boolean }
export interface WarningShown {
  id: string; sender: string; number: string; kind: string; level: string; at: Date; times: number; state: Warning['state']; lifted?: Warning['lifted'];
  /** Whether every household has its check: until then there are more than are counted. */ opened: boolean;
  counts: Counts; grids: (Counts & { id: string; name: string })[]; unchecked: Unchecked[];
}

type Checked = Pick<Case, '_id' | 'grid' | 'scope' | 'place' | 'description' | 'standing' | 'closing' | 'facts' | 'changed'>;
const FIELDS = { grid: 1, scope: 1, 'place.text': 1, description: 1, 'standing.status': 1, 'closing.at': 1, 'facts.data.found': 1, changed: 1 } as const;

/** So many warnings are looked at, the newest first. */
export const MOST_WARNINGS = 50;
/** So many are remembered. */
const REMEMBERED = 20;

const known = perStore(() => new Map<string, ReturnType<typeof keptRows<Checked>>>());

/** All households of a warning as the store holds them now. In a storm everybody looks at once, and thousands are checked: only what changed since is read. */
async function checksOf(warning: string, store: Store): Promise<Checked[]> {
  const all = known(store);
  const rows = all.get(warning) ?? keptRows((filter, fields) => store.cases.find(filter, fields).lean<Checked[]>(), { fields: FIELDS, of: { 'warning.id': warning }, clock: () => storeTime(store) });
  if (all.size >= REMEMBERED && !all.has(warning)) all.clear();
  all.set(warning, rows);
  return [...(await rows()).values()];
}

const none = (): Counts => ({ total: 0, unchecked: 0, danger: 0, checked: 0, lifted: 0 });

/** How it stands with a household, by its case. */
function stateOf(one: Checked): Exclude<keyof Counts, 'total'> {
  if (one.closing) return one.facts.some(({ data }) => data.found === 'lifted') ? 'lifted' : 'checked';
  return isUnchecked(one) ? 'unchecked' : 'danger';
}

async function uncheckedOf(cases: Checked[], { store }: Pick<Deps, 'store'>): Promise<Unchecked[]> {
  if (cases.length === 0) return [];
  const open = await store.tasks.find({ caseNo: { $in: cases.map(({ _id }) => _id) }, elementId: { $in: ['check-household', 'second-try'] }, state: 'open' }, { caseNo: 1, elementId: 1 }).lean<Task[]>();
  const tasks = new Map(open.map((task) => [task.caseNo, task]));
  return cases.map(({ _id, grid, place, description }) => {
    const task = tasks.get(_id);
    return { caseNo: _id, place: place.text, who: description.split('。')[0]!, grid, ...(task ? { task: task._id } : {}), again: task?.elementId === 'second-try' };
  });
}

/** The warnings whose areas lie in a person's units, around them, or where their department works; what does not concern them after all falls out when its households are looked at. */
async function near(person: Person, keys: string[], store: Store): Promise<Pick<Warning, 'scope' | 'areas'>> {
  const own = [...(await unitsOf(store, person.posts.map(({ unit }) => unit))).values()];
  const served = own.flatMap(({ level, parent }) => (level === 'department' && parent ? [parent] : []));
  return { scope: [...keys, ...served], areas: own.flatMap(({ path }) => path) };
}

/** Those in force: none for most of the year, few in a storm. Every page asks for them. */
const inForce = perStore((store) => sharedLook(() => store.warnings.find({ state: 'active' }).sort({ at: -1 }).lean<Warning[]>()));

/**
 * The warnings that a person's units have to do with, the newest first.
 *
 * @param most so many unchecked households are named for each
 */
export async function warningBoard({ lifted = false, most = 8, id }: { lifted?: boolean; most?: number; id?: string }, person: Person, deps: Pick<Deps, 'store'>): Promise<WarningShown[]> {
  const { store } = deps;
  const keys = scopeKeys(person);
  const active = id || lifted ? undefined : await inForce(store)();
  if (active?.length === 0) return [];
  const { scope, areas } = await near(person, keys, store);
  const found = active ? active.filter((one) => one.scope.some((unit) => scope.includes(unit)) || one.areas.some((unit) => areas.includes(unit))).slice(0, MOST_WARNINGS)
    : await store.warnings.find({ ...(id ? { _id: id } : {}), $or: [{ scope: { $in: scope } }, { areas: { $in: areas } }] }).sort({ at: -1 }).limit(MOST_WARNINGS).lean<Warning[]>();
  const shown: WarningShown[] = [];
  for (const warning of found) {
    const cases = (await checksOf(warning._id, store)).filter(({ scope }) => scope.some((unit) => keys.includes(unit)));
    if (cases.length === 0 && !warning.scope.some((unit) => keys.includes(unit))) continue;
    const [counts, grids] = [none(), new Map<string, Counts>()];
    for (const one of cases) {
      const grid = grids.get(one.grid) ?? none();
      grids.set(one.grid, grid);
      for (const count of [counts, grid]) { count.total += 1; count[stateOf(one)] += 1; }
    }
    const units = await unitsOf(store, grids.keys());
    const { _id, sender, number, kind, level, at, times, opened, state, lifted: over } = warning;
    shown.push({
      id: _id, sender, number, kind, level, at, times, opened: opened === times, state, ...(over ? { lifted: over } : {}), counts,
      grids: [...grids].map(([grid, count]) => ({ id: grid, name: units.get(grid)?.name ?? grid, ...count })).sort((a, b) => b.unchecked - a.unchecked || a.id.localeCompare(b.id)),
      unchecked: await uncheckedOf(cases.filter((one) => stateOf(one) === 'unchecked').sort((a, b) => a.grid.localeCompare(b.grid) || (a._id < b._id ? -1 : 1)).slice(0, most), deps),
    });
  }
  return shown;
}

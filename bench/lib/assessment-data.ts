// A month of the whole city as its grids leave it: members report, a department handles, some are late, carded or told twice; the figures are computed by the product's own sweep.
import { seedYangzhou } from '../../processes/demo/yangzhou/seed.js';
import type { Deps } from '../../processes/deps.js';
import { computeCaseFigures } from '../../processes/figures/case-cells.js';
import { startOfShanghaiDay } from '../../processes/shanghai.js';
import type { Store } from '../../processes/store/store.js';
import type { Case, Person, Task, Unit } from '../../processes/store/types.js';

const MINUTE = 60_000;
const DAY = 86_400_000;
const BATCH = 2_000;
const at = <T>(list: readonly T[], n: number): T => list[n % list.length]!;
const categories = ['A01', 'B03', 'C02', 'D01', 'E02', 'F01'];

interface Place { chain: Record<'grid' | 'village' | 'town' | 'county' | 'city', string>; member?: string; department?: string; officer?: string }

/** Where cases arise, and who has to do with them. */
async function placesOf(store: Store): Promise<Place[]> {
  const [units, people] = await Promise.all([store.units.find({}, { level: 1, path: 1, parent: 1 }).lean<Unit[]>(), store.people.find({}, { posts: 1 }).lean<Person[]>()]);
  const levels = new Map(units.map((unit) => [unit._id, unit]));
  const holders = (role: string) => new Map(people.flatMap(({ _id, posts }) => posts.filter((post) => post.role === role).map(({ unit }) => [unit, _id] as const)));
  const [members, officers] = [holders('grid-member'), holders('officer')];
  const departments = new Map<string, string[]>();
  for (const { _id, level, parent } of units) if (level === 'department' && parent) departments.set(parent, [...(departments.get(parent) ?? []), _id]);
  return units.filter(({ level }) => level === 'grid').flatMap(({ _id, path }, n) => {
    const above = Object.fromEntries(path.map((unit) => [levels.get(unit)?.level, unit]));
    if (!above.village || !above.town || !above.county || !above.city) return [];
    const department = at(departments.get(above.town) ?? [''], n);
    return [{ chain: { ...above, grid: _id } as Place['chain'], member: members.get(_id), ...(department && { department, officer: officers.get(department) }) }];
  });
}

function make(n: number, place: Place, first: number): { found: Case; tasks: Task[] } {
  const { chain, member = 'caoba', department, officer } = place;
  const reportedAt = new Date(first + ((n * 7919) % 27) * DAY + (n % 1_000) * MINUTE);
  const open = n % 20 === 0;
  const end = new Date(reportedAt.getTime() + (30 + (n * 31) % 3_000) * MINUTE);
  const _id = `YZ${20_200_000_000 + n}`;
  const outcome = n % 41 === 0 ? '并案' : '已结案';
  const found = {
    _id, clientId: `bench-${n}`, title: `第 ${n} 件`, description: '居民反映多次', category: at(categories, n), urgency: '一般', people: 0, source: '网格巡查', place: { text: '路口' }, ...chain, scope: [...Object.values(chain), ...(department ? [department] : []), `person:${member}`],
    reporter: { person: member, anonymous: false }, attachments: [], reportedAt, procedure: 'grid-event', facts: [], standing: { status: open ? '处置中' : outcome, instanceKey: String(n), state: open ? 'active' : 'completed', at: open ? reportedAt : end, elements: [] },
    ...(open ? {} : { closing: { outcome, at: end, rating: at(['满意', '基本满意', '不满意'], n) } }),
  } as unknown as Case;
  const task = (name: string, group: string, person: string | undefined, from: Date, until: Date, isOpen: boolean) => ({
    _id: `${_id}-${name}`, caseNo: _id, instanceKey: String(n), elementKey: `${n}-${name}`, elementId: name, name, procedure: 'grid-event', definitionKey: '1', formKey: name, candidateGroups: [group], headers: {}, createdAt: from, limit: '1 工作日',
    dueAt: new Date(from.getTime() + DAY), warnAt: new Date(from.getTime() + DAY / 2), partition: 1, pos: n, status: '处置中', changed: from, ...(name === 'dept-handle' && n % 30 === 0 ? { cards: [{ id: 'c', type: n % 60 === 0 ? 'red' : 'yellow', by: { system: '督办' }, at: until, text: '' }] } : {}),
    ...(isOpen ? { state: 'open' } : { state: 'completed', endedAt: until, submission: { by: { id: person ?? 'nobody', name: '' }, at: until, values: {}, sentAt: 0 } }),
  }) as unknown as Task;
  const taken = new Date(reportedAt.getTime() + 20 * MINUTE);
  return { found, tasks: [task('intake', `${chain.village}/intake`, member, reportedAt, taken, false), task('dept-handle', `${department ?? chain.village}/officer`, officer, taken, end, open)] };
}

/** Fills an empty store. @param month `YYYY-MM`, one that is over @returns how long writing and how long computing the figures took, seconds */
export async function fillMonth(cases: number, month: string, deps: Pick<Deps, 'store' | 'clock' | 'calendar'>): Promise<{ written: number; computed: number; grids: number }> {
  const { store } = deps;
  await seedYangzhou(store, { production: false }, () => undefined);
  const places = await placesOf(store);
  const first = startOfShanghaiDay(`${month}-01`).getTime();
  const from = performance.now();
  for (let begin = 0; begin < cases; begin += BATCH) {
    const made = Array.from({ length: Math.min(BATCH, cases - begin) }, (_, i) => make(begin + i, at(places, (begin + i) * 31), first));
    await Promise.all([store.cases.collection.insertMany(made.map(({ found }) => found) as never, { ordered: false }), store.tasks.collection.insertMany(made.flatMap(({ tasks }) => tasks) as never, { ordered: false })]);
  }
  const between = performance.now();
  // the first round counts everything that is there
  await computeCaseFigures(deps);
  return { written: (between - from) / 1000, computed: (performance.now() - between) / 1000, grids: places.length };
}

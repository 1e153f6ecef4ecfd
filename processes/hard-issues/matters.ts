// Which open cases of a unit are hard matters (重点难点问题): what is on the books without an end, was done again and again, or has a red card, by a table that policy staff edit; and what a county carried up to its city.
import type { Deps } from '../deps.js';
import { Invalid } from '../errors.js';
import { reworksOf, SUSPENDED } from '../figures/case-marks.js';
import { openCases } from '../figures/open-cases.js';
import type { Case, Task, Unit } from '../store/types.js';
import { levelOf, type Level } from '../supervising/cards.js';
import { agendasIn, carriedUp, OFFICE, underWay } from './agendas.js';

/** `why`: what makes it hard, the gravest first; `weight` orders them; `since`: since when it is stuck; `city`: it is for the city's meeting, not the county's. */
export interface HardMatter { caseNo: string; title: string; category: string; grid: string; why: string[]; weight: number; reportedAt: Date; since: Date; city: boolean }
interface Situation { status: string; reworks: number; card: Level }
interface Row { why: string; weight: number }

export const TABLE = 'hard-issue-rules';
const AT_ONCE = 500;
const GRAVITY: Level[] = ['none', 'plain', 'yellow', 'red'];

/** The table's newest version, asked once for each situation. @throws Invalid when a row cannot be used */
function judge({ engine }: Pick<Deps, 'engine'>, table: string): (situation: Situation) => Promise<Row[]> {
  const asked = new Map<string, Promise<Row[]>>();
  return (situation) => {
    const key = JSON.stringify(situation);
    const before = asked.get(key);
    if (before) return before;
    const answer = engine.evaluate(table, situation).then((output) => (Array.isArray(output) ? output : []).map((row: Partial<Row> | null) => {
      if (typeof row?.why !== 'string' || typeof row.weight !== 'number') throw new Invalid(`${table} gave a row that cannot be used <${JSON.stringify(row)}>`);
      return { why: row.why, weight: row.weight };
    }).sort((a, b) => b.weight - a.weight));
    asked.set(key, answer);
    return answer;
  };
}

/** What a county carried up goes before all else. */
const CARRIED: Row = { why: '县里上报', weight: 100 };

/** Since when a case is stuck: on the books, with its card, or else at the step where it stands. */
function stuckSince({ standing, reportedAt }: Case, tasks: Task[], card: Level): Date {
  const open = tasks.filter(({ state }) => state === 'open');
  const known = [
    ...(standing?.status === SUSPENDED ? standing.elements.map(({ since }) => since) : []),
    ...(card === 'none' ? [] : open.flatMap(({ cards = [] }) => cards.filter(({ type }) => type === card).map(({ at }) => at))),
  ];
  const times = (known.length > 0 ? known : open.map(({ createdAt }) => createdAt)).filter((one) => one !== undefined);
  return times.length > 0 ? times.reduce((first, one) => (one < first ? one : first)) : reportedAt;
}

/**
 * The hard matters of a unit, the gravest first and of like ones the oldest; those on an agenda that is still worked off are left out.
 *
 * @throws Invalid when the table's row cannot be used; Unavailable when the engine is away
 */
export async function hardMatters({ path }: Pick<Unit, 'path'>, deps: Pick<Deps, 'store' | 'engine'>, { table = TABLE, office = OFFICE }: { table?: string; office?: string } = {}): Promise<HardMatter[]> {
  const { store } = deps;
  const [city, unit] = [path[0]!, path.at(-1)!];
  const [open, agendas, above] = await Promise.all([openCases(store, unit), agendasIn(city, store, office), store.units.exists({ _id: `${city}.${office}`, endedOn: null })]);
  const [taken, carried] = [underWay(agendas), above === null ? new Map<string, Date>() : carriedUp(agendas, { _id: city })];
  const rows = open.filter(({ _id }) => !taken.has(_id));
  const ask = judge(deps, table);
  const found: HardMatter[] = [];
  for (let from = 0; from < rows.length; from += AT_ONCE) {
    const piece = rows.slice(from, from + AT_ONCE);
    const ids = piece.map(({ _id }) => _id);
    const [cases, tasks] = await Promise.all([store.cases.find({ _id: { $in: ids } }, { title: 1, category: 1, grid: 1, level: 1, reopenings: 1, reportedAt: 1, standing: 1 }).lean<Case[]>(), store.tasks.find({ caseNo: { $in: ids } }, { caseNo: 1, state: 1, submission: 1, cards: 1, rungs: 1, createdAt: 1 }).lean<Task[]>()]);
    const status = new Map(piece.map((facts) => [facts._id, facts.status]));
    const byCase = new Map<string, Task[]>(ids.map((id) => [id, []]));
    for (const task of tasks) byCase.get(task.caseNo)?.push(task);
    for (const one of cases) {
      const own = byCase.get(one._id)!;
      const card = own.filter(({ state }) => state === 'open').map(levelOf).reduce((most, level) => (GRAVITY.indexOf(level) > GRAVITY.indexOf(most) ? level : most), 'none' as Level);
      const reasons = [...(carried.has(one._id) ? [CARRIED] : []), ...await ask({ status: status.get(one._id)!, reworks: reworksOf(one, own), card })];
      if (reasons.length > 0) {
        found.push({
          caseNo: one._id, title: one.title, category: one.category, grid: one.grid, reportedAt: one.reportedAt, why: reasons.map(({ why }) => why), weight: reasons[0]!.weight,
          since: stuckSince(one, own, card), city: above !== null && (one.level === 'city' || carried.has(one._id)),
        });
      }
    }
  }
  return found.sort((a, b) => b.weight - a.weight || a.reportedAt.getTime() - b.reportedAt.getTime() || (a.caseNo < b.caseNo ? -1 : 1));
}

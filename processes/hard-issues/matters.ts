// Which open cases of a county are hard matters (重点难点问题): what is on the books without an end, was done again and again, or has a red card; by a table that policy staff edit.
import type { Deps } from '../deps.js';
import { Invalid } from '../errors.js';
import { reworksOf } from '../figures/case-marks.js';
import { openCases } from '../figures/open-cases.js';
import type { Store } from '../store/store.js';
import type { Case, Task } from '../store/types.js';
import { levelOf, type Level } from '../supervising/cards.js';

/** `why`: what makes it hard, the gravest first; `weight` orders them. */
export interface HardMatter { caseNo: string; title: string; category: string; grid: string; why: string[]; weight: number; reportedAt: Date }
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

/** Cases whose agenda is still being worked off: they are not put on the next one. */
async function underWay(county: string, store: Store): Promise<Set<string>> {
  const agendas = await store.cases.find({ scope: county, procedure: 'hard-issues', closing: null }, { suggestion: 1, 'standing.state': 1 }).lean<Case[]>();
  // one that was ended by hand is never closed
  return new Set(agendas.filter(({ standing }) => !standing || standing.state === 'active').flatMap(({ suggestion }) => suggestion?.origins ?? []));
}

/**
 * The hard matters of a county, the gravest first and of like ones the oldest.
 *
 * @throws Invalid when the table's row cannot be used; Unavailable when the engine is away
 */
export async function hardMatters(county: string, deps: Pick<Deps, 'store' | 'engine'>, table = TABLE): Promise<HardMatter[]> {
  const { store } = deps;
  const [open, taken] = await Promise.all([openCases(store, county), underWay(county, store)]);
  const rows = open.filter(({ _id }) => !taken.has(_id));
  const ask = judge(deps, table);
  const found: HardMatter[] = [];
  for (let from = 0; from < rows.length; from += AT_ONCE) {
    const piece = rows.slice(from, from + AT_ONCE);
    const ids = piece.map(({ _id }) => _id);
    const [cases, tasks] = await Promise.all([store.cases.find({ _id: { $in: ids } }, { title: 1, category: 1, grid: 1, reopenings: 1, reportedAt: 1 }).lean<Case[]>(), store.tasks.find({ caseNo: { $in: ids } }, { caseNo: 1, state: 1, submission: 1, cards: 1, rungs: 1 }).lean<Task[]>()]);
    const status = new Map(piece.map((facts) => [facts._id, facts.status]));
    const byCase = new Map<string, Task[]>(ids.map((id) => [id, []]));
    for (const task of tasks) byCase.get(task.caseNo)?.push(task);
    for (const one of cases) {
      const own = byCase.get(one._id)!;
      const card = own.filter(({ state }) => state === 'open').map(levelOf).reduce((most, level) => (GRAVITY.indexOf(level) > GRAVITY.indexOf(most) ? level : most), 'none' as Level);
      const reasons = await ask({ status: status.get(one._id)!, reworks: reworksOf(one, own), card });
      if (reasons.length > 0) found.push({ caseNo: one._id, title: one.title, category: one.category, grid: one.grid, reportedAt: one.reportedAt, why: reasons.map(({ why }) => why), weight: reasons[0]!.weight });
    }
  }
  return found.sort((a, b) => b.weight - a.weight || a.reportedAt.getTime() - b.reportedAt.getTime() || (a.caseNo < b.caseNo ? -1 : 1));
}

// What a pilot brought: the cases of its kind in the trial area and in comparable areas, as many days before as during it, counted from what the cases contribute to the figures; never typed in.
import { categoryName } from '../categories.js';
import type { Deps } from '../deps.js';
import { stoodStill } from '../figures/case-facts.js';
import { computeCaseFigures } from '../figures/case-cells.js';
import { tallyOf } from '../figures/counted-for.js';
import { add, indicators, measured, type Tally } from '../figures/indicators.js';
import { getUnit } from '../organisation.js';
import { formatDay, parseDay, shanghaiDay, startOfDayNumber, startOfShanghaiDay } from '../shanghai.js';
import type { Store } from '../store/store.js';
import type { CaseFacts, Task, Trouble, Unit } from '../store/types.js';
import { mattersSince } from './matters.js';

/** One area in one period: `kind` matters of the kind were reported (as when trouble is found: duplicates once, what was withdrawn or refused not), `all` of every kind; `pausedCases` of the kind stood still for `pausedHours` together, which counts in no time and no limit. */
export interface Count { kind: number; all: number; pausedCases: number; pausedHours: number; tally: Tally }
export interface Span { from: string; until: string }
export interface Compared { id?: string; name: string; before: Count; after?: Count }
/** `change`: how many fewer (negative) or more, as a part of those before; null when there is nothing to compare. */
export interface Measured {
  category: string; categoryName: string; days: number; before: Span; after?: Span; goal: number; area: Compared; others: Compared[]; together: Compared; change: number | null; changeOthers: number | null;
  indicators: { id: string; name: string; definition: string; rows: { name: string; when: 'before' | 'after'; numerator: number; denominator: number | null; value: number | null }[] }[];
  effect: Effect; text: string;
}
export const EFFECTS = { reached: '达到目标', elsewhere: '降幅达到目标，但可比区域同样下降，看不出是试点的作用', none: '没有达到目标', few: '试点前没有同类案件，无法比较', unstarted: '没到开始的日子就停止了，没有可比的数' } as const;
export type Effect = keyof typeof EFFECTS;

/** The trial's days, and as many before them. @param until the last day counted */
export function spansOf(from: string, until: string): { days: number; before: Span; after: Span } {
  const first = parseDay(from);
  const days = Math.max(1, parseDay(until) - first + 1);
  return { days, before: { from: formatDay(first - days), until: formatDay(first - 1) }, after: { from, until: formatDay(first + days - 1) } };
}

async function countIn(unit: string, category: string, { from, until }: Span, { store, clock }: Pick<Deps, 'store' | 'clock'>): Promise<Count> {
  const [matters, all, found] = await Promise.all([
    mattersSince(unit, category, startOfShanghaiDay(from), store, startOfDayNumber(parseDay(until) + 1)), store.caseFacts.countDocuments({ units: unit, reportedDay: { $gte: from, $lte: until } }),
    store.caseFacts.find({ units: unit, category, reportedDay: { $lte: until }, lastDay: { $gte: from } }).lean<CaseFacts[]>(),
  ]);
  const tally = found.reduce<Tally>((sum, facts) => add(sum, tallyOf(facts, (day) => day >= from && day <= until)), {});
  const own = found.filter(({ reportedDay }) => reportedDay >= from);
  const tasks = await store.tasks.find({ caseNo: { $in: own.map(({ _id }) => _id) } }, { caseNo: 1, clock: 1, endedAt: 1 }).lean<Task[]>();
  const still = tasks.map((task) => ({ caseNo: task.caseNo, milliseconds: stoodStill(task, task.endedAt ?? clock.now()) })).filter(({ milliseconds }) => milliseconds > 0);
  const hours = still.reduce((sum, { milliseconds }) => sum + milliseconds, 0) / 3_600_000;
  return { kind: matters.length, all, pausedCases: new Set(still.map(({ caseNo }) => caseNo)).size, pausedHours: Math.round(hours * 10) / 10, tally };
}

const sumOf = (counts: Count[]): Count => counts.reduce<Count>((sum, { kind, all, pausedCases, pausedHours, tally }) => ({
  kind: sum.kind + kind, all: sum.all + all, pausedCases: sum.pausedCases + pausedCases, pausedHours: Math.round((sum.pausedHours + pausedHours) * 10) / 10, tally: add(sum.tally, tally),
}), { kind: 0, all: 0, pausedCases: 0, pausedHours: 0, tally: {} });

/** The areas to compare with: of the same level under the unit that decides, without those where the same kind is being tried. */
async function comparable(area: Unit, { unit, category, at }: Pick<Trouble, 'unit' | 'category' | 'at'>, { from, until }: Span, store: Store): Promise<Unit[]> {
  const trials = await store.troubles.find({ at, trial: { $ne: null } }).lean<Trouble[]>();
  const tried = new Set(trials.flatMap((one) => (one.category === category && one.trial!.from <= until && one.trial!.until >= from ? [one.trial!.area] : [])));
  const found = await store.units.find({ path: unit, level: area.level }, { outline: 0 }).lean<Unit[]>();
  return found.filter((one) => one._id !== area._id && ![...tried].some((each) => one.path.includes(each))).sort((a, b) => (a._id < b._id ? -1 : 1));
}

const changeOf = ({ before, after }: Compared): number | null => (after && before.kind > 0 ? (after.kind - before.kind) / before.kind : null);

/** @param goal by how many of a hundred it was to fall */
export function effectOf(change: number | null, changeOthers: number | null, goal: number): Effect {
  if (change === null) return 'few';
  if (-change * 100 < goal) return 'none';
  return changeOthers !== null && changeOthers <= change ? 'elsewhere' : 'reached';
}

const percent = (change: number | null): string => (change === null ? '无法比较' : change === 0 ? '持平' : `${change < 0 ? '下降' : '上升'} ${Math.round(Math.abs(change) * 100)}%`);
const counts = (span: Span, { kind, all }: Count): string => `${span.from} 至 ${span.until} ${kind} 起（同期全部案件 ${all} 起）`;

function said({ days, before, after, area, others, together, change, changeOthers, categoryName: kind }: Measured): string {
  const still = (count: Count) => `${count.pausedCases} 件共 ${count.pausedHours} 小时`;
  if (!after) return `${kind}，试点前 ${days} 天。${area.name}：${counts(before, area.before)}；可比区域 ${others.length} 个合计：${counts(before, together.before)}。暂停计时 ${still(area.before)}。`;
  return [
    `${kind}，前后各 ${days} 天。`, `${area.name}（试点）：${counts(before, area.before)}，${counts(after, area.after!)}，${percent(change)}。`,
    others.length > 0 ? `可比区域 ${others.length} 个（${others.map(({ name }) => name).join('、')}）合计：${counts(before, together.before)}，${counts(after, together.after!)}，${percent(changeOthers)}。` : '没有可比区域。',
    `试点区域的暂停计时：试点前 ${still(area.before)}，试点中 ${still(area.after!)}，不计入办理时间和时限。`,
  ].join('\n\n');
}

export interface Trial { area: string; from: string; until: string; goal: number; chosen: string[] }

/**
 * Measures a trial, or before it how things stand.
 *
 * @param trial `until`: the last day counted; `chosen`: ids of further indicators
 * @param over whether the trial is over
 * @throws NotFound when the area is none
 */
export async function measure(trouble: Pick<Trouble, 'unit' | 'category' | 'at'>, trial: Trial, over: boolean, deps: Pick<Deps, 'store' | 'clock' | 'calendar'>): Promise<Measured> {
  const { store } = deps;
  // what happened until now counts, whichever process runs this
  await computeCaseFigures(deps);
  const { days, before, after } = spansOf(trial.from, trial.until);
  const unit = await getUnit(store, trial.area);
  const look = async (id: string): Promise<Pick<Compared, 'before' | 'after'>> => ({ before: await countIn(id, trouble.category, before, deps), ...(over ? { after: await countIn(id, trouble.category, after, deps) } : {}) });
  const area: Compared = { id: unit._id, name: unit.name, ...await look(unit._id) };
  const others: Compared[] = [];
  for (const { _id, name } of await comparable(unit, trouble, after, store)) others.push({ id: _id, name, ...await look(_id) });
  const together: Compared = { name: '可比区域合计', before: sumOf(others.map((one) => one.before)), ...(over ? { after: sumOf(others.map((one) => one.after!)) } : {}) };
  const begun = trial.until >= trial.from;
  const [change, changeOthers] = begun ? [changeOf(area), changeOf(together)] : [null, null];
  const rows = (id: string) => [area, together].flatMap((one) => (['before', 'after'] as const).flatMap((when) => (one[when] ? [{ name: one.name, when, ...measured(indicators.find((each) => each.id === id)!, one[when].tally) }] : [])));
  const made: Measured = {
    category: trouble.category, categoryName: categoryName(trouble.category), days, before, ...(over ? { after } : {}), goal: trial.goal, area, others, together, change, changeOthers,
    indicators: indicators.filter(({ id }) => trial.chosen.includes(id)).map(({ id, name, definition }) => ({ id, name, definition, rows: rows(id) })), effect: begun ? effectOf(change, changeOthers, trial.goal) : 'unstarted', text: '',
  };
  return { ...made, text: said(made) };
}

/** The last day that counts of a trial that ends now. */
export const endedOn = (until: string, now: Date): string => [until, shanghaiDay(now)].sort()[0]!;

// What the overview shows: the figures of a unit, of the units below it, of each category and of each stretch of the period, read from few cells.
import { findCategory } from '../categories.js';
import type { Deps } from '../deps.js';
import { Invalid } from '../errors.js';
import { formatDay, parseDay, shanghaiDay } from '../shanghai.js';
import type { Store } from '../store/store.js';
import type { CaseCell, CaseFacts, Unit } from '../store/types.js';
import { placeCell } from './case-cells.js';
import { add, type Mark, type Tally } from './indicators.js';
import { openCases, standsFor } from './open-cases.js';

export interface Wanted { from: string; until: string; category?: string }
/** A part of the period: a day, or a month (as much of it as lies in the period). */
export interface Stretch { from: string; until: string; times: string[] }

/** Days of a period that are shown one by one; of a longer one, months. */
const MOST_DAYS = 92;
const LONGEST = 366 * 3;

const isFirst = (day: number): boolean => formatDay(day).endsWith('-01');

/** The cells' times that make up a period: whole months as months, the rest as days. */
export function timesOf(from: number, until: number): string[] {
  const times: string[] = [];
  for (let day = from; day <= until;) {
    const month = formatDay(day).slice(0, 7);
    let next = day + 1;
    while (!isFirst(next)) next += 1;
    if (isFirst(day) && next - 1 <= until) [times[times.length], day] = [month, next];
    else [times[times.length], day] = [formatDay(day), day + 1];
  }
  return times;
}

/** Cuts a period for its trend. @throws Invalid when it ends before it begins or is too long to be read */
export function stretches({ from, until }: Wanted): Stretch[] {
  const [first, last] = [parseDay(from), parseDay(until)];
  if (last < first) throw new Invalid(`period <${from}> to <${until}> ends before it begins`, [{ path: 'until', message: '结束日期不能早于开始日期' }]);
  if (last - first >= LONGEST) throw new Invalid(`period <${from}> to <${until}> is too long`, [{ path: 'until', message: '最长看三年，请缩短时间范围' }]);
  const parts: Stretch[] = [];
  for (let day = first; day <= last;) {
    let end = day;
    if (last - first >= MOST_DAYS) while (end < last && !isFirst(end + 1)) end += 1;
    parts.push({ from: formatDay(day), until: formatDay(end), times: timesOf(day, end) });
    day = end + 1;
  }
  return parts;
}

/** What of a cell is wanted: all, a category, or a class of them (`A`). */
function ofCategory({ figures }: Pick<CaseCell, 'figures'>, category?: string): Tally {
  const sum: Tally = {};
  for (const [code, tally] of Object.entries(figures)) if (!category || code.startsWith(category)) add(sum, tally);
  return sum;
}

/** What stands now of some cases. */
export function standing(cases: CaseFacts[], now: Date): Tally {
  const tally: Tally = { open: 0, dueSoon: 0, overdue: 0 };
  for (const facts of cases) for (const mark of ['open', 'dueSoon', 'overdue'] as Mark[]) if (standsFor(facts, mark, now)) tally[mark]! += 1;
  return tally;
}

export interface Picture {
  all: Tally; today: Tally;
  /** The units right below; those of departments are not among them. */
  units: { unit: Pick<Unit, '_id' | 'name' | 'level'>; tally: Tally }[];
  categories: { code: string; name: string; group?: string; tally: Tally }[];
  trend: { from: string; until: string; tally: Tally }[];
  open: CaseFacts[];
}

async function cells(store: Store, ids: string[]): Promise<Map<string, CaseCell>> {
  return new Map((await store.caseCells.find({ _id: { $in: ids } }, { unit: 1, figures: 1 }).lean<CaseCell[]>()).map((cell) => [cell._id, cell]));
}

const within = (found: Map<string, CaseCell>, unit: string, times: string[], category?: string): Tally => times.reduce<Tally>((sum, time) => {
  const cell = found.get(placeCell(unit, time));
  return cell ? add(sum, ofCategory(cell, category)) : sum;
}, {});

/**
 * Reads the picture of a unit.
 *
 * @param wanted `from` and `until`: days, both counted in; `category`: a code, or the letter of a class
 * @throws Invalid when the period is none
 */
export async function pictureOf(unit: Unit, wanted: Wanted, { store, clock }: Pick<Deps, 'store' | 'clock'>): Promise<Picture> {
  const parts = stretches(wanted);
  const now = clock.now();
  const today = shanghaiDay(now);
  const below = unit.level === 'department' ? [] : (await store.units.find({ parent: unit._id, level: { $ne: 'department' } }, { name: 1, level: 1 }).lean<Unit[]>()).sort((a, b) => a._id.localeCompare(b._id));
  const whole = timesOf(parseDay(wanted.from), parseDay(wanted.until));
  const own = [...new Set([...parts.flatMap(({ times }) => times), ...whole, today])].map((time) => placeCell(unit._id, time));
  const [found, ofBelow, open] = await Promise.all([
    cells(store, own), cells(store, below.flatMap(({ _id }) => whole.map((time) => placeCell(_id, time)))), openCases(store, unit._id, wanted.category),
  ]);
  const byCategory = new Map<string, Tally>();
  for (const time of whole) {
    for (const [code, tally] of Object.entries(found.get(placeCell(unit._id, time))?.figures ?? {})) {
      if (!wanted.category || code.startsWith(wanted.category)) byCategory.set(code, add(byCategory.get(code) ?? {}, tally));
    }
  }
  const openBy = new Map<string, CaseFacts[]>();
  for (const facts of open) {
    if (openBy.has(facts.category)) openBy.get(facts.category)!.push(facts);
    else openBy.set(facts.category, [facts]);
  }
  for (const code of openBy.keys()) if (!byCategory.has(code)) byCategory.set(code, {});
  return {
    all: add(within(found, unit._id, whole, wanted.category), standing(open, now)), today: within(found, unit._id, [today], wanted.category),
    units: below.map((one) => ({ unit: one, tally: add(within(ofBelow, one._id, whole, wanted.category), standing(open.filter(({ units }) => units.includes(one._id)), now)) })),
    categories: [...byCategory].sort(([a], [b]) => (a < b ? -1 : 1)).map(([code, tally]) => ({
      code, name: findCategory(code)?.name ?? code, group: findCategory(code)?.group, tally: add({ ...tally }, standing(openBy.get(code) ?? [], now)),
    })),
    trend: parts.map(({ from, until, times }) => ({ from, until, tally: within(found, unit._id, times, wanted.category) })),
    open,
  };
}

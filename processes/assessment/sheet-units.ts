// Whose a sheet of indicators is: the city's or a county's. A county goes by the city's until it saves its own; from then on by that.
import { figurePosts } from '../figures/figure-units.js';
import { allows, type Ability } from '../roles.js';
import type { Assessment, AssessmentIndicator, AssessmentScore, AssessmentSheet, Cycle, Subject } from '../store/assessment-types.js';
import type { Store } from '../store/store.js';
import type { Person } from '../store/types.js';
import { unitsById, unitsOf, type KnownUnit } from '../units.js';
import { SHIPPED, shippedSheet } from './built-in.js';
import { cycleOf, monthsOf } from './periods.js';

/** Whoever may do one of these at a city or a county saves its sheets. */
export const EDITS_SHEETS: readonly Ability[] = ['edit-procedures', 'assess'];

const hasSheets = ({ level }: Pick<KnownUnit, 'level'>): boolean => level === 'city' || level === 'county';
const wholePath = ({ _id, path }: Pick<KnownUnit, '_id' | 'path'>): string[] => [...new Set([...path, _id])];
const widestFirst = (a: KnownUnit, b: KnownUnit): number => a.path.length - b.path.length || a.name.localeCompare(b.name, 'zh-CN') || (a._id < b._id ? -1 : 1);

/** The units whose sheets a person saves, the widest first: those of their own posts alone, not of what lies below. */
export async function ownSheetUnits(person: Pick<Person, 'posts'>, store: Store): Promise<KnownUnit[]> {
  const posts = person.posts.filter(({ role }) => EDITS_SHEETS.some((ability) => allows(role, ability))).map(({ unit }) => unit);
  return [...(await unitsOf(store, posts)).values()].filter(hasSheets).sort(widestFirst);
}

/** The units whose sheets a person may look at, the widest first: those that hold where they are, and below. The first of `nearest` is shown without a wish. */
export async function sheetUnits(person: Person, store: Store): Promise<{ all: KnownUnit[]; nearest: KnownUnit | undefined }> {
  const units = await unitsById(store);
  const own = await ownSheetUnits(person, store);
  const posts = new Set([...figurePosts(person), ...own.map(({ _id }) => _id)]);
  const above = new Set([...posts].flatMap((id) => { const unit = units.get(id); return unit ? wholePath(unit) : []; }));
  const all = [...units.values()].filter((unit) => hasSheets(unit) && !unit.endedOn && (above.has(unit._id) || unit.path.some((id) => posts.has(id)))).sort(widestFirst);
  return { all, nearest: own[0] ?? all.find(({ _id }) => posts.has(_id)) ?? all.filter(({ _id }) => above.has(_id)).at(-1) };
}

interface Place { county?: KnownUnit; city?: KnownUnit }

async function placeOf(unit: string, store: Store): Promise<Place> {
  const found = (await unitsOf(store, [unit])).get(unit);
  const path = [...(await unitsOf(store, found ? wholePath(found) : [])).values()];
  return { county: path.find(({ level }) => level === 'county'), city: path.find(({ level }) => level === 'city') };
}

/** A sheet as it holds in a unit: `inherited` from the city, or shipped. */
export interface HeldSheet extends AssessmentSheet { inherited: boolean }

const newestFirst = (a: AssessmentSheet, b: AssessmentSheet): number => (a.from < b.from ? 1 : -1);

/** What holds in a place, the newest first: its county's own; before the first of those, and without any, the city's; the shipped one last. */
function held(saved: readonly AssessmentSheet[], { county, city }: Place, subject: Subject, cycle: Cycle): HeldSheet[] {
  const own = county ? saved.filter(({ unit }) => unit === county._id).sort(newestFirst) : [];
  const cityOwn = saved.filter(({ unit }) => unit !== undefined && unit === city?._id);
  // saved when there was one for all: each city's, but for the months of which it saved its own
  const common = saved.filter(({ unit, from }) => (unit === undefined || unit === null) && !cityOwn.some((one) => one.from === from));
  const above = [...cityOwn, ...common].sort(newestFirst).map((sheet) => ({ ...sheet, ...(city && { unit: city._id }) }));
  const first = own.at(-1)?.from;
  return [...own.map((sheet) => ({ ...sheet, inherited: false })), ...[...above, shippedSheet(subject, cycle)].filter(({ from }) => !first || from < first).map((sheet) => ({ ...sheet, inherited: !!county }))];
}

const savedFor = (subject: Subject, cycle: Cycle, store: Store): Promise<AssessmentSheet[]> => store.assessmentSheets.find({ subject, cycle }).lean<AssessmentSheet[]>();

/** All versions that hold in a unit at some time, the newest first; the shipped one last. */
export async function sheetsOf(unit: string, subject: Subject, cycle: Cycle, store: Store): Promise<HeldSheet[]> {
  return held(await savedFor(subject, cycle, store), await placeOf(unit, store), subject, cycle);
}

type Used = Required<Pick<Assessment, 'indicators' | 'from' | 'sheetName' | 'others'>>;

/** The indicators for a period in a unit: those that hold there, and beside a city's those of its counties that have saved their own. @throws Invalid when it is no period */
export async function sheetsFor(unit: string, subject: Subject, period: string, store: Store): Promise<Used> {
  const first = monthsOf(period)[0]!;
  const cycle = cycleOf(period);
  const saved = await savedFor(subject, cycle, store);
  const place = await placeOf(unit, store);
  const all = held(saved, place, subject, cycle);
  const { indicators, from, revision, inherited } = all.find((sheet) => sheet.from <= first) ?? all.at(-1)!;
  const sheetName = revision === 0 ? SHIPPED : (inherited ? undefined : place.county?.name) ?? place.city?.name ?? '全市';
  const counties = place.county ? [] : [...(await unitsOf(store, saved.flatMap((sheet) => sheet.unit ?? []))).values()].filter(({ level, path }) => level === 'county' && path.includes(unit)).sort(widestFirst);
  const others = counties.flatMap(({ _id, name }) => {
    const own = saved.filter((sheet) => sheet.unit === _id && sheet.from <= first).sort(newestFirst)[0];
    return own ? [{ unit: _id, name, from: own.from, indicators: own.indicators }] : [];
  });
  return { indicators, from, sheetName, others };
}

/** The county by whose own indicators one of those assessed is assessed; none: by the assessment's. Whoever has posts in two such counties goes by the assessment's, too. */
export function countyOf(path: readonly string[], others: Used['others']): Used['others'][number] | undefined {
  const found = others.filter(({ unit }) => path.includes(unit));
  return found.length === 1 ? found[0] : undefined;
}

/** The indicators by which a score came about, and whose they are. */
export function sheetOf({ indicators, from, sheetName = '全市', others = [] }: Assessment, { sheet }: Pick<AssessmentScore, 'sheet'>): { indicators: AssessmentIndicator[]; from: string; name: string } {
  return others.find(({ unit }) => unit === sheet) ?? { indicators, from, name: sheetName };
}

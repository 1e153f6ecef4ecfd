// The overview: every indicator with what it counts, of a unit and all below it; the list behind each is `/cases` with `figure`.
import { z } from 'zod';
import { categories } from '../../processes/categories.js';
import type { Deps } from '../../processes/deps.js';
import { getFigureUnit, ownFigureUnits } from '../../processes/figures/behind.js';
import { indicators, marks, measured, type Tally } from '../../processes/figures/indicators.js';
import { standsFor } from '../../processes/figures/open-cases.js';
import { pictureOf, type Wanted } from '../../processes/figures/overview.js';
import { isDay, shanghaiDay } from '../../processes/shanghai.js';
import { sharedAnswers } from '../../processes/shared-look.js';
import { perStore } from '../../processes/store/per-store.js';
import type { CaseFacts, Unit } from '../../processes/store/types.js';
import { unitsOf } from '../../processes/units.js';
import { named } from '../named-cases.js';
import { route, type Route } from '../route.js';
import { id } from '../schemas.js';

export const dayText = z.string().refine(isDay, '应是日期，如 2026-06-21');
export const categoryText = z.string().regex(/^[A-Z](\d\d)?$/, '没有这个类别');

/** So many of those that burn are named. */
const NAMED = 5;

const figuresOf = (tally: Tally) => Object.fromEntries(indicators.map((indicator) => [indicator.id, measured(indicator, tally)]));
const figure = z.object({ numerator: z.number(), denominator: z.number().nullable(), value: z.number().nullable() });
const figures = z.record(z.string(), figure);

/** What everybody who may see a unit's figures is shown of them. */
async function answerOf(unit: Unit, wanted: Wanted, deps: Deps) {
  const { store } = deps;
  const at = deps.clock.now();
  const [picture, broken] = await Promise.all([pictureOf(unit, wanted, deps), store.incidents.find({ state: 'open' }, { instanceKey: 1 }).lean()]);
  const byDue = (a: CaseFacts, b: CaseFacts) => a.due!.getTime() - b.due!.getTime();
  const [late, soon] = (['overdue', 'dueSoon'] as const).map((mark) => picture.open.filter((facts) => standsFor(facts, mark, at)).sort(byDue)) as [CaseFacts[], CaseFacts[]];
  const still = [...picture.open].sort((a, b) => a.moved.getTime() - b.moved.getTime());
  const [worst, nextLate, stuck] = [late, soon, still].map((some) => some.slice(0, NAMED)) as [CaseFacts[], CaseFacts[], CaseFacts[]];
  const names = new Map((await named([...new Set([...worst, ...nextLate, ...stuck])], deps)).map((one) => [one.caseNo, one]));
  const shown = (some: CaseFacts[]) => some.map(({ _id }) => names.get(_id)!);
  const incidents = broken.length > 0 ? await store.instances.countDocuments({ _id: { $in: [...new Set(broken.map(({ instanceKey }) => instanceKey))] }, scope: unit._id }) : 0;
  return {
    at,
    indicators: indicators.map((indicator) => ({
      ...indicator, counts: { numerator: indicator.numerator, denominator: indicator.denominator }, ...measured(indicator, picture.all), basis: marks[indicator.numerator].basis, numeratorName: indicator.kind === 'time' ? '首次响应用时（分钟）' : marks[indicator.numerator].name,
      denominatorName: indicator.denominator && marks[indicator.denominator].name,
    })),
    today: { new: picture.today.new ?? 0, closed: picture.today.closed ?? 0 },
    units: picture.units.map(({ unit: { _id, name, level }, tally }) => ({ id: _id, name, level, figures: figuresOf(tally) })),
    categories: picture.categories.map(({ tally, ...category }) => ({ ...category, figures: figuresOf(tally) })),
    trend: picture.trend.map(({ tally, ...stretch }) => ({ ...stretch, figures: figuresOf(tally) })),
    worst: shown(worst), soon: shown(nextLate), stuck: shown(stuck), incidents,
  };
}
const answers = perStore(() => sharedAnswers<Awaited<ReturnType<typeof answerOf>>>());

export const overviewRoutes: Route[] = [
  route({
    method: 'get', path: '/overview', tag: '指挥室', ability: 'see-figures',
    summary: 'The figures of a unit and all below it: what stands now, and what was reported or closed in a period (both days counted in, days of Shanghai). Each names its numerator, its denominator and what they mean.',
    query: z.object({ unit: id.optional(), from: dayText.optional(), until: dayText.optional(), category: categoryText.optional() }),
    answer: z.object({
      unit: z.object({ id: z.string(), name: z.string(), level: z.string() }), above: z.array(z.object({ id: z.string(), name: z.string() })), from: z.string(), until: z.string(), at: z.date(),
      indicators: z.array(z.looseObject({ id: z.string(), name: z.string(), definition: z.string() })), today: z.object({ new: z.number(), closed: z.number() }),
      units: z.array(z.looseObject({ id: z.string(), name: z.string(), figures })), categories: z.array(z.looseObject({ code: z.string(), name: z.string(), figures })),
      trend: z.array(z.object({ from: z.string(), until: z.string(), figures })), worst: z.array(z.looseObject({})), soon: z.array(z.looseObject({})), stuck: z.array(z.looseObject({})), incidents: z.number(),
    }),
    async handle({ query, person }, deps) {
      const { store } = deps;
      const unit = await getFigureUnit(query.unit, person, deps);
      const today = shanghaiDay(deps.clock.now());
      const until = query.until ?? today;
      const from = query.from ?? [`${until.slice(0, 7)}-01`, until].sort()[0]!;
      const [shown, own] = await Promise.all([answers(store)(JSON.stringify([unit._id, from, until, query.category]), () => answerOf(unit, { from, until, category: query.category }, deps)), ownFigureUnits(person, deps)]);
      const may = new Set(own.map(({ _id }) => _id));
      const path = unit.path.filter((one) => one !== unit._id);
      const visible = path.slice(Math.max(0, path.findIndex((one) => may.has(one)) === -1 ? path.length : path.findIndex((one) => may.has(one))));
      const units = await unitsOf(store, visible);
      return { unit: { id: unit._id, name: unit.name, level: unit.level }, above: visible.map((one) => ({ id: one, name: units.get(one)?.name ?? one })), from, until, ...shown };
    },
  }),
];

/** What a category filter is called. */
export const categoryWords = (code: string): string => categories.find((one) => (code.length === 1 ? one.code.startsWith(code) : one.code === code))?.[code.length === 1 ? 'group' : 'name'] ?? code;

// Procedure analysis: the figures behind the heat map of a diagram.
import { z } from 'zod';
import { analyse, taskLevels, type Wish } from '../../processes/figures/analysis.js';
import { bottlenecksOf } from '../bottlenecks.js';
import { figureUnits } from '../../processes/figures/figure-units.js';
import { presetPeriod } from '../../processes/figures/periods.js';
import { isDay } from '../../processes/shanghai.js';
import { route, type Route } from '../route.js';

const day = z.string().refine(isDay, '请填写存在的日期，例如 2026-06-21');
const unit = z.string().max(80);
const spread = z.object({ count: z.number(), mean: z.number().optional(), median: z.number().optional(), p90: z.number().optional(), approximate: z.boolean() });
const element = z.object({
  id: z.string(), name: z.string(), type: z.string(), human: z.boolean(), gone: z.boolean(), runs: z.number(), cut: z.number(), again: z.number(), faults: z.number(), due: z.number(), late: z.number(),
  time: spread, wait: spread.optional(), work: spread.optional(),
});
const figures = z.object({
  period: z.object({ from: z.string(), to: z.string() }), unit: z.object({ id: z.string(), name: z.string() }).optional(), elements: z.array(element), flows: z.record(z.string(), z.number()), whole: element.optional(),
  runs: z.number(), bottlenecks: z.array(z.object({ element: z.string(), kind: z.string(), text: z.string() })),
});

export const analysisRoutes: Route[] = [
  route({
    method: 'get', path: '/analysis/units', tag: '分析', summary: 'The units whose figures this person may see, from the top down.', ability: 'see-figures',
    answer: z.object({ items: z.array(z.object({ id: z.string(), name: z.string(), level: z.string(), depth: z.number() })) }),
    async handle({ person }, { store }) {
      const all = await figureUnits(person, store);
      const least = Math.min(...all.map(({ path }) => path.length));
      return { items: all.map(({ _id, name, level, path }) => ({ id: _id, name, level, depth: path.length - least })) };
    },
  }),
  route({
    method: 'get', path: '/analysis/{procedure}', tag: '分析', ability: 'see-figures',
    summary: 'What ran on a procedure in a span of days (its end counts; milliseconds): by element how often, mean, median, p90, waiting and working, limits, repetitions, faults; `other…` a second side to compare.',
    params: z.object({ procedure: z.string().max(120) }),
    query: z.object({ version: z.coerce.number().int().min(1).optional(), from: day.optional(), to: day.optional(), unit: unit.optional(), level: z.enum(taskLevels).optional(), otherFrom: day.optional(), otherTo: day.optional(), otherUnit: unit.optional() }),
    answer: figures.extend({ procedure: z.string(), name: z.string(), drawn: z.string(), version: z.number().optional(), versions: z.array(z.object({ version: z.number(), definitionKey: z.string() })), other: figures.optional() }),
    async handle({ params, query, person }, deps) {
      const { version, level, otherFrom, otherTo, otherUnit } = query;
      const usual = presetPeriod('ninety', deps.clock.now());
      const first: Wish = { from: query.from ?? (query.to && query.to < usual.from ? query.to : usual.from), to: query.to ?? (query.from && query.from > usual.to ? query.from : usual.to), unit: query.unit, level };
      const second = otherFrom ?? otherTo ?? otherUnit;
      const wishes: [Wish, ...Wish[]] = [first];
      if (second !== undefined) wishes.push({ from: otherFrom ?? first.from, to: otherTo ?? first.to, unit: otherUnit ?? first.unit, level });
      const [own, other] = await analyse(params.procedure, version, wishes, person, deps);
      const said = (elements: typeof own.elements) => bottlenecksOf(elements).map(({ element: at, kind, text }) => ({ element: at, kind, text }));
      return { ...own, bottlenecks: said(own.elements), ...(other ? { other: { ...other, bottlenecks: said(other.elements) } } : {}) };
    },
  }),
];

// Recurring trouble (反复问题): what was found in one's units, what lies behind it and came of it; taking it up as a policy pilot, or setting it aside with a reason.
import { z } from 'zod';
import { categoryName } from '../../processes/categories.js';
import type { Deps } from '../../processes/deps.js';
import { lookAt, STATES, troublesOf } from '../../processes/recurring/look.js';
import { dismiss, getTrouble, mayTake, takeUp } from '../../processes/recurring/take.js';
import type { Case, Trouble } from '../../processes/store/types.js';
import { hidden } from '../hide.js';
import { unitNames } from '../pages/names.js';
import { route, type Route } from '../route.js';
import { paging, why } from '../schemas.js';
import { caseSummary } from '../summaries.js';

const tag = '反复问题';
const ability = 'see-recurring' as const;
const one = z.object({ id: z.string().min(1).max(160) });
const any = z.looseObject({});

/** A trouble as it is shown, with the names of its units. */
async function shown(troubles: Trouble[], deps: Pick<Deps, 'store'>) {
  const names = await unitNames(deps, troubles.flatMap(({ unit, grid, trial }) => [unit, grid, trial?.area]));
  return troubles.map(({ _id, unit, category, place, grid, state, total, reports, reporters, first, last, rule, foundAt, taken, pilot, trial, settled, before }) => ({
    id: _id, unit, unitName: names[unit], category, categoryName: categoryName(category), place: hidden(place), grid, gridName: names[grid], state, total, reports, reporters, first, last, rule, foundAt,
    ...(taken ? { taken: { by: taken.by, at: taken.at } } : {}), pilot, ...(trial ? { trial: { ...trial, areaName: names[trial.area] } } : {}), settled: settled && { ...settled, reason: hidden(settled.reason) }, before,
  }));
}

/** The pilot that came of it: where it stands, and what was last measured. */
async function pilotOf({ pilot }: Trouble, { store }: Pick<Deps, 'store'>) {
  const found = pilot ? await store.cases.findById(pilot).lean<Case>() : null;
  if (!found) return {};
  const facts = (key: string) => found.facts.filter((fact) => fact.key === key).at(-1)?.data;
  const { caseNo, title, status } = caseSummary(found);
  return { pilotCase: { caseNo, title, status }, measured: hidden(facts('pilot-measured') ?? facts('pilot-baseline')) };
}

export const recurringRoutes: Route[] = [
  route({
    method: 'get', path: '/recurring', tag, ability, summary: 'What recurs in your units: offered, being tried as a policy pilot, or settled.', query: z.object({ state: z.enum(STATES).default('offered'), ...paging }),
    answer: z.object({ counts: z.record(z.string(), z.number().int()), total: z.number().int(), page: z.number().int(), size: z.number().int(), items: z.array(any) }),
    async handle({ query: { state, page, size }, person }, deps) {
      const { items, ...rest } = await troublesOf(person, state, { page, size }, deps);
      return { ...rest, page, size, items: await shown(items, deps) };
    },
  }),
  route({
    method: 'get', path: '/recurring/{id}', tag, ability, summary: 'One of them: the cases behind it with how far each lies from the middle, how often it happened before, and what its pilot measured.', params: one, answer: any,
    async handle({ params, person }, deps) {
      const found = await getTrouble(params.id, person, deps);
      const [{ behind, trend }, [summary], pilot] = await Promise.all([lookAt(found, deps), shown([found], deps), pilotOf(found, deps)]);
      return { ...summary, ...pilot, mayTake: mayTake(person, found), trend, cases: behind.map(({ found: each, merged, metres }) => ({ ...caseSummary(each), merged, metres })) };
    },
  }),
  route({
    method: 'post', path: '/recurring/{id}/pilot', tag, ability: 'propose-policy', summary: 'Takes it up as a policy pilot, a case of its own; done again by the same person it is the same case.', params: one, answer: z.object({ caseNo: z.string() }), status: 201,
    async handle({ params, person, res }, deps) {
      const { caseNo, created } = await takeUp(params.id, person, deps);
      res.status(created ? 201 : 200).json({ caseNo });
    },
  }),
  route({
    method: 'post', path: '/recurring/{id}/dismiss', tag, ability: 'propose-policy', summary: 'Sets it aside with a reason: what was reported until now is answered by it.', params: one, body: z.object({ reason: why }), answer: any,
    handle: async ({ params, body, person }, deps) => (await shown([await dismiss(params.id, body.reason, person, deps)], deps))[0],
  }),
];

// Suggestions to departments, made from a case; and which cases a suggestion came from.
import { z } from 'zod';
import { getCase } from '../../processes/cases.js';
import type { Deps } from '../../processes/deps.js';
import { troubleOf } from '../../processes/recurring/take.js';
import { can } from '../../processes/roles.js';
import type { Case, Person } from '../../processes/store/types.js';
import { departmentsFor, moreOrigins, suggest, suggestionSchema, suggestionsFrom } from '../../processes/suggestions.js';
import { maySeeCaseNow } from '../../processes/visibility.js';
import { route, type Route } from '../route.js';
import { caseSummary } from '../summaries.js';

const one = z.object({ caseNo: z.string().max(40) });
const seen = z.object({ caseNo: z.string(), title: z.string().optional(), status: z.string().optional() });

/** A case's number, and more only for who may see it. */
const shown = (cases: Case[], person: Person, { store }: Pick<Deps, 'store'>) => Promise.all(cases.map(async (found) => {
  const { caseNo, title, status } = caseSummary(found);
  return await maySeeCaseNow(store, person, found) ? { caseNo, title, status } : { caseNo };
}));

async function originsOf(found: Case, person: Person, deps: Pick<Deps, 'store'>) {
  const origins = found.suggestion?.origins ?? [];
  return origins.length === 0 ? [] : shown(await deps.store.cases.find({ _id: { $in: origins } }).sort({ _id: 1 }).lean<Case[]>(), person, deps);
}

export const suggestionRoutes: Route[] = [
  route({
    method: 'get', path: '/cases/{caseNo}/suggestions', tag: '案件', summary: 'The suggestions that came from a case, the cases that it came from if it is one (or the recurring trouble, of a policy pilot), and the departments that one can be made to.', params: one,
    answer: z.object({ items: z.array(seen), origins: z.array(seen), to: z.string().optional(), trouble: z.string().optional(), departments: z.array(z.object({ id: z.string(), name: z.string() })) }),
    async handle({ params, person }, deps) {
      const found = await getCase(params.caseNo, person, deps);
      const [items, origins, departments, trouble, unit] = await Promise.all([
        suggestionsFrom(found._id, deps), originsOf(found, person, deps), departmentsFor(found, deps), found.suggestion && can(person, 'see-recurring') ? troubleOf(found, deps.store) : null, found.suggestion ? deps.store.units.findById(found.suggestion.to, { name: 1 }).lean() : undefined,
      ]);
      return { items: await shown(items, person, deps), origins, ...(unit ? { to: unit.name } : {}), ...(trouble ? { trouble: trouble._id } : {}), departments: departments.map(({ _id, name }) => ({ id: _id, name })) };
    },
  }),
  route({
    method: 'get', path: '/cases/{caseNo}/suggestions/origins', tag: '案件', summary: 'The cases that you may see and that a suggestion from this one could also come from: the same place and kind first.', params: one, query: z.object({ q: z.string().trim().max(80).default('') }),
    answer: z.object({ items: z.array(z.object({ caseNo: z.string(), title: z.string(), status: z.string(), categoryName: z.string(), place: z.string(), reportedAt: z.date() })) }),
    async handle({ params, query, person }, deps) {
      const items = await moreOrigins(await getCase(params.caseNo, person, deps), query.q, person, deps);
      return { items: items.map((each) => { const { caseNo, title, status, categoryName, place, reportedAt } = caseSummary(each); return { caseNo, title, status, categoryName: categoryName ?? each.category, place: place.text, reportedAt }; }) };
    },
  }),
  route({
    method: 'post', path: '/cases/{caseNo}/suggestions', tag: '案件', summary: 'Puts a suggestion to a department, from this case and others that show the same; the same clientId is the same suggestion.', params: one, body: suggestionSchema,
    answer: z.object({ caseNo: z.string() }), status: 201,
    async handle({ params, body, person, res }, deps) {
      const { caseNo, created } = await suggest(params.caseNo, body, person, deps);
      res.status(created ? 201 : 200).json({ caseNo });
    },
  }),
];

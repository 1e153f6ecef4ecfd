// Suggestions (办案建议): what a matter showed to be wrong is put to the department that can mend it, as a case of its own that knows the cases it comes from.
import { z } from 'zod';
import { assertFiles } from './attachments.js';
import { filterOf, getCase } from './cases.js';
import type { Deps } from './deps.js';
import { recordOnce } from './entries.js';
import { Invalid } from './errors.js';
import { caseKey, touch } from './feed.js';
import { CHECK } from './figures/case-facts.js';
import { fileReport, reportSchema } from './report.js';
import { actorOf } from './tasks.js';
import type { Case, Person, Unit } from './store/types.js';

/** From so many cases at most one suggestion comes. */
const MOST_ORIGINS = 20;

/** What a suggestion says; the same schema checks the API's input. */
export const suggestionSchema = z.object({
  clientId: z.uuid(), to: z.string().max(80), title: z.string().trim().min(2, { message: '请写明建议什么' }).max(80), text: z.string().trim().min(2, { message: '请写明为什么、怎么改' }).max(2_000),
  attachments: reportSchema.shape.attachments, more: z.array(z.string().max(40)).max(MOST_ORIGINS - 1).default([]),
});

/** The departments that a suggestion from a case can be made to: those of its town, then its county's. */
export async function departmentsFor({ town, county }: Pick<Case, 'town' | 'county'>, { store }: Pick<Deps, 'store'>): Promise<Unit[]> {
  const units = await store.units.find({ path: county, level: 'department', endedOn: null }).lean<Unit[]>();
  return units.filter(({ parent }) => parent === town || parent === county).sort((a, b) => Number(b.parent === town) - Number(a.parent === town) || a._id.localeCompare(b._id));
}

/** So many of the newest are compared, and so many are offered. */
const COMPARED = 500;
const OFFERED = 10;

/** How much another case is like one: its place before its kind, both before either. */
const sameAs = (found: Case) => ({ grid, village, category, place }: Case): number => (
  (grid === found.grid ? 3 : village === found.village ? 1 : 0) + (place.text === found.place.text ? 1 : 0) + (category === found.category ? 2 : 0));

/**
 * The cases that a person may read and that may show the same as one: of its town, or wherever they have the words; what happened at the same place and is of the same kind first, of those the newest.
 *
 * @param q words to look for; none: the likeliest
 */
export async function moreOrigins(found: Case, q: string, person: Person, { store }: Pick<Deps, 'store'>): Promise<Case[]> {
  // the checks of a warning are no matters that somebody saw
  const others = await store.cases.find({ $and: [filterOf(q ? { q } : {}, person), { _id: { $ne: found._id }, suggestion: null, procedure: { $ne: CHECK }, ...(q ? {} : { scope: found.town }) }] } as never, { description: 0, facts: 0, plan: 0, attachments: 0 }).sort({ reportedAt: -1, _id: -1 }).limit(COMPARED).lean<Case[]>();
  const likeness = sameAs(found);
  return others.map((one) => [likeness(one), one] as const).filter(([like]) => q !== '' || like > 0).sort(([a], [b]) => b - a).slice(0, OFFERED).map(([, one]) => one);
}

/**
 * Makes a suggestion from a case (and others that show the same); the client's id makes a repeated one the same.
 *
 * @throws Invalid when the unit is no department that it can be made to; NotFound when a case is not theirs to see; Conflict as `fileReport` does
 */
export async function suggest(caseNo: string, { clientId, to, title, text, attachments, more }: z.infer<typeof suggestionSchema>, person: Person, deps: Deps): Promise<{ caseNo: string; created: boolean }> {
  const found = await getCase(caseNo, person, deps);
  const unit = (await departmentsFor(found, deps)).find(({ _id }) => _id === to);
  if (!unit) throw new Invalid(`no department <${to}> for a suggestion`, [{ path: 'to', message: '请选择本镇或本县的部门' }]);
  await assertFiles(deps.store, [{ key: 'attachments', ids: attachments }], person);
  const others = await Promise.all([...new Set(more)].filter((one) => one !== caseNo).map((one) => getCase(one, person, deps)));
  const origins = [found, ...others].map(({ _id }) => _id);
  const report = { clientId, title, description: text, category: found.category, urgency: '一般' as const, people: 0, source: '网格巡查' as const, place: found.place, grid: found.grid, attachments };
  const made = await fileReport(report, person, deps, { procedure: 'suggestion', source: '办案建议', suggestion: { to, origins } });
  // written again by whoever sends again: a crash may have come between
  for (const origin of origins) {
    await recordOnce(deps.store, {
      _id: `suggested:${made.caseNo}:${origin}`, caseNo: origin, at: deps.clock.now(), who: actorOf(person), action: '建议', text: `向「${unit.name}」提出建议 ${made.caseNo}：${title}`,
    });
  }
  touch(deps.store, origins.map(caseKey));
  return made;
}

/** The suggestions that came from a case, the newest first. */
export const suggestionsFrom = (caseNo: string, { store }: Pick<Deps, 'store'>): Promise<Case[]> => store.cases.find({ 'suggestion.origins': caseNo }).sort({ reportedAt: -1 }).lean<Case[]>();


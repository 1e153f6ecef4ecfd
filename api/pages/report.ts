// Reporting a matter: what, where, how many people, with photos, from the grid that the person looks after.
import { MOST_LISTED, searchUnits } from '../../processes/find-units.js';
import { sources, urgencies } from '../../processes/report.js';
import type { Unit } from '../../processes/store/types.js';
import { given, type Page, type Visit } from './page.js';

type Category = { code: string; name: string; group: string };

/** What may be reported, and for which grids: what the form offers. More grids than a page lists are found by a few letters, `among` those of a person or `under` the unit that they serve. */
export async function reportable({ ask, person, deps: { store } }: Visit): Promise<{ categories: Category[]; grids: { id: string; name: string; chosen: boolean }[]; among?: 'mine'; under?: string }> {
  // all below the unit of a post, or the unit itself when it is a grid; a department reports for the unit that it serves
  const bases = [...new Set(person.posts.map(({ unit }) => unit.split('.')[0]!))];
  const [categories, ...lists]: [Category[], ...Awaited<ReturnType<typeof searchUnits>>[]] = await Promise.all([ask('/categories'), ...bases.map((under) => searchUnits({ levels: ['grid'], under }, person, MOST_LISTED, store))]);
  const found = new Map(lists.flatMap(({ items }) => items).map((unit) => [unit.id, unit]));
  if (found.size > MOST_LISTED || lists.some(({ total }) => total > MOST_LISTED)) return { categories, grids: [], ...(bases.length === 1 ? { under: bases[0] } : { among: 'mine' as const }) };
  const grids = [...found.values()];
  const own = grids.find(({ id }) => bases.includes(id)) ?? (grids.length === 1 ? grids[0] : undefined);
  return { categories, grids: grids.map(({ id, name, place }) => ({ id, name: [place.split(' · ').at(-1), name].filter(Boolean).join(' · '), chosen: id === own?.id })) };
}

export const page: Page = {
  name: 'report', path: '/report', title: '上报', assets: ['report.js'],
  async show(visit) {
    const { person, deps } = visit;
    const { categories, ...offered } = await reportable(visit);
    const asked = given(visit.req, 'group');
    const groups = [...new Set(categories.map(({ group }) => group))].map((name) => ({ name, categories: categories.filter(({ group }) => group === name) })).map((one) => ({ ...one, opened: one.categories[0]!.code[0] === asked }));
    // whom a complaint may be about: what lies in one's county, but for the grids themselves
    const county = (await deps.store.units.findOne({ _id: person.posts[0]?.unit.split('.')[0] }, { path: 1 }).lean<Unit>())?.path[1];
    const complainable = await searchUnits({ levels: ['city', 'county', 'town', 'village', 'department'], ...(county ? { under: county } : {}) }, person, MOST_LISTED, deps.store);
    return { begins: (await visit.ask('/initiatives')).items.length > 0, ...(complainable.total > MOST_LISTED ? {} : { complainable: complainable.items }), county, groups, sources, urgencies, ...offered, personId: person._id };
  },
};

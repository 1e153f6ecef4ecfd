// Reporting a matter: what, where, how many people, with photos, from the grid that the person looks after.
import { sources, urgencies } from '../../processes/report.js';
import type { Unit } from '../../processes/store/types.js';
import { unitNames } from './names.js';
import { given, type Page, type Visit } from './page.js';

type Category = { code: string; name: string; group: string };

/** The grids of a post: all below its unit, or the unit itself when it is one; a department reports for the unit that it serves. */
async function gridsOf(post: string, { ask, deps: { store } }: Visit): Promise<Unit[]> {
  const under = post.split('.')[0]!;
  const own = await store.units.findById(under).lean<Unit>();
  return own?.level === 'grid' ? [own] : ask('/organisation/units', { query: { under, level: 'grid' } });
}

/** What may be reported, and for which grids: what the form offers. */
export async function reportable(visit: Visit): Promise<{ categories: Category[]; grids: { id: string; name: string; chosen: boolean }[] }> {
  const { ask, person, deps } = visit;
  const [categories, lists]: [Category[], Unit[][]] = await Promise.all([
    ask('/categories'),
    Promise.all(person.posts.map(({ unit }) => gridsOf(unit, visit))),
  ]);
  const grids = [...new Map(lists.flat().map((unit) => [unit._id, unit])).values()];
  const own = grids.find(({ _id }) => person.posts.some(({ unit }) => unit === _id)) ?? (grids.length === 1 ? grids[0] : undefined);
  const villages = await unitNames(deps, grids.map(({ parent }) => parent));
  return { categories, grids: grids.map(({ _id, name, parent }) => ({ id: _id, name: parent && villages[parent] ? `${villages[parent]} · ${name}` : name, chosen: _id === own?._id })) };
}

export const page: Page = {
  name: 'report', path: '/report', title: '上报', assets: ['report.js'],
  async show(visit) {
    const { person, deps } = visit;
    const { categories, grids } = await reportable(visit);
    const asked = given(visit.req, 'group');
    const groups = [...new Set(categories.map(({ group }) => group))].map((name) => ({ name, categories: categories.filter(({ group }) => group === name) })).map((one) => ({ ...one, opened: one.categories[0]!.code[0] === asked }));
    // whom a complaint may be about: what lies in one's county, but for the grids themselves
    const county = (await deps.store.units.findOne({ _id: person.posts[0]?.unit.split('.')[0] }, { path: 1 }).lean<Unit>())?.path[1];
    const units = await deps.store.units.find(county ? { path: county, level: { $ne: 'grid' } } : { level: { $ne: 'grid' } }, { name: 1 }).sort({ _id: 1 }).lean<Unit[]>();
    return { begins: (await visit.ask('/initiatives')).items.length > 0, complainable: units.map(({ _id, name }) => ({ id: _id, name })), groups, sources, urgencies, grids, personId: person._id };
  },
};

// Reporting a matter: what, where, how many people, with photos, from the grid that the person looks after.
import { randomUUID } from 'node:crypto';
import { sources, urgencies } from '../../processes/report.js';
import type { Unit } from '../../processes/store/types.js';
import { unitNames } from './names.js';
import type { Page } from './page.js';

type Category = { code: string; name: string; group: string };

export const page: Page = {
  name: 'report', path: '/report', title: '上报', assets: ['report.js'],
  async show({ ask, person, deps }) {
    const [categories, lists]: [Category[], Unit[][]] = await Promise.all([
      ask('/categories'),
      Promise.all([...new Set(person.posts.map(({ unit }) => unit))].map((under) => ask('/organisation/units', { query: { under, level: 'grid' } }))),
    ]);
    const groups = [...new Set(categories.map(({ group }) => group))].map((name) => ({ name, categories: categories.filter(({ group }) => group === name) }));
    const grids = [...new Map(lists.flat().map((unit) => [unit._id, unit])).values()];
    const own = grids.find(({ _id }) => person.posts.some(({ unit }) => unit === _id)) ?? (grids.length === 1 ? grids[0] : undefined);
    const villages = await unitNames(deps, grids.map(({ parent }) => parent));
    return {
      groups, sources, urgencies, clientId: randomUUID(), personId: person._id,
      grids: grids.map(({ _id, name, parent }) => ({ id: _id, name: parent && villages[parent] ? `${villages[parent]} · ${name}` : name, chosen: _id === own?._id })),
    };
  },
};

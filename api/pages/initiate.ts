// Beginning a matter that nobody reported, such as joint enforcement: which procedure, what, where.
import type { Page } from './page.js';
import { reportable } from './report.js';

export const page: Page = {
  name: 'initiate', path: '/initiate', title: '发起工作', assets: ['initiate.js'],
  async show(visit) {
    const [{ items }, { categories, ...offered }] = await Promise.all([visit.ask('/initiatives'), reportable(visit)]);
    const groups = [...new Set(categories.map(({ group }) => group))].map((name) => ({ name, categories: categories.filter(({ group }) => group === name) }));
    return { procedures: items, single: items.length === 1, groups, ...offered };
  },
};

// One report with two contents: what the device has beside what the server has, and what to do about it.
import type { Page } from './page.js';
import { reportable } from './report.js';

export const page: Page = {
  name: 'outbox-conflict', path: '/outbox/conflict/:id', title: '两份不同的上报', assets: ['outbox-conflict.js'],
  async show(visit) {
    const { categories, grids } = await reportable(visit);
    return { data: { id: visit.req.params.id, person: visit.person._id, categories: Object.fromEntries(categories.map(({ code, name }) => [code, name])), grids: Object.fromEntries(grids.map(({ id, name }) => [id, name])) } };
  },
};

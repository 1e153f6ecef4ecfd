// Orders of partners for intake and dispatchers: what waits to be sorted, what became a case, what was sent back.
import { views } from '../../processes/partners/sort.js';
import { urgencies } from '../../processes/report.js';
import { unitsFor } from '../../processes/roles.js';
import { MOST_LISTED, searchUnits } from '../../processes/find-units.js';
import { given, pageNumber, pager, type Page } from './page.js';

const names = { sorting: '待分拣', filed: '已立案', returned: '已退单' };
const nothing = { sorting: '没有待分拣的工单。能对上类别和网格的，已直接立案。', filed: '没有立案的工单。', returned: '没有退回的工单。' };
const words: Record<string, string> = { category: '事件类别', grid: '网格' };

export const page: Page = {
  name: 'orders', path: '/orders', title: '转办工单', assets: ['partners.css', 'orders.js'],
  async show({ req, ask, person, deps }) {
    const state = views.find((one) => one === given(req, 'state')) ?? 'sorting';
    const [found, categories] = await Promise.all([ask('/orders', { query: { state, page: pageNumber(req), size: 20 } }), ask('/categories')]);
    const seats = unitsFor(person, 'sort-orders');
    const lists = await Promise.all(seats.map((under) => searchUnits({ levels: ['grid'], under }, person, MOST_LISTED, deps.store)));
    // more than a page lists are found by a few letters
    const grids = lists.some(({ total }) => total > MOST_LISTED) ? undefined : [...new Map(lists.flatMap(({ items }) => items).map(({ id, name, place }) => [id, { id, name: [place.split(' · ').at(-1), name].filter(Boolean).join(' · ') }])).values()];
    return {
      ...found, grids, urgencies, sorting: state === 'sorting', nothing: nothing[state], pager: pager(req, found),
      groups: [...new Set(categories.map(({ group }: any) => group))].map((name) => ({ name, categories: categories.filter(({ group }: any) => group === name) })),
      tabs: views.map((one) => ({ name: names[one], href: `/orders?state=${one}`, current: one === state, total: found.counts[one] })),
      items: found.items.map((item: any) => ({ ...item, lacks: item.missing.map((one: string) => words[one]).join('、'), late: state === 'sorting' && new Date(item.sortBy) < deps.clock.now() })),
    };
  },
};

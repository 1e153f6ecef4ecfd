// The list of tasks: mine, my groups', what I did, what I reported.
import { given, pageNumber, pager, type Page } from './page.js';

const views = [
  { id: 'mine', name: '我的', empty: '现在没有要您办的任务。到“待认领”看看本部门还有什么。' },
  { id: 'group', name: '待认领', empty: '本部门没有等人认领的任务。' },
  { id: 'done', name: '已办', empty: '您还没有办完的任务。' },
  { id: 'sent', name: '我上报的', empty: '您还没有上报过。发现情况，点“上报”。' },
];
const size = 20;

export const page: Page = {
  name: 'tasks', path: '/tasks', title: '我的任务', assets: ['acting.css', 'acting.js'],
  async show({ req, ask }) {
    const q = given(req, 'q');
    const current = views.find(({ id }) => id === given(req, 'view')) ?? views[0]!;
    const number = pageNumber(req);
    const [list, ...counts] = await Promise.all([
      current.id === 'sent' ? ask('/cases', { query: { mine: 'true', q, page: String(number), size: String(size) } }) : ask('/tasks', { query: { view: current.id, q, page: String(number), size: String(size) } }),
      ...views.slice(0, 2).map(({ id }) => ask('/tasks', { query: { view: id, page: '1', size: '1' } })),
    ]);
    return {
      asked: await ask('/asked'),
      q, view: current.id, empty: current.empty, items: list.items, sent: current.id === 'sent', claimable: current.id === 'group',
      pager: pager(req, { total: list.total, page: number, size }),
      views: views.map((each, n) => ({ ...each, here: each === current, total: n < 2 ? counts[n].total : undefined })),
    };
  },
};

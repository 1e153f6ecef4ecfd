// One order of changes: how far it is, each line with its day, what stopped it; called off or tried again here.
import { pageNumber, pager, type Page } from './page.js';
import { orderShown } from './organisation.js';

const size = 100;
const actions: Record<string, { units: string; people: string }> = { add: { units: '新增', people: '新增' }, change: { units: '变更', people: '变更' }, end: { units: '撤销', people: '离岗' } };

export const page: Page = {
  name: 'organisation-change', path: '/organisation/changes/:id', title: '组织变更', assets: ['grid.css', 'organisation.css', 'organisation.js'],
  async show({ req, ask }) {
    const number = pageNumber(req);
    const { order, total, items } = await ask('/organisation/changes/{id}', { params: { id: req.params.id }, query: { page: String(number), size: String(size) } });
    const word = (action: string) => actions[action]![order.kind as 'units' | 'people'];
    return {
      title: order.title, total, order: { ...orderShown(order), percent: total ? Math.floor((order.done / total) * 100) : 100, endWord: word('end'), stuck: order.state === 'stuck' },
      mayCancel: ['open', 'stuck'].includes(order.state), items: items.map((each: any) => ({ ...each, from: each.day, word: word(each.action) })), pager: pager(req, { total, page: number, size }),
    };
  },
};

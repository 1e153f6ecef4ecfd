// What recurs (反复问题): offered, being tried, settled.
import { STATES } from '../../processes/recurring/look.js';
import { given, pageNumber, pager, type Page } from './page.js';

const names = { offered: '待研究', taken: '试点中', settled: '已处理' };
const empty = { offered: '现在没有反复发生的问题。', taken: '没有正在做的政策试点。', settled: '还没有处理过的反复问题。' };
export const outcomes: Record<string, string> = { declined: '未采纳', spread: '已推广', dropped: '不再推行', dismissed: '不提案' };

export const page: Page = {
  name: 'recurring', path: '/recurring', title: '反复问题', assets: ['control-room.css', 'recurring.css'],
  async show({ req, ask }) {
    const state = STATES.find((one) => one === given(req, 'state')) ?? 'offered';
    const found = await ask('/recurring', { query: { state, page: String(pageNumber(req)) } });
    return {
      views: STATES.map((id) => ({ id, name: names[id], total: found.counts[id], href: id === 'offered' ? '/recurring' : `/recurring?state=${id}`, here: id === state })),
      items: found.items.map((one: any) => ({ ...one, href: `/recurring/${encodeURIComponent(one.id)}`, ended: one.settled && outcomes[one.settled.outcome] })), none: empty[state], pager: pager(req, found),
    };
  },
};

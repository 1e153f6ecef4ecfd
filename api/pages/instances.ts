// The instances of procedures: which version, which case, how far, and what is broken.
import { given, pageNumber, pager, type Page } from './page.js';

export const page: Page = {
  name: 'instances', path: '/instances', title: '流程实例',
  async show({ req, ask }) {
    const query = { procedure: given(req, 'procedure'), state: given(req, 'state'), caseNo: given(req, 'caseNo') };
    const number = pageNumber(req);
    const size = 20;
    const [list, answer] = await Promise.all([ask('/instances', { query: { ...query, page: String(number), size: String(size) } }), ask('/procedures')]);
    const procedures: { id: string; name: string }[] = answer.items;
    return {
      ...query, items: list.items.map((each: any) => ({ ...each, name: procedures.find(({ id }) => id === each.procedure)?.name ?? each.procedure })), pager: pager(req, { total: list.total, page: number, size }), filtered: Boolean(query.procedure || query.state || query.caseNo),
      procedures: procedures.map((each) => ({ ...each, chosen: each.id === query.procedure })),
      states: [['active', '进行中'], ['completed', '已完成'], ['terminated', '已终止']].map(([id, name]) => ({ id, name, chosen: id === query.state })),
    };
  },
};

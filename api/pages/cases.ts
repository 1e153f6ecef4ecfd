// The cases of one's own units and below, searched, filtered and paged.
import { getFigureUnit } from '../../processes/figures/behind.js';
import { marks, type Mark } from '../../processes/figures/indicators.js';
import { categoryName } from '../../processes/categories.js';
import { given, pageNumber, pager, type Page } from './page.js';

const statuses = ['待受理', '待派遣', '待签收', '处置中', '协同会办中', '上报待接收', '待核查', '待回访', '已结案', '不予受理', '作废', '并案', '移送司法'];

export const page: Page = {
  name: 'cases', path: '/cases', title: '案件',
  async show({ req, ask, person, deps }) {
    const query = { q: given(req, 'q'), status: given(req, 'status'), category: given(req, 'category') };
    const figure = Object.hasOwn(marks, given(req, 'figure') ?? '') ? given(req, 'figure') as Mark : undefined;
    const behind = figure ? Object.fromEntries([['figure', figure], ...['unit', 'from', 'until'].flatMap((name) => (given(req, name) ? [[name, given(req, name)!]] : []))]) : {};
    const number = pageNumber(req);
    const size = 20;
    const [list, categories]: [any, { code: string; name: string }[]] = await Promise.all([ask('/cases', { query: { ...query, ...behind, page: String(number), size: String(size) } }), ask('/categories')]);
    return {
      ...query, ...(figure ? { behind: { ...marks[figure], where: (await getFigureUnit(given(req, 'unit'), person, deps)).name, from: marks[figure].basis === 'now' ? undefined : behind.from, until: behind.until, total: list.total, kind: query.category && categoryName(query.category), back: `/overview?unit=${behind.unit ?? ''}` } } : {}), filtered: Boolean(figure || query.q || query.status || query.category), items: list.items.map((each: any) => ({ ...each, categoryName: each.categoryName ?? categories.find(({ code }) => code === each.category)?.name })), pager: pager(req, { total: list.total, page: number, size }),
      statuses: statuses.map((name) => ({ name, chosen: name === query.status })),
      categories: categories.map((each) => ({ ...each, chosen: each.code === query.category })),
    };
  },
};

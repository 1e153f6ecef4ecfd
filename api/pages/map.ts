// The map of one's area: its filters are those of the lists, its points come from the API.
import { urgencies } from '../../processes/report.js';
import { given, type Page } from './page.js';

const views = [{ id: 'cases', name: '在办案件' }, { id: 'mine', name: '我的任务' }, { id: 'group', name: '待认领' }, { id: 'sent', name: '我上报的' }];
const dues = [{ id: 'overdue', name: '已超时' }, { id: 'soon', name: '快到期' }, { id: 'calm', name: '未到期' }, { id: 'paused', name: '暂停计时' }, { id: 'none', name: '不限时' }];
const statuses = ['待受理', '待派遣', '待签收', '处置中', '协同会办中', '上报待接收', '待核查', '待回访'];

export const page: Page = {
  name: 'map', path: '/map', title: '地图', assets: ['map.css', 'map.js'],
  async show({ req, ask, deps }) {
    const categories: { code: string; name: string; group: string }[] = await ask('/categories');
    const chosen = (name: string) => given(req, name);
    const groups = [...new Map(categories.map(({ code, group }) => [code[0]!, group])).entries()].map(([letter, name]) => ({ id: letter, name, chosen: letter === chosen('category') }));
    return {
      q: chosen('q'), views: views.map((each) => ({ ...each, chosen: each.id === chosen('view') })), dues: dues.map((each) => ({ ...each, chosen: each.id === chosen('due') })),
      statuses: statuses.map((name) => ({ name, chosen: name === chosen('status') })), urgencies: urgencies.map((name) => ({ name, chosen: name === chosen('urgency') })), groups,
      filtered: ['q', 'view', 'due', 'status', 'urgency', 'category'].some((name) => chosen(name)),
      forBrowser: deps.settings.map ?? { crs: 'wgs84' },
    };
  },
};

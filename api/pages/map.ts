// The map of one's area: its filters are those of the lists, its points come from the API.
import { areaOf } from '../../processes/outlines.js';
import { urgencies } from '../../processes/report.js';
import type { Deps } from '../../processes/deps.js';
import type { Person } from '../../processes/store/types.js';
import { given, type Page } from './page.js';

const views = [{ id: 'cases', name: '在办案件' }, { id: 'mine', name: '我的任务' }, { id: 'group', name: '待认领' }, { id: 'sent', name: '我上报的' }];
const dues = [{ id: 'overdue', name: '已超时' }, { id: 'soon', name: '快到期' }, { id: 'calm', name: '未到期' }, { id: 'paused', name: '暂停计时' }, { id: 'none', name: '不限时' }];
const levels = [{ id: 'village', name: '村（社区）' }, { id: 'town', name: '镇（街道）' }, { id: 'county', name: '县（市、区）' }, { id: 'city', name: '市' }];
const statuses = ['待受理', '待派遣', '待签收', '处置中', '协同会办中', '上报待接收', '待核查', '待回访'];

/** More than this is no list to choose from. */
const MOST_UNITS = 300;

/** The units right below a person's own, and those below them as long as they are few, to choose from. */
async function unitsBelow({ store }: Pick<Deps, 'store'>, person: Person, chosen?: string) {
  const below = async (parents: string[]) => store.units.find({ parent: { $in: parents }, level: { $ne: 'department' } }, { name: 1, parent: 1 }).sort({ _id: 1 }).lean();
  const first = await below(areaOf(person));
  const second = first.length ? await below(first.map(({ _id }) => _id)) : [];
  const shown = first.length + second.length <= MOST_UNITS ? second : [];
  const option = (name: string, id: string) => ({ id, name, chosen: id === chosen });
  return first.map(({ _id, name }) => ({ ...option(name, _id), items: shown.filter(({ parent }) => parent === _id).map((unit) => option(unit.name, unit._id)) }));
}

export const page: Page = {
  name: 'map', path: '/map', title: '地图', assets: ['map.css', 'map.js'],
  async show({ req, person, ask, deps }) {
    const categories: { code: string; name: string; group: string }[] = await ask('/categories');
    const chosen = (name: string) => given(req, name);
    const groups = [...new Map(categories.map(({ code, group }) => [code[0]!, group])).entries()].map(([letter, name]) => ({ id: letter, name, chosen: letter === chosen('category') }));
    return {
      q: chosen('q'), views: views.map((each) => ({ ...each, chosen: each.id === chosen('view') })), dues: dues.map((each) => ({ ...each, chosen: each.id === chosen('due') })),
      levels: levels.map((each) => ({ ...each, chosen: each.id === chosen('level') })), units: await unitsBelow(deps, person, chosen('unit')),
      statuses: statuses.map((name) => ({ name, chosen: name === chosen('status') })), urgencies: urgencies.map((name) => ({ name, chosen: name === chosen('urgency') })), groups,
      filtered: ['q', 'view', 'due', 'status', 'urgency', 'category', 'level', 'unit'].some((name) => chosen(name)),
      forBrowser: deps.settings.map ?? { crs: 'wgs84' },
    };
  },
};

// The board of supervision, one of its columns, or the history of what was done.
import { categories } from '../../processes/categories.js';
import { urgencies } from '../../processes/report.js';
import { boardNames } from '../board-shown.js';
import { narrowing } from '../task-list-choices.js';
import { given, pageNumber, pager, type Page } from './page.js';

const names: Record<string, { name: string; hint: string; empty: string; shade: string }> = {
  near: { name: boardNames.near, hint: '时限已用到提醒点（80%）', empty: '没有快到期的任务。', shade: 'soon' }, overdue: { name: boardNames.overdue, hint: '过了时限，还没有黄牌、红牌', empty: '没有超期的任务。', shade: 'late' },
  yellow: { name: boardNames.yellow, hint: '黄牌督办中', empty: '没有黄牌。', shade: 'yellow' }, red: { name: boardNames.red, hint: '红牌督办中', empty: '没有红牌。', shade: 'red' },
  pressed: { name: boardNames.pressed, hint: '标了加急的，也在其他列里', empty: '没有加急的任务。', shade: 'soon' }, paused: { name: boardNames.paused, hint: '计时已暂停', empty: '没有挂账缓办的任务。', shade: 'still' },
};
const types = [['yellow', '黄牌督办'], ['red', '红牌督办'], ['plain', '普通督办'], ['cancel', '取消督办'], ['press', '加急'], ['unpress', '取消加急'], ['urge', '催办'], ['remind', '临期提醒'], ['escalate', '升级上报'], ['remark', '领导批示'], ['question', '要求答复']] as const;
const levels = [['village', '村（社区）'], ['town', '镇（街道）'], ['county', '县（市、区）'], ['city', '市'], ['department', '部门']] as const;
const FIRST = 5;

export const page: Page = {
  name: 'supervision', path: '/supervision', title: '督办', assets: ['control-room.css', 'acting.css', 'supervision.js'],
  async show({ req, ask, person, deps }) {
    const column = Object.keys(names).find((one) => one === given(req, 'column'));
    const past = given(req, 'view') === 'history';
    const filter = { q: given(req, 'q'), unit: given(req, 'unit'), category: given(req, 'category'), level: given(req, 'level'), urgency: given(req, 'urgency') };
    const number = pageNumber(req);
    const type = types.find(([id]) => id === given(req, 'type'))?.[0];
    const [found, ladder, units, done, erasures] = await Promise.all([
      past ? undefined : ask('/supervision', { query: { ...filter, column, page: String(number), size: String(column ? 20 : FIRST) } }), past ? undefined : ask('/supervision/ladder').catch(() => ({ rows: [] })), narrowing(deps.store, person),
      past ? ask('/supervision/history', { query: { type, page: String(number), size: '30' } }) : undefined, past || column ? undefined : ask('/retention/requests'),
    ]);
    const href = (more: Record<string, string | undefined>) => `/supervision?${new URLSearchParams(Object.entries({ ...filter, ...more }).filter((pair): pair is [string, string] => Boolean(pair[1])))}`;
    const chosen = (value?: string) => (entry: { id: string; name: string }) => ({ ...entry, chosen: entry.id === value });
    return {
      ...filter, filtered: Object.values(filter).some(Boolean), column, past, erasures: erasures?.items, all: href({}), historyHref: '/supervision?view=history',
      board: found?.columns.map(({ column: id, items }: any) => ({ id, ...names[id], total: found.counts[id], items, more: !column && found.counts[id] > FIRST ? href({ column: id }) : undefined, href: href({ column: id }) })),
      tiles: found && Object.entries(names).map(([id, { name, shade }]) => ({ id, name, shade, total: found.counts[id], href: href({ column: id }), here: id === column })),
      pager: column && found ? pager(req, found) : undefined, done: done && { ...done, pager: pager(req, done) }, types: types.map(([id, name]) => ({ id, name, chosen: id === type })), ladder,
      units: units.map(({ name, items }) => ({ name, items: items.map(chosen(filter.unit)) })), levels: levels.map(([id, name]) => chosen(filter.level)({ id, name })), urgencies: urgencies.map((name) => chosen(filter.urgency)({ id: name, name })),
      groups: [...new Map(categories.map(({ code, group }) => [code[0]!, group]))].map(([id, name]) => chosen(filter.category)({ id, name })),
      forBrowser: { now: deps.clock.now() },
    };
  },
};

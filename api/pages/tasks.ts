// The list of tasks: mine, my groups', what my units have at work, what I did, what I reported; searched, narrowed, sorted, and kept as filters under a name.
import { categories } from '../../processes/categories.js';
import { urgencies } from '../../processes/report.js';
import { holders, narrowing } from '../task-list-choices.js';
import { warningsShown } from '../warnings-shown.js';
import { given, pageNumber, pager, type Page } from './page.js';

type View = 'mine' | 'group' | 'unit' | 'done' | 'sent';
const views: { id: View; name: string; empty: string; href?: string; action?: string }[] = [
  { id: 'mine', name: '我的', empty: '现在没有要您办的任务。', href: '/tasks?view=group', action: '看看有没有待认领的' },
  { id: 'group', name: '待认领', empty: '没有等人认领的任务。有了新任务会通知您，也会自动出现在这里。' },
  { id: 'unit', name: '本单位在办', empty: '您的单位和辖区现在没有在办的任务。' },
  { id: 'done', name: '已办', empty: '您还没有办完的任务。办完的任务都能在这里查到。' },
  { id: 'sent', name: '我上报的', empty: '您还没有上报过。发现情况，从这里上报。', href: '/report', action: '上报' },
];
const dues = [{ id: 'overdue', name: '已超时', tone: 'late' }, { id: 'soon', name: '快到期', tone: 'soon' }, { id: 'today', name: '今天到期' }, { id: 'paused', name: '暂停计时' }, { id: 'none', name: '不限时' }];
const sorts = [{ id: 'due', name: '先到期的在前' }, { id: 'priority', name: '最紧急的在前' }, { id: 'age', name: '等得最久的在前' }];
const levels = [{ id: 'village', name: '村（社区）' }, { id: 'town', name: '镇（街道）' }, { id: 'county', name: '县（市、区）' }, { id: 'city', name: '市' }, { id: 'department', name: '部门' }, { id: 'grid', name: '网格' }];
const fields = ['q', 'due', 'level', 'unit', 'category', 'urgency', 'sort'] as const;
type Query = { view: View } & Partial<Record<(typeof fields)[number], string>>;
const size = 20;

const href = (query: Partial<Query>): string => `/tasks?${new URLSearchParams(Object.entries(query).filter((pair): pair is [string, string] => Boolean(pair[1])))}`;
const marked = <T extends { id: string }>(list: T[], chosen?: string) => list.map((each) => ({ ...each, chosen: each.id === chosen }));

/** What a list can be narrowed by: cases that one reported by their text only, what is done not by its time limit. */
const fieldsOf = (view: View): readonly (typeof fields)[number][] => (view === 'sent' ? ['q'] : view === 'done' ? ['q', 'level', 'unit', 'category', 'urgency'] : fields);

/** Who has nothing of their own begins with what waits for somebody. */
const beginsWithGroup = ({ mine, group }: { mine: number; group: number }): boolean => mine === 0 && group > 0;

export const page: Page = {
  name: 'tasks', path: '/tasks', title: '我的任务', assets: ['acting.css', 'tasks.css', 'warnings.css', 'tasks.js'],
  async show({ req, person, ask, deps }) {
    const asked = views.find(({ id }) => id === given(req, 'view'));
    let here = asked ?? views[0]!;
    let query: Query = { view: here.id, ...Object.fromEntries(fieldsOf(here.id).map((name) => [name, given(req, name)])) };
    const number = pageNumber(req);
    const paged = { page: String(number), size: String(size) };
    const listed = () => (query.view === 'sent' ? ask('/cases', { query: { mine: 'true', q: query.q, ...paged } }) : ask('/tasks', { query: { ...query, ...paged } }));
    // all in one turn: then the store is looked at once for them
    const [first, counts, saved, units, invited, { items: warned }] = await Promise.all([listed(), ask('/tasks/counts'), ask('/filters'), narrowing(deps.store, person), ask('/asked'), ask('/warnings')]);
    let list = first;
    if (!asked && !fields.some((name) => given(req, name)) && beginsWithGroup(counts)) {
      here = views[1]!;
      query = { view: here.id };
      list = await listed();
    }
    const { q, due, sort, view, ...rest } = query;
    const narrowed = { q, due, ...rest };
    const groups = [...new Map(categories.map(({ code, group }) => [code[0]!, group]))].map(([id, name]) => ({ id, name: `${name}（全部）`, items: marked(categories.filter(({ code }) => code.startsWith(id)).map(({ code, name: called }) => ({ id: code, name: called })), query.category), chosen: id === query.category }));
    const names: Record<string, { id: string; name: string }[]> = { due: dues, level: levels, unit: units.flatMap(({ items }) => items), category: groups.flatMap(({ id, name, items }) => [{ id, name }, ...items]), urgency: urgencies.map((name) => ({ id: name, name })) };
    const applied = Object.entries(narrowed).filter(([, value]) => value).map(([name, value]) => ({ name: name === 'q' ? `“${value}”` : names[name]?.find(({ id }) => id === value)?.name ?? value, without: href({ ...query, [name]: undefined }) }));
    const address = href(query);
    const kept = (saved.items as { id: string; name: string; query: Query }[]).map((each) => ({ ...each, href: href(each.query), here: href({ ...query, ...Object.fromEntries(fields.map((name) => [name, each.query[name]])), view: each.query.view ?? 'mine' }) === address }));
    return {
      asked: invited, q, view, sent: view === 'sent', wide: view === 'unit' || view === 'sent', claimable: view === 'group', selectable: view === 'mine' || view === 'group' || view === 'unit', withDue: view !== 'done' && view !== 'sent', sort,
      warnings: warningsShown(warned),
      items: view === 'unit' ? await holders(deps.store, list.items) : list.items, pager: pager(req, { total: list.total, page: number, size }),
      views: views.map((each) => ({ ...each, here: each === here, total: counts[each.id], href: href({ view: each.id }) })),
      empty: here.empty, emptyHref: here.href, emptyAction: here.action, applied, all: href({ view }),
      dues: list.due && dues.map((each) => ({ ...each, total: list.due[each.id], here: each.id === due, href: href({ ...query, due: each.id === due ? undefined : each.id }) })).filter((each) => each.total > 0 || each.here),
      dueState: due, sorts: marked(sorts, sort ?? 'due'), levels: marked(levels, query.level), units: units.map(({ name, items }) => ({ name, items: marked(items, query.unit) })), groups, urgencies: marked(names.urgency!, query.urgency),
      saved: kept, keptHere: kept.some((each) => each.here),
      forBrowser: { query: Object.fromEntries(Object.entries(query).filter(([, value]) => value)) },
    };
  },
};

// The grid: how far the month is, what it has not seen yet, and the four registers, for the unit where one stands.
import { categoriesOf } from '../../processes/grid/draft.js';
import { registers } from '../../processes/grid/fields.js';
import { mayKeep } from '../../processes/grid/may.js';
import type { Progress } from '../../processes/grid/progress.js';
import { keptGrids, standpoint } from '../grid/units.js';
import { seenWords } from '../grid/seen.js';
import { warningsShown } from '../warnings-shown.js';
import { given, pageNumber, pager, type Page } from './page.js';

const size = 20;
const states = [{ id: 'current', name: '在册' }, { id: 'gone', name: '已注销' }, { id: 'solved', name: '已销号' }, { id: 'all', name: '全部' }];
const percent = ({ total, seen }: { total: number; seen: number }): number => (total ? Math.floor((seen / total) * 100) : 0);
const barsOf = (progress: Progress) => (['household', 'resident', 'facility'] as const).map((kind) => ({ name: { household: '家庭', resident: '重点人员', facility: '设施' }[kind], ...progress[kind], percent: percent(progress[kind]) }));

export const page: Page = {
  name: 'grid', path: '/grid', title: '网格', assets: ['grid.js', 'grid.css', 'warnings.css'],
  async show({ req, ask, person, deps }) {
    const asked = given(req, 'unit');
    const { unit, crumbs } = await standpoint(deps.store, person, asked);
    const here = unit?._id;
    const view = registers.find(({ kind }) => kind === given(req, 'view'));
    const [q, category, number] = [given(req, 'q'), given(req, 'category'), pageNumber(req)];
    const state = states.find(({ id }) => id === given(req, 'state')) ?? states[0]!;
    const search = { unit: here, q, category, page: String(number), size: String(size) };
    const [progress, { lists, may }, list, grids, { items: warned }, ...counts] = await Promise.all([
      ask('/registers/progress', { query: { unit: here } }), ask('/grid-lists'),
      ask('/registers', { query: view ? { ...search, kind: view.kind, state: state.id } : { ...search, unseen: 'true' } }),
      keptGrids(deps.store, person), ask('/warnings'),
      ...registers.map(({ kind }) => ask('/registers', { query: { unit: here, kind, page: '1', size: '1' } })),
    ]);
    const now = deps.clock.now();
    const to = (more: Record<string, string | undefined>) => `/grid?${new URLSearchParams(Object.entries({ unit: here, ...more }).filter((pair): pair is [string, string] => !!pair[1]))}`;
    const { all, month, parts } = progress;
    const unseen = all.all.total - all.all.seen;
    const grid = grids.find(({ _id }) => _id === here) ?? (grids.length === 1 ? grids[0] : undefined);
    return {
      warnings: warningsShown(warned), crumbs: crumbs.length > 1 ? crumbs : [], unitId: here, heading: unit?.name ?? '我的网格', personId: person._id, month: `${Number(month.slice(5))} 月`,
      all: { ...all.all, percent: percent(all.all), unseen }, bars: barsOf(all), mayList: may.change,
      parts: parts.length > 1 || (parts[0] && parts[0].unit.id !== here) ? parts.map(({ unit: part, ...counted }: Progress & { unit: { id: string; name: string } }) => ({ ...part, href: to({ unit: part.id }), ...counted.all, percent: percent(counted.all), unseen: counted.all.total - counted.all.seen, bars: barsOf(counted) })) : [],
      keeps: grids.length > 0 && (!unit || mayKeep(person, { scope: unit.path })), gridId: grid?._id,
      view: view?.kind ?? 'unseen', register: view, q, category, filtered: !!(q || category || state.id !== 'current'),
      tabs: [{ name: '本月未走访', href: to({}), total: unseen, here: !view }, ...registers.map(({ kind, title }, n) => ({ name: title, href: to({ view: kind }), total: counts[n].total, here: kind === view?.kind }))],
      categories: (view ? categoriesOf(view.kind, lists) : []).map((name) => ({ name, chosen: name === category })),
      states: view ? states.filter(({ id }) => id !== 'solved' || view.kind === 'danger').map((one) => ({ ...one, chosen: one === state })) : [],
      clear: to({ view: view?.kind }),
      items: list.items.map((item: { seenAt?: Date; state: string; kind: string }) => ({ ...item, seen: seenWords(item.seenAt, now), stateName: states.find(({ id }) => id === item.state)!.name, isDanger: item.kind === 'danger' })),
      several: !unit || unit.level !== 'grid', pager: pager(req, { total: list.total, page: number, size }),
    };
  },
};

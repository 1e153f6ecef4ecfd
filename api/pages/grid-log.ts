// The log of a day or a month: one's own or a unit's, with its totals; it prints as a sheet.
import { isMonth, monthOf } from '../../processes/grid/when.js';
import { parseDay, formatDay, isDay, shanghaiDay } from '../../processes/shanghai.js';
import { day as dayWords } from '../../views/helpers/format.js';
import { standpoint } from '../grid/units.js';
import { given, pageNumber, pager, type Page } from './page.js';

const size = 100;

export const page: Page = {
  name: 'grid-log', path: '/grid/log', title: '网格日志', assets: ['grid.js', 'grid.css'],
  async show({ req, ask, person, deps }) {
    const { unit, crumbs } = await standpoint(deps.store, person, given(req, 'unit'));
    const today = shanghaiDay(deps.clock.now());
    const wantedDay = given(req, 'day');
    const wantedMonth = given(req, 'month');
    const day = wantedDay && isDay(wantedDay) ? wantedDay : undefined;
    const month = day ? undefined : wantedMonth && isMonth(wantedMonth) ? wantedMonth : monthOf(deps.clock.now());
    const own = given(req, 'mine') === '1';
    const [duty, role, kind, number] = [given(req, 'duty'), given(req, 'role'), given(req, 'kind'), pageNumber(req)];
    const query = { ...(own ? { person: person._id } : { unit: unit?._id }), day, month, duty, role, ...(kind === 'visit' || kind === 'check-in' ? { kind } : {}) };
    const [{ lists }, list, totals] = await Promise.all([ask('/grid-lists'), ask('/visits', { query: { ...query, page: String(number), size: String(size) } }), ask('/visits/totals', { query })]);
    const to = (more: Record<string, string | undefined>) => `/grid/log?${new URLSearchParams(Object.entries({ unit: unit?._id, mine: own ? '1' : undefined, ...more }).filter((pair): pair is [string, string] => !!pair[1]))}`;
    const days = new Map<string, object[]>();
    for (const visit of list.items) {
      const key = shanghaiDay(visit.at);
      days.set(key, [...(days.get(key) ?? []), { ...visit, isVisit: visit.kind === 'visit', mayReport: visit.mine && !visit.caseNo && !visit.correctedBy, mayCorrect: visit.mine && !visit.correctedBy }]);
    }
    const choice = (names: string[], chosen?: string) => names.map((name) => ({ name, chosen: name === chosen }));
    return {
      crumbs: crumbs.length > 1 ? crumbs : [], heading: own ? `${person.name}的日志` : `${unit?.name ?? '我的网格'}日志`, span: day ? dayWords(`${day}T12:00:00+08:00`) : `${month!.slice(0, 4)}年${Number(month!.slice(5))}月`, personId: person._id,
      unitId: unit?._id, day, month, own, isToday: day === today, totals, duties: choice(lists.duties, duty), roles: choice(lists.roles, role), filtered: !!(duty || role || kind),
      spans: [{ name: '今天', href: to({ day: today }), here: day === today }, { name: '昨天', href: to({ day: formatDay(parseDay(today) - 1) }), here: day === formatDay(parseDay(today) - 1) }, { name: '本月', href: to({ month: monthOf(deps.clock.now()) }), here: month === monthOf(deps.clock.now()) }],
      whose: [{ name: '所有人', href: to({ mine: undefined, day, month }), here: !own }, { name: '只看我的', href: to({ mine: '1', day, month }), here: own }],
      days: [...days].map(([key, visits]) => ({ name: dayWords(`${key}T12:00:00+08:00`), count: visits.length, visits })),
      pager: pager(req, { total: list.total, page: number, size }), made: deps.clock.now(), clear: to({ day, month }),
    };
  },
};

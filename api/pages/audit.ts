// The audit: who looked at, exported, changed or blanked whose data, narrowed by person, matter, kind and days.
import { auditKinds } from '../../processes/audit-list.js';
import { unitNames } from './names.js';
import { given, pageNumber, pager, type Page } from './page.js';

const kindNames: Record<(typeof auditKinds)[number], string> = { reveal: '查看', export: '导出', blank: '到期清除', change: '账号和设置变更' };
const actionNames: Record<string, string> = { reveal: '查看', export: '导出', blank: '到期清除', 'grid-lists': '修改清单', 'apply-record': '应用搁置的记录', 'discard-record': '放弃搁置的记录' };
const aboutNames: Record<string, string> = { register: '登记册条目', registers: '登记册', visits: '走访日志', settings: '设置', unit: '单位', case: '案件', person: '人员', record: '引擎记录' };

const day = (text?: string) => (text && /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) ? text : undefined);

export const page: Page = {
  name: 'audit', path: '/audit', title: '查看记录', assets: ['accounts.css', 'accounts.js'],
  async show({ req, ask, deps }) {
    const kind = auditKinds.find((one) => one === given(req, 'kind'));
    const query = { who: given(req, 'who')?.slice(0, 40), about: given(req, 'about'), kind, from: day(given(req, 'from')), until: day(given(req, 'until')) };
    const found = await ask('/audit', { query: { ...query, page: String(pageNumber(req)), size: '50' } });
    const units = await unitNames(deps, found.items.map(({ who }: any) => who.unit));
    return {
      ...query, filtered: Object.values(query).some(Boolean), pager: pager(req, found),
      kinds: auditKinds.map((id) => ({ id, name: kindNames[id], chosen: id === kind })),
      items: found.items.map((item: any) => ({ ...item, unitName: units[item.who.unit], actionName: actionNames[item.action] ?? item.action, aboutName: item.about.name ?? aboutNames[item.about.kind] ?? item.about.kind, looked: item.action === 'reveal' || item.action === 'export' })),
    };
  },
};

// The audit: how its chain stands, and who did what, narrowed by who, about what, kind, period, words and address.
import { auditKinds, type AuditKind } from '../../processes/audit/search.js';
import { aboutWords, actionWords, faultWords } from '../audit-words.js';
import { unitNames } from './names.js';
import { given, type Page } from './page.js';

const kindNames: Record<AuditKind, string> = { reveal: '查看完整信息', export: '导出', blank: '到期清除', change: '账号、值班和设置变更', sign: '登录和退出', refused: '被拒绝的操作', system: '系统所做', other: '一般操作' };
const day = (text?: string) => (text && /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) ? text : undefined);
const number = (text?: string) => (text && /^\d{1,12}$/.test(text) && Number(text) > 0 ? Number(text) : undefined);

/** The address of this list narrowed by something else as well. */
const narrowed = (query: object, more: object) => `/audit?${new URLSearchParams(Object.entries({ ...query, ...more }).filter((pair): pair is [string, string] => pair[1] !== undefined).map(([name, value]) => [name, String(value)]))}`;

export const page: Page = {
  name: 'audit', path: '/audit', title: '审计', assets: ['accounts.css', 'audit.css', 'audit.js'],
  async show({ req, ask, deps }) {
    const kind = auditKinds.find((one) => one === given(req, 'kind'));
    const query = { who: given(req, 'who')?.slice(0, 40), about: given(req, 'about'), kind, from: day(given(req, 'from')), until: day(given(req, 'until')), text: given(req, 'text'), address: given(req, 'address')?.slice(0, 60) };
    const before = number(given(req, 'before'));
    const [found, chain] = await Promise.all([ask('/audit', { query: { ...query, ...(before ? { before: String(before) } : {}), size: '50' } }), ask('/audit/chain')]);
    const units = await unitNames(deps, found.items.map(({ who }: any) => who.unit).filter(Boolean));
    const wrong = chain.verified?.wrong;
    return {
      ...query, filtered: Object.values(query).some(Boolean), begins: before ? narrowed(query, {}) : undefined, older: found.before ? narrowed(query, { before: found.before }) : undefined,
      more: Boolean(query.text || query.address),
      chain: { ...chain, kept: chain.last === 0 ? 0 : chain.last - chain.first + 1, ends: chain.hash.slice(0, 16), ...(wrong ? { wrong: { entry: typeof wrong.entry === 'number' ? `第 ${wrong.entry} 条` : `记录 ${wrong.entry}`, words: faultWords[wrong.fault] } } : {}) },
      kinds: auditKinds.map((id) => ({ id, name: kindNames[id], chosen: id === kind })),
      items: found.items.map((item: any) => ({
        ...item, unitName: units[item.who.unit], actionName: actionWords(item.action), aboutName: item.about.name ?? aboutWords(item.about), looked: item.action === 'reveal' || item.action === 'export',
        whose: item.who.id ? narrowed({}, { who: item.who.id }) : undefined, those: item.about.id === '-' ? undefined : narrowed({}, { about: item.about.id }),
      })),
    };
  },
};

// Where the tile of a duty leads: to a visit, to a report whose kind of matter is chosen, or to a new entry of a register.
import { categories } from '../categories.js';
import { registers } from './fields.js';

/** What a duty can lead to, each with its name and its page. */
export const leads: readonly { id: string; name: string; href: string }[] = [
  { id: 'visit', name: '走访打卡', href: '/grid/visit' },
  ...[...new Map(categories.map(({ code, group }) => [code[0]!, group]))].map(([letter, group]) => ({ id: `report:${letter}`, name: `上报 · ${group}`, href: `/report?group=${letter}` })),
  ...registers.map(({ kind, title }) => ({ id: `register:${kind}`, name: `登记 · ${title}`, href: `/grid/items/new?kind=${kind}` })),
];

const byId = new Map(leads.map((one) => [one.id, one]));
/** What a duty leads to; nothing that is known: a visit. */
export const leadOf = (id: string | undefined) => byId.get(id ?? '') ?? leads[0]!;

// a proposal like the second five of the duties
export const shippedLeads: Record<string, string> = {
  信息采报: 'register:household', 便民服务: 'report:H', 矛盾化解: 'report:A', 隐患排查: 'register:danger', 治安防范: 'report:C', 人口服务管理: 'register:resident', 环境整治: 'report:D', 应急处置: 'report:J',
};

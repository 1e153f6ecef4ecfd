// The words that registers and check-ins choose from: what ships is a proposal, an installation changes it in its settings.
import { z } from 'zod';
import { Conflict } from '../errors.js';
import { insertOnce, type Store } from '../store/store.js';
import { leads, shippedLeads } from './leads.js';

const word = z.string().trim().min(1, '必填').max(20, '最多 20 个字').refine((text) => !/[,，、;；"\n]/.test(text), '不能含有逗号、顿号、分号或引号');
const distinct = <T extends z.ZodType>(each: T, name: (one: z.infer<T>) => string) => z.array(each).min(1, '至少一项').max(60, '最多 60 项')
  .refine((all) => new Set(all.map(name)).size === all.length, '有重复的名称');
const words = distinct(word, (one) => one);

export const gridLists = z.strictObject({
  /** Categories of people; `monthly`: to be seen once in every month. */
  residents: distinct(z.strictObject({ name: word, monthly: z.boolean() }), ({ name }) => name),
  trades: words, facilities: words, dangers: words,
  /** 到场 and visits, each a list of its own. */
  occasions: words, visits: words,
  duties: words, roles: words,
  /** What the tile of each duty leads to; one that is not named leads to a visit. */
  leads: z.record(word, z.enum(leads.map(({ id }) => id))).default({}),
});
export type GridLists = z.infer<typeof gridLists>;

/** Where a list comes from, for whoever edits it. */
export const listSources: Record<Exclude<keyof GridLists, 'leads'>, { name: string; source: string }> = {
  residents: { name: '人员类别', source: '本软件建议，参照各地网格“人员类别清”的通行做法' },
  trades: { name: '用人单位行业', source: '本软件建议，参照 GB/T 4754 国民经济行业门类' },
  facilities: { name: '设施类别', source: '本软件建议，参照 GB/T 30428 部件分类' },
  dangers: { name: '隐患矛盾类别', source: '本软件建议' },
  occasions: { name: '五到场', source: '扬州市“四清五到场”（《江苏扬州精细化打造“古城网格化社会治理”版本》）' },
  visits: { name: '走访方式', source: '本软件建议' },
  duties: { name: '10 项职责', source: '前五项出自扬州市网格员 10 项职责的报道，后五项是本软件补足的建议' },
  roles: { name: '六大员', source: '扬州市网格员“六大员”（同上报道）' },
};

// The first five duties and all roles and occasions are named by the article on 扬州; the other five duties are this project's proposal.
export const shippedLists: GridLists = {
  residents: [
    ...['独居老人', '空巢老人', '残疾人', '重点人员', '未成年人保护对象', '困难家庭', '重病患者'].map((name) => ({ name, monthly: true })),
    ...['流动人口', '退役军人', '志愿者'].map((name) => ({ name, monthly: false })),
  ],
  trades: ['制造业', '建筑业', '批发零售', '住宿餐饮', '交通运输', '居民服务', '农林牧渔', '教育培训', '医疗养老', '信息技术', '其他行业'],
  facilities: ['企业厂房', '沿街商铺', '出租房屋', '学校', '医疗点', '养老机构', '消防设施', '燃气设施', '电力设施', '道路桥涵', '河道水塘', '文体场所', '监控设备', '其他设施'],
  dangers: ['消防隐患', '房屋安全', '用电用气', '道路交通', '内涝积水', '河塘溺水', '企业安全', '邻里纠纷', '家庭纠纷', '土地纠纷', '劳资纠纷', '其他隐患'],
  occasions: ['突发事件到场', '邻里矛盾纠纷到场', '居民反映问题到场', '困难救助到场', '志愿服务到场'],
  visits: ['入户走访', '日常巡查', '专项检查', '电话走访'],
  duties: ['信息采报', '便民服务', '基层党建', '矛盾化解', '隐患排查', '治安防范', '人口服务管理', '环境整治', '政策宣传', '应急处置'],
  roles: ['党的政策宣传员', '信息民意联络员', '矛盾纠纷调解员', '民生保障服务员', '社区管理监督员', '文明新风倡导员'],
  leads: shippedLeads,
};

/** What a word of these lists was called before: visits keep the word that they were recorded under. */
const FORMERLY: Record<string, string> = { 政策宣传员: '党的政策宣传员' };

/** What a word is called now: itself while the list in force still has it. */
export const nowCalled = (name: string, inForce: readonly string[]): string => (inForce.includes(name) ? name : FORMERLY[name] ?? name);

const KEY = 'grid-lists';
export interface ListsInForce { lists: GridLists; revision: number }

/** The lists in force, and their revision (0: as they shipped). */
export async function loadLists(store: Store): Promise<ListsInForce> {
  const kept = await store.settings.findById(KEY).lean<{ value: ListsInForce }>();
  return { lists: { ...shippedLists, ...kept?.value.lists }, revision: kept?.value.revision ?? 0 };
}

/**
 * Replaces the lists. What items and visits say already stays as it is.
 *
 * @throws Conflict when somebody else changed them since `revision`
 */
export async function saveLists(store: Store, lists: GridLists, revision: number): Promise<ListsInForce> {
  await insertOnce(store.settings, [{ _id: KEY, value: { lists: shippedLists, revision: 0 } }]);
  const after = await store.settings.findOneAndUpdate({ _id: KEY, 'value.revision': revision }, { $set: { value: { lists, revision: revision + 1 } } }, { returnDocument: 'after' }).lean<{ value: ListsInForce }>();
  if (!after) throw new Conflict('别人刚刚改过这些清单。您填的内容还在，请对照现在的清单再保存。');
  return after.value;
}

/** The categories of people whom every month must see. */
export const monthlyCategories = ({ residents }: GridLists): string[] => residents.filter(({ monthly }) => monthly).map(({ name }) => name);

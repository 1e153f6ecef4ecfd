// The matters that can be reported, for pickers; who leads them and by when is the business of event-classification.dmn.

import { everydayWords } from './everyday-words.js';

/** `words`: what people call it, apart from its name. */
export interface Category { code: string; name: string; group: string; words: string }

// 10 大类, 51 小类: a composition of common dispute lists and the event classes of GB/T 30428; a proposal that a county changes
const groups: readonly [letter: string, group: string, names: readonly string[]][] = [
  ['A', '矛盾纠纷', ['邻里纠纷', '婚姻家庭纠纷', '土地山林承包纠纷', '征地拆迁纠纷', '物业纠纷', '医患纠纷', '涉校纠纷', '债务经济纠纷']],
  ['B', '劳动保障(欠薪)', ['拖欠工资(一般)', '拖欠农民工工资(工程)', '欠薪逃匿/哄抢', '群体讨薪(10人以上)', '工伤/社保']],
  ['C', '社会治安', ['打架斗殴', '盗窃诈骗线索', '黄赌毒线索', '扬言/个人极端苗头', '流动人口出租房']],
  ['D', '市容环境', ['暴露垃圾', '积存渣土', '占道经营', '非法小广告', '违法搭建']],
  ['E', '公共设施', ['井盖缺失破损', '路灯故障', '道路塌陷积水', '管线破裂', '绿化损毁']],
  ['F', '安全生产与消防', ['消防通道堵塞', '电动车飞线充电', '企业安全隐患', '危房', '燃气隐患']],
  ['G', '生态环境与农业', ['焚烧秸秆', '河道排污', '扬尘噪声', '畜禽养殖污染']],
  ['H', '民生服务', ['独居老人帮扶', '困难救助', '残疾人服务', '代办证照', '停水停电停气']],
  ['I', '特殊人群与公共卫生', ['重点人员走访', '精神障碍患者', '未成年人保护', '疫情/食品安全']],
  ['J', '突发与自然灾害', ['内涝险情', '台风房屋受损', '火情', '群体性事件', '人员失联']],
];

/** All categories, in the order of their codes (`A01` … `J05`). */
export const categories: readonly Category[] = groups.flatMap(([letter, group, names]) =>
  names.map((name, index) => {
    const code = `${letter}${String(index + 1).padStart(2, '0')}`;
    return { code, name, group, words: everydayWords[code] ?? '' };
  }));

const byCode = new Map(categories.map((category) => [category.code, category]));

/** A category by its code, or nothing. */
export const findCategory = (code: string): Category | undefined => byCode.get(code);

/** The Chinese name of a category; an unknown code is shown as it is. */
export const categoryName = (code: string): string => byCode.get(code)?.name ?? code;

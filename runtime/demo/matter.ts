// The matter of the article with exact figures: who is owed what, and how it is to be paid. The article says 16 workers and over 200,000 yuan; the rest is ours.

export interface Payee { name: string; kind: 'worker' | 'supplier'; cents: number }

const wages: readonly (readonly [name: string, cents: number])[] = [
  ['李明', 1_480_000], ['王桂芳', 1_325_000], ['张志远', 1_410_050], ['刘艳', 1_198_000], ['陈建国', 1_562_000], ['杨秀英', 1_087_500], ['赵磊', 1_340_000], ['黄海', 1_275_000],
  ['周丽', 1_166_000], ['吴强', 1_388_000], ['徐凤霞', 1_052_000], ['孙伟', 1_295_950], ['马超', 1_230_000], ['朱红梅', 1_109_500], ['胡军', 1_331_000], ['林芳', 1_100_000],
];

const suppliers: readonly (readonly [name: string, cents: number])[] = [['宝应恒达机械配件厂', 5_860_000], ['扬州润丰塑料原料有限公司', 2_793_555]];

const sum = (all: readonly { cents: number }[]) => all.reduce((total, { cents }) => total + cents, 0);

export const payees: readonly Payee[] = [
  ...wages.map(([name, cents]): Payee => ({ name, kind: 'worker', cents })),
  ...suppliers.map(([name, cents]): Payee => ({ name, kind: 'supplier', cents })),
];

/** All in cents. */
export const WAGES = sum(payees.filter(({ kind }) => kind === 'worker'));
export const OWED = sum(payees);
export const LARGEST_CLAIM = Math.max(...payees.filter(({ kind }) => kind === 'worker').map(({ cents }) => cents));
export const WORKERS = wages.length;

/** Three instalments: what each pays, in cents, and how many days after the signing it is due. */
export const instalments: readonly { cents: number; afterDays: number }[] = [
  { cents: 9_667_851, afterDays: 15 }, { cents: 9_667_852, afterDays: 45 }, { cents: 9_667_852, afterDays: 75 },
];

export const report = {
  title: '塑机公司拖欠工资，工人和供货商哄抢设备',
  description: '入格走访时发现塑机公司有职工和外来人员竞相拆卸搬运设备。经了解，法定代表人因资金周转困难躲避，拖欠 16 名职工工资 20 多万元及供货商货款。已上前制止搬运。',
  category: 'B03', urgency: '特急', people: WORKERS, source: '网格巡查', place: { text: '泾河镇曹坝园区塑机公司', lng: 119.352, lat: 33.238 }, grid: 'by-jinghe-caoba-g1',
} as const;

/** What the 清欠工作组 found on the site. */
export const equipment = [{ name: '注塑机', quantity: 6, value: 420_000 }, { name: '塑料挤出机', quantity: 2, value: 158_000 }, { name: '行车', quantity: 1, value: 46_000 }];

/** Cents as a form's number field takes them, in yuan. */
export const yuan = (cents: number): number => Number((cents / 100).toFixed(2));

/** The day, `YYYY-MM-DD` in Shanghai, that lies so many days after an instant. */
export const dayAfter = (at: Date, days: number): string => new Date(at.getTime() + 8 * 3_600_000 + days * 86_400_000).toISOString().slice(0, 10);

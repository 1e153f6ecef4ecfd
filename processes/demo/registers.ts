// The demo's registers: invented households, people, employers, facilities and dangers; no number in them can be anybody's.
import { checkDigit } from '../grid/identity.js';
import { insertOnce, type Store } from '../store/store.js';
import type { RegisterItem, RegisterKind } from '../store/types.js';
import { demoUnits } from './units.js';

// 000000 is no region: an ID number that passes its own check and is nobody's.
const idNumber = (birth: string, order: number): string => {
  const first = `000000${birth}${String(order).padStart(3, '0')}`;
  return first + checkDigit(first);
};

type Line = [kind: RegisterKind, name: string, place: string, categories?: string[], facts?: Record<string, string>, more?: { birth?: string; household?: number; note?: string }];

// In the order of the four registers; `household` is the line of the household in the same grid.
const grids: Record<string, Line[]> = {
  'by-jinghe-caoba-g1': [
    ['household', '丁家福', '曹坝园区职工宿舍 2 栋 101', [], { 常住人口: '3', 主要收入: '务工' }],
    ['household', '柏长贵', '曹坝园区东侧 5 号', [], { 常住人口: '2', 住房情况: '自建平房' }],
    ['household', '仇玉珍', '曹坝园区东侧 7 号', [], { 常住人口: '1', 住房情况: '老旧平房' }],
    ['household', '茅大林', '曹坝园区北路 12 号', [], { 常住人口: '5', 主要收入: '经商' }],
    ['resident', '仇玉珍', '曹坝园区东侧 7 号', ['独居老人', '困难家庭'], { 联系人: '侄子 茅大林', 需要的帮助: '雨天查看房屋，每周送药' }, { birth: '19480312', household: 2 }],
    ['resident', '柏小军', '曹坝园区东侧 5 号', ['残疾人'], { 联系人: '父亲 柏长贵' }, { birth: '19930705', household: 1 }],
    ['resident', '丁小雨', '曹坝园区职工宿舍 2 栋 101', ['未成年人保护对象'], { 联系人: '父亲 丁家福', 需要的帮助: '放学后有人看护' }, { birth: '20150918', household: 0 }],
    ['resident', '阮文光', '曹坝园区职工宿舍 3 栋', ['流动人口'], {}, { birth: '19880122' }],
    ['facility', '园区塑机公司厂房', '曹坝园区主干道 1 号', ['企业厂房'], { 负责人: '厂长 骆某' }],
    ['facility', '园区东门消防栓', '曹坝园区东门', ['消防设施'], { 数量: '2' }],
    ['facility', '职工宿舍楼', '曹坝园区职工宿舍 1–3 栋', ['出租房屋'], { 负责人: '管理员 尤某', 数量: '3' }],
    ['danger', '宿舍 3 栋电动车飞线充电', '曹坝园区职工宿舍 3 栋', ['用电用气'], { 涉及: '三栋住户', 整改要求: '一周内装充电棚' }],
    ['danger', '塑机公司工资拖欠苗头', '曹坝园区主干道 1 号', ['劳资纠纷'], { 涉及: '16 名职工' }, { note: '每周了解一次发放情况' }],
    ['employer', '曹坝塑机有限公司', '曹坝园区主干道 1 号', ['制造业'], { 统一社会信用代码: '91000000MA0LD00012', 负责人: '法定代表人 骆某', 用工人数: '16' }],
  ],
  'by-jinghe-caoba-g2': [
    ['household', '汤万年', '曹坝村二组 8 号', [], { 常住人口: '4' }],
    ['household', '沙红英', '曹坝村二组 11 号', [], { 常住人口: '2' }],
    ['resident', '汤老太', '曹坝村二组 8 号', ['空巢老人'], { 联系人: '儿子 汤万年' }, { birth: '19450620', household: 0 }],
    ['facility', '二组老桥', '曹坝村二组河口', ['道路桥涵'], { 负责人: '村委会' }],
    ['danger', '二组两户门前小路积水', '曹坝村二组 8–11 号', ['邻里纠纷'], { 涉及: '汤家和沙家' }],
  ],
  'by-jinghe-songzhu-g1': [
    ['household', '宗学文', '松竹村一组 3 号', [], { 常住人口: '6' }],
    ['resident', '宗奶奶', '松竹村一组 3 号', ['重病患者'], { 需要的帮助: '每月陪同就医' }, { birth: '19520401', household: 0 }],
    ['facility', '松竹小学', '松竹村一组', ['学校'], { 负责人: '校长 荀某' }],
    ['danger', '村口河塘没有护栏', '松竹村口', ['河塘溺水'], { 整改要求: '装护栏和警示牌' }],
  ],
  'by-jinghe-songzhu-g2': [['household', '滕秀芳', '松竹村四组 6 号', [], { 常住人口: '3' }], ['facility', '四组文化广场', '松竹村四组', ['文体场所'], {}]],
  'by-jinghe-xiaohan-g1': [['household', '单卫国', '小涵村一组 1 号', [], { 常住人口: '5' }], ['facility', '小涵排涝站', '小涵村一组', ['河道水塘'], { 负责人: '单卫国' }]],
  'by-anyi-chengbei-g1': [
    ['household', '戎美琴', '城北社区 3 栋 402', [], { 常住人口: '2' }],
    ['resident', '戎美琴', '城北社区 3 栋 402', ['独居老人'], {}, { birth: '19500808', household: 0 }],
    ['facility', '城北社区燃气调压箱', '城北社区 3 栋东侧', ['燃气设施'], { 负责人: '燃气公司' }],
  ],
};

const BY = { system: '演示数据' };

/** The items of one grid; the ids are the same at every start. */
function itemsOf(grid: string, lines: Line[], at: Date, first: number): RegisterItem[] {
  const unit = demoUnits.find(({ _id }) => _id === grid)!;
  const id = (n: number): string => `00000000-0000-4000-8000-${String(first + n).padStart(12, '0')}`;
  return lines.map(([kind, name, place, categories = [], facts = {}, { birth, household, note } = {}], n) => ({
    _id: id(n), kind, grid, scope: unit.path, name, categories, facts, place: { text: place }, state: 'current', revision: 1,
    // 12x is no mobile prefix: a demo must never reach anybody's telephone
    ...(kind === 'danger' ? {} : { phone: `1200000${String(first + n).padStart(4, '0')}` }), ...(birth ? { idNumber: idNumber(birth, first + n) } : {}),
    ...(household === undefined ? {} : { household: id(household) }), ...(note ? { note } : {}),
    history: [{ revision: 1, at, by: BY, action: '登记', fields: [] }], createdAt: at, createdBy: BY, updatedAt: at, updatedBy: BY,
  }));
}

/** Enters the demo's registers where they are absent. */
export async function loadDemoRegisters(store: Store, at: Date): Promise<void> {
  await insertOnce(store.registers, Object.entries(grids).flatMap(([grid, lines], n) => itemsOf(grid, lines, at, 100 * (n + 1))));
}

// What each of the five registers holds of an item: one list that forms, templates, import and export are all made from.
import type { RegisterKind } from '../store/types.js';
import { creditCodeProblem, idNumberProblem, phoneProblem } from './identity.js';

/** Where a field is kept: a property of the item, or one of its facts under the header's own name. */
export type FieldKey = 'name' | 'categories' | 'idNumber' | 'phone' | 'place' | 'household' | 'note' | 'fact';
export interface Field { key: FieldKey; header: string; required?: boolean; most: number; example: string; /** What is wrong with a value, or nothing. */ problem?: (given: string) => string | undefined }
export interface Register { kind: RegisterKind; title: string; clear: string; noun: string; gone: string; fields: Field[] }

const field = (key: FieldKey, header: string, most: number, example: string, required = false): Field => ({ key, header, most, example, ...(required ? { required } : {}) });
const phone = (header = '电话') => ({ ...field('phone', header, 20, '12000000001'), problem: phoneProblem });
const place = (header: string) => field('place', header, 200, '曹坝村一组 3 号', true);
const note = field('note', '备注', 1_000, '');

/** The field of an employer by which it is the same one wherever it stands. */
export const CREDIT_CODE = '统一社会信用代码';
/** The codes by which other systems name a house and a facility. */
export const HOUSE_CODE = '房屋编码';
export const FACILITY_CODE = '设施编码';

/** The registers in the order of 四清, employers with the facilities of the area. */
export const registers: readonly Register[] = [
  { kind: 'household', title: '家庭情况', clear: '家庭情况清', noun: '户', gone: '已迁走', fields: [
    field('name', '户主', 40, '张某某', true), place('住址'), phone(), field('fact', HOUSE_CODE, 40, ''), field('fact', '常住人口', 10, '4'), field('fact', '住房情况', 60, '自建两层'), field('fact', '主要收入', 60, '务工'), note] },
  { kind: 'resident', title: '人员类别', clear: '人员类别清', noun: '人', gone: '已迁走或去世', fields: [
    field('name', '姓名', 40, '李某某', true), field('categories', '类别', 200, '独居老人、残疾人', true), place('住址'), phone(), { ...field('idNumber', '身份证号', 18, ''), problem: idNumberProblem },
    field('household', '所属户主', 40, '张某某'), field('fact', '联系人', 60, '儿子 张某'), field('fact', '需要的帮助', 200, '每周送药'), note] },
  { kind: 'employer', title: '用人单位', clear: '区域设施清', noun: '家单位', gone: '已注销或迁走', fields: [
    field('name', '单位名称', 80, '某某塑机有限公司', true), { ...field('fact', CREDIT_CODE, 18, '91000000MA0000000N'), problem: creditCodeProblem }, field('categories', '行业', 40, '制造业'), place('地址'),
    field('fact', '负责人', 40, '法定代表人 王某'), phone('负责人电话'), field('fact', '用工人数', 10, '16'), note] },
  { kind: 'facility', title: '区域设施', clear: '区域设施清', noun: '处', gone: '已拆除或停用', fields: [
    field('name', '名称', 80, '园区东门消防栓', true), field('categories', '类别', 40, '消防设施', true), place('位置'), field('fact', FACILITY_CODE, 40, ''), field('fact', '负责人', 40, '王某'), phone('负责人电话'), field('fact', '数量', 20, '2'), note] },
  { kind: 'danger', title: '隐患矛盾', clear: '隐患矛盾清', noun: '件', gone: '误登', fields: [
    field('name', '隐患或矛盾', 80, '楼道堆放杂物', true), field('categories', '类别', 40, '消防隐患', true), place('位置'), field('fact', '涉及', 100, '二单元住户'), phone('联系电话'), field('fact', '整改要求', 200, '三日内清走'), note] },
];

const byKind = new Map(registers.map((one) => [one.kind, one]));
export const kinds = registers.map(({ kind }) => kind) as [RegisterKind, ...RegisterKind[]];
/** The register of a kind. */
export const registerOf = (kind: RegisterKind): Register => byKind.get(kind)!;

/** What the states of an item are called. */
export const stateNames = { current: '在册', gone: '已注销', solved: '已销号' } as const;

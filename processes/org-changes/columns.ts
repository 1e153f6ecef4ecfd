// The columns of the two files: units, and people with their posts; headers as they stand in the first line, with an example.
import { roleName, roles } from '../roles.js';
import type { UnitLevel } from '../store/types.js';
import type { OrgKind } from './types.js';

export interface Column { key: string; header: string; must?: boolean; example: string }

export const unitColumns: readonly Column[] = [
  { key: 'id', header: '编号', must: true, example: 'by-jinghe-caoba-g3' }, { key: 'name', header: '名称', must: true, example: '曹坝第三网格' }, { key: 'level', header: '级别', must: true, example: '网格' },
  { key: 'parent', header: '上级编号', must: true, example: 'by-jinghe-caoba' }, { key: 'kind', header: '网格种类', example: '综合网格' }, { key: 'phone', header: '电话', example: '' }, { key: 'code', header: '案号简码', example: '' },
  { key: 'state', header: '状态', example: '在用' }, { key: 'successor', header: '并入网格', example: '' }, { key: 'day', header: '生效日期', example: '' },
];
export const personColumns: readonly Column[] = [
  { key: 'account', header: '账号', must: true, example: 'caoba3' }, { key: 'name', header: '姓名', must: true, example: '丁一' }, { key: 'phone', header: '电话', example: '' }, { key: 'unit', header: '单位编号', must: true, example: 'by-jinghe-caoba-g1' },
  { key: 'role', header: '岗位', must: true, example: '网格员' }, { key: 'state', header: '状态', example: '在岗' }, { key: 'successor', header: '接替人账号', example: '' }, { key: 'day', header: '生效日期', example: '' },
];
export const columnsOf = (kind: OrgKind): readonly Column[] => (kind === 'units' ? unitColumns : personColumns);

/** The levels as people call them; the first name of each is the one that is shown. */
const levelWords: readonly (readonly [UnitLevel, ...string[]])[] = [
  ['city', '市'], ['county', '县（市、区）', '县', '区', '县(市、区)', '县级市'], ['town', '镇（街道）', '镇', '街道', '乡', '乡镇', '镇(街道)'], ['village', '村（社区）', '村', '社区', '村(社区)'], ['grid', '网格'], ['department', '部门'],
];
export const levelName = (level: UnitLevel): string => levelWords.find(([one]) => one === level)![1]!;
export const levelNames: readonly { id: UnitLevel; name: string }[] = levelWords.map(([id, name]) => ({ id, name: name! }));
export const levelOf = (word: string): UnitLevel | undefined => levelWords.find(([level, ...words]) => level === word || words.includes(word))?.[0];

/** What the centre of a level is called after the unit's name: who works at 泾河镇 works in 泾河镇网格联动中心. */
export const centreOf: Partial<Record<UnitLevel, string>> = { county: '网格联动中心', town: '网格联动中心', village: '网格中心' };

/** The level that the unit above has; a department lies below any but a grid or a department. */
export const above: Record<UnitLevel, readonly UnitLevel[]> = { city: [], county: ['city'], town: ['county'], village: ['town'], grid: ['village'], department: ['city', 'county', 'town', 'village'] };

export const kindWords = { general: '综合网格', dedicated: '专属网格' } as const;
export const kindOf = (word: string): keyof typeof kindWords | undefined => (Object.keys(kindWords) as (keyof typeof kindWords)[]).find((kind) => kind === word || kindWords[kind] === word || kindWords[kind].slice(0, 2) === word);
/** A role by its id or name; the end of a name will do where only one ends so: 分流员, 受理员. */
export function roleOf(word: string): string | undefined {
  const exact = roles.find(({ id, name }) => id === word || name === word);
  const ending = word.length > 1 ? roles.filter(({ name }) => name.endsWith(word)) : [];
  return exact?.id ?? (ending.length === 1 ? ending[0]!.id : undefined);
}
export const stateWords: Record<OrgKind, readonly [there: string, gone: string]> = { units: ['在用', '撤销'], people: ['在岗', '离岗'] };
export const rolesInWords = (): string => roles.map(({ id }) => roleName(id)).join('、');

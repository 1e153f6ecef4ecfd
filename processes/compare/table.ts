// What differs between two decision files: decisions, their columns, hit policy, rules, expressions, and what they ask of each other.
import type { Change } from './compare.js';
import { groupsOf } from './groups.js';
import { readTables, type Column, type Decision } from './table-read.js';
import { ruleChanges } from './table-rules.js';
import { outOfOrder, quoted, valueChange } from './words.js';

const policies: Record<string, string> = {
  UNIQUE: '唯一命中', FIRST: '首条命中', PRIORITY: '按优先级', ANY: '任意命中', COLLECT: '收集全部', 'RULE ORDER': '按行顺序收集', 'OUTPUT ORDER': '按输出顺序收集', 'COLLECT SUM': '求和', 'COLLECT MIN': '取最小', 'COLLECT MAX': '取最大', 'COLLECT COUNT': '计数',
};
const types: Record<string, string> = { 'dmn:Decision': '决策', 'dmn:InputData': '输入数据', 'dmn:BusinessKnowledgeModel': '业务知识', 'dmn:KnowledgeSource': '依据' };
const logics: Record<string, string> = { 'dmn:DecisionTable': '决策表', 'dmn:LiteralExpression': '计算式' };
const labels: [RegExp, string][] = [
  [/^name$/, '名称'], [/^description$/, '说明'], [/^logic$/, '判断方式'], [/^decisionLogic\/text$/, '计算式'], [/^decisionLogic\/expressionLanguage$/, '计算式的语言'], [/^variable\/name$/, '结果变量'], [/^variable\/typeRef$/, '结果类型'],
  [/^informationRequirement\/\d+\/requiredDecision(\/href)?$/, '依据的决策'], [/^informationRequirement\/\d+\/requiredInput(\/href)?$/, '依据的输入'], [/^authorityRequirement/, '引用的依据'], [/^question$/, '要回答的问题'],
  [/^allowedAnswers$/, '可能的回答'], [/^label$/, '名称'], [/^typeRef$/, '类型'], [/^inputExpression\/text$/, '取值'], [/^inputExpression\/typeRef$/, '类型'], [/^(inputValues|outputValues)\/text$/, '允许的值'],
  [/^defaultOutputEntry\/text$/, '默认值'], [/^namespace$/, '命名空间'], [/^unreadable$/, '无法识别的内容'], [/^modeler:executionPlatform$/, '目标平台'], [/^modeler:executionPlatformVersion$/, '目标平台版本'],
];
const labelOf = (path: string): string => labels.find(([pattern]) => pattern.test(path.replace(/#\d+$/, '')))?.[1] ?? `属性 ${path}`;
const valueOf = (path: string, raw: string): string => (path === 'logic' ? logics[raw] ?? raw : raw.replace(/^#/, ''));

function factChanges(file: string, element: string | undefined, whose: string, before: Map<string, string>, after: Map<string, string>): Change[] {
  return [...new Set([...before.keys(), ...after.keys()])].filter((path) => before.get(path) !== after.get(path)).map((path) => {
    const [from, to] = [before, after].map((side) => (side.has(path) ? valueOf(path, side.get(path)!) : undefined));
    return { ...valueChange(file, whose, labelOf(path), from, to), ...(element ? { element } : {}) };
  });
}

/** Columns by id, else by name or label. */
function pairColumns(left: Column[], right: Column[]): Map<Column, Column> {
  const pairs = new Map<Column, Column>();
  const free = new Set(right);
  for (const keyOf of [({ id }: Column) => id ?? '', ({ name }: Column) => name, ({ label }: Column) => label]) {
    const same = (column: Column) => { const key = keyOf(column); return key === undefined ? undefined : `${column.input} ${key}`; };
    const groups = groupsOf(free, same);
    for (const column of left) {
      const group = pairs.has(column) ? undefined : groups.get(same(column) ?? '');
      const [other] = group ?? [];
      if (other) { pairs.set(column, other); free.delete(other); group!.delete(other); }
    }
  }
  return pairs;
}

function tableChanges(file: string, whose: string, before: Decision, after: Decision): Change[] {
  const [left, right] = [before.table!, after.table!];
  const element = after.id;
  const pairs = pairColumns(left.columns, right.columns);
  const back = new Set(pairs.values());
  const way = ({ input }: Column) => (input ? '条件列' : '结果列');
  const made: Change[] = [];
  if (left.hitPolicy !== right.hitPolicy) made.push({ ...valueChange(file, whose, '命中规则', policies[left.hitPolicy] ?? left.hitPolicy, policies[right.hitPolicy] ?? right.hitPolicy), element });
  for (const column of left.columns) if (!pairs.has(column)) made.push({ file, element, kind: 'removed', text: `${whose}删除${way(column)}${quoted(column.label)}`, before: column.label });
  for (const column of right.columns) if (!back.has(column)) made.push({ file, element, kind: 'added', text: `${whose}新增${way(column)}${quoted(column.label)}`, after: column.label });
  for (const [a, b] of pairs) {
    made.push(...factChanges(file, element, `${whose}${way(b)}${quoted(a.label)}`, a.facts, b.facts));
    if (a.id !== b.id) made.push({ file, element, kind: 'changed', text: `${whose}${way(b)}${quoted(b.label)}的编号由 ${a.id} 改为 ${b.id}`, before: a.id, after: b.id });
  }
  const order = outOfOrder(left.columns.map((column) => pairs.get(column)?.id ?? '').filter(Boolean), right.columns.map(({ id }) => id));
  const byId = new Map(right.columns.map((column) => [column.id, column]));
  for (const id of order) { const column = byId.get(id)!; made.push({ file, element, kind: 'changed', text: `${whose}${way(column)}${quoted(column.label)}换了位置` }); }
  const shared = [...pairs];
  return [...made, ...ruleChanges(file, element, whose, left, right, { left: shared.map(([a]) => a.id), right: shared.map(([, b]) => b.id) })];
}

/** @throws Invalid when one of them is no DMN */
export async function compareTables(file: string, before: string, after: string): Promise<Change[]> {
  const [left, right] = [await readTables(before), await readTables(after)];
  const called = (decision: Decision) => `${types[decision.type] ?? decision.type}${quoted(decision.name)}`;
  const single = left.decisions.length === 1 && right.decisions.length === 1;
  const byId = new Map(right.decisions.map((decision) => [decision.id, decision]));
  const pairs = new Map<Decision, Decision>();
  for (const decision of left.decisions) { const other = byId.get(decision.id); if (other) pairs.set(decision, other); }
  const known = new Set(pairs.values());
  const free = groupsOf(right.decisions.filter((decision) => !known.has(decision)), ({ type, name }) => `${type} ${name}`);
  for (const decision of left.decisions) {
    const same = pairs.has(decision) ? undefined : free.get(`${decision.type} ${decision.name}`);
    if (same?.size !== 1) continue;
    pairs.set(decision, [...same][0]!);
    same.clear();
  }
  const back = new Set(pairs.values());
  const size = ({ table }: Decision) => (table ? `（${table.rules.length} 行）` : '');
  const removed = left.decisions.filter((one) => !pairs.has(one)).map((one): Change => ({ file, element: one.id, kind: 'removed', text: `删除${called(one)}${size(one)}` }));
  const added = right.decisions.filter((one) => !back.has(one)).map((one): Change => ({ file, element: one.id, kind: 'added', text: `新增${called(one)}${size(one)}` }));
  const changed = [...pairs].flatMap(([a, b]): Change[] => {
    const whose = single ? '' : quoted(b.name);
    const made: Change[] = a.id === b.id ? [] : [{ file, element: b.id, kind: 'changed', text: `${called(b)}的编号由 ${a.id} 改为 ${b.id}`, before: a.id, after: b.id }];
    made.push(...factChanges(file, b.id, called(a), a.facts, b.facts));
    return a.table && b.table ? [...made, ...tableChanges(file, whose, a, b)] : made;
  });
  const look: Change[] = left.look === right.look ? [] : [{ file, kind: 'moved', text: '决策关系图只移动了位置' }];
  return [...removed, ...added, ...changed, ...factChanges(file, undefined, '文件', left.facts, right.facts), ...look];
}

/** Labels of the result columns by their names, for what refers to them elsewhere. */
export async function columnLabels(xml: string): Promise<Map<string, string>> {
  const { decisions } = await readTables(xml);
  return new Map(decisions.flatMap(({ table }) => table?.columns ?? []).filter(({ input, name }) => !input && name).map(({ name, label }) => [name!, label]));
}

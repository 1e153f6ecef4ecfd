// What can be wrong with decision tables: no rules, a column without a name, a row that does not fit, FEEL that cannot be parsed, a time limit that nobody can read, one decision twice.
import type { Finding } from '../check.js';
import { decisionsOf } from '../procedure.js';
import type { ProcedureFile } from '../store/types.js';
import { everyElement, isElement, value } from '../written/order.js';
import { parseXml, type XmlElement } from '../written/xml.js';
import { parseFeel, parseTests } from './feel.js';
import { isBare, isLimitColumn, limitFault, quoted } from './table-limits.js';

/** The decisions of a file of tables, by id. */
export const decisionIds = (xml: string): string[] => decisionsOf(xml).map(({ id }) => id);

/** What is wrong with the tables among some files. */
export function checkTables(files: ProcedureFile[]): Finding[] {
  const first = new Map<string, string>();
  return files.filter(({ name }) => name.endsWith('.dmn')).flatMap(({ name, content }): Finding[] => {
    const root = parseXml(content);
    const decisions = childrenOf(root, 'decision');
    const twice = decisions.flatMap((decision): TableFound[] => {
      const id = value(decision, 'id')!;
      const other = first.get(id);
      first.set(id, other ?? name);
      return other === undefined ? [] : [{ element: id, rule: 'decision-twice', message: `决策编号「${id}」在「${other}」里已有。请换一个编号。` }];
    });
    return [...twice, ...decisions.flatMap(checkDecision)].map(({ element, rule, message }) => ({ severity: 'error', file: name, element, rule, message }));
  });
}

type TableFound = { element: string; rule: string; message: string };

const childrenOf = (element: XmlElement, local: string): XmlElement[] => element.children.filter((child): child is XmlElement => isElement(child) && child.local === local);
const textIn = (element: XmlElement | undefined): string => (element ? childrenOf(element, 'text').flatMap(({ children }) => children).filter((child) => !isElement(child)).join('') : '');
const label = (element: XmlElement): string => value(element, 'label') || value(element, 'name') || value(element, 'id') || '';
/** Written in another language than FEEL, it is not ours to judge. */
const isFeel = (element: XmlElement | undefined): boolean => /feel|^$/i.test((element && value(element, 'expressionLanguage')) ?? '');

function checkDecision(decision: XmlElement): TableFound[] {
  const element = value(decision, 'id')!;
  const named = `决策「${value(decision, 'name') || element}」`;
  const at = (rule: string, message: string): TableFound => ({ element, rule, message });
  const feel = (what: string, text: string, wrong: string | undefined) => (wrong ? [at('table-feel', `${named}${what}的表达式「${text.trim().slice(0, 60)}」${wrong}。${isBare(text) ? `如果是文字，请加上英文双引号，写成 ${quoted(text)}。` : '请改正 FEEL 的写法。'}`)] : []);
  const [table] = childrenOf(decision, 'decisionTable');
  const [literal] = childrenOf(decision, 'literalExpression');
  if (literal) {
    const text = textIn(literal);
    if (text.trim() === '') return [at('table-empty', `${named}没有写表达式。请填写表达式，或改为决策表。`)];
    return isFeel(literal) ? feel('', text, parseFeel(text)) : [];
  }
  if (!table) return everyElement(decision).some(({ local }) => /^(context|invocation|relation|list|functionDefinition)$/.test(local)) ? [] : [at('table-empty', `${named}没有内容。请画决策表，或写表达式。`)];
  const [inputs, outputs, rules] = [childrenOf(table, 'input'), childrenOf(table, 'output'), childrenOf(table, 'rule')];
  if (rules.length === 0) return [at('table-rules', `${named}没有规则，查不出任何结果。请至少添加一行规则。`)];
  const columns = [
    ...inputs.flatMap((input, index) => {
      const [expression] = childrenOf(input, 'inputExpression');
      const text = textIn(expression);
      if (text.trim() === '') return [at('table-input', `${named}第 ${index + 1} 个输入列没有表达式。请填写要比较的变量名。`)];
      return isFeel(expression) ? feel(`输入列「${label(input)}」`, text, parseFeel(text)) : [];
    }),
    ...(outputs.length < 2 ? [] : outputs.filter((output) => !value(output, 'name')?.trim()).map((output) => at('table-output', `${named}的输出列「${label(output)}」没有名称，取不到结果。请填写名称。`))),
  ];
  const limits = outputs.map((output) => isLimitColumn(value(output, 'name') ?? '', value(output, 'label') ?? '', value(output, 'typeRef') ?? ''));
  const result = (row: number, index: number, text: string): TableFound[] => {
    const where = `第 ${row + 1} 行「${label(outputs[index]!)}」`;
    const wrong = limits[index] && limitFault(text);
    return wrong ? [at('table-limit', `${named}${where}${wrong}。`)] : feel(where, text, parseFeel(text));
  };
  return [...columns, ...rules.flatMap((rule, row) => {
    const [conditions, results] = [childrenOf(rule, 'inputEntry'), childrenOf(rule, 'outputEntry')];
    if (conditions.length !== inputs.length || results.length !== outputs.length) return [at('table-row', `${named}第 ${row + 1} 行的格数与列数不同。请用决策表编辑器重画这一行。`)];
    return [
      ...conditions.flatMap((entry, index) => (isFeel(entry) ? feel(`第 ${row + 1} 行「${label(inputs[index]!)}」`, textIn(entry), parseTests(textIn(entry))) : [])),
      ...results.flatMap((entry, index) => (isFeel(entry) ? result(row, index, textIn(entry)) : [])),
    ];
  })];
}

// A decision file laid out for comparison: each decision with its columns, its rules and whatever else it says.
import { DmnModdle } from 'dmn-moddle';
import { Invalid } from '../errors.js';
import { factsOf, type Walk } from './facts.js';

export interface Column { id: string; label: string; name?: string; facts: Map<string, string>; input: boolean }
/** `cells` are the texts in the order of the columns; `note` is the rule's description. */
export interface Rule { id: string; number: number; note: string; cells: string[]; facts: Map<string, string> }
export interface Decision { id: string; name: string; type: string; facts: Map<string, string>; table?: { columns: Column[]; rules: Rule[]; hitPolicy: string } }
export interface Tables { decisions: Decision[]; facts: Map<string, string>; look: string }

const walk = (skip: string[], apart: Walk['apart'] = () => false): Walk => ({ skip: new Set(skip), apart, dangling: new Map() });
const facts = (element: any, skip: string[]): Map<string, string> => factsOf(element, walk(skip)).values;
const without = (given: Map<string, string>, pattern: RegExp): Map<string, string> => new Map([...given].filter(([path]) => !pattern.test(path)));
/** Ids inside an expression, and how the editor shows it, say nothing. */
const inner = /(^|\/)id$|^(biodi:)?(width|annotationsWidth)$/;

function columnsOf(table: any): Column[] {
  const column = (element: any, input: boolean): Column => {
    const expression = element.inputExpression?.text;
    return { id: element.id, label: element.label || element.name || expression || element.id, name: element.name, input, facts: without(facts(element, []), inner) };
  };
  return [...(table.input ?? []).map((one: any) => column(one, true)), ...(table.output ?? []).map((one: any) => column(one, false))];
}

function rulesOf(table: any): Rule[] {
  return (table.rule ?? []).map((rule: any, index: number): Rule => {
    const entries = [...(rule.inputEntry ?? []), ...(rule.outputEntry ?? [])];
    const rest = new Map<string, string>(entries.flatMap((entry: any, at: number) => [...without(facts(entry, ['text']), inner)].map(([path, value]) => [`${at}/${path}`, value] as const)));
    for (const [path, value] of without(facts(rule, ['inputEntry', 'outputEntry', 'description']), inner)) rest.set(path, value);
    return { id: rule.id, number: index + 1, note: rule.description ?? '', cells: entries.map((entry: any) => (entry.text ?? '').trim()), facts: rest };
  });
}

/** @throws Invalid when it is no DMN */
export async function readTables(xml: string): Promise<Tables> {
  let root: any;
  let warnings: any[];
  try {
    ({ rootElement: root, warnings } = await new DmnModdle().fromXML(xml));
  } catch (error) {
    throw new Invalid(`not a decision table: ${(error as Error).message}`);
  }
  const decisions = (root.drgElement ?? []).map((element: any): Decision => {
    const logic = element.decisionLogic;
    const made: Decision = { id: element.id, name: element.name ?? element.id, type: element.$type, facts: new Map() };
    const all = facts(element, logic?.$type === 'dmn:DecisionTable' ? ['decisionLogic', 'extensionElements'] : ['extensionElements']);
    for (const [path, value] of factsOf(element.extensionElements ?? {}, walk([])).values) all.set(path, value);
    if (logic) all.set('logic', logic.$type);
    if (logic?.$type === 'dmn:DecisionTable') {
      made.table = { columns: columnsOf(logic), rules: rulesOf(logic), hitPolicy: [logic.hitPolicy ?? 'UNIQUE', logic.aggregation].filter(Boolean).join(' ') };
      for (const [path, value] of facts(logic, ['input', 'output', 'rule', 'hitPolicy', 'aggregation'])) all.set(`table/${path}`, value);
    }
    made.facts = new Map([...all].filter(([path]) => path !== 'id' && !/\/id$/.test(path)));
    return made;
  });
  const file = facts(root, ['drgElement', 'dmnDI', 'exporter', 'exporterVersion', 'id']);
  const lost = warnings.filter(({ message }) => /^unparsable/.test(message)).map(({ message }) => message.split('\n')[0]);
  if (lost.length) file.set('unreadable', lost.join('；'));
  return { decisions, facts: file, look: root.dmnDI ? JSON.stringify([...facts(root.dmnDI, [])].filter(([path]) => !inner.test(path))) : '' };
}

// A copy of a decision file under names of its own, so that trying a draft never meets or replaces what is in force.
import { DmnModdle } from 'dmn-moddle';
import { Invalid } from './errors.js';

/** A cell of a file as a person would point at it; `head`: what a column asks for. */
export interface Cell { element: string; text: string; words: string; head?: boolean; rule?: string; output?: boolean }
/** `names`: the decisions' own ids, by the ids of the copy. */
export interface Scratch { xml: string; decision: string; names: Map<string, string>; cells: Cell[]; rules: Map<string, { number: number; description?: string }> }

/** What is read of a decision: a table has inputs, outputs and rules. */
const shown = (part: any, index: number, kind: string): string => part.label || part.name || part.inputExpression?.text || `${kind} ${index + 1}`;

function cellsOf(decision: any): Cell[] {
  const logic = decision.decisionLogic;
  const name = decision.name || decision.id;
  if (!logic) return [];
  if (!logic.rule && !logic.input) return logic.text ? [{ element: logic.id ?? decision.id, text: logic.text, words: `「${name}」的表达式` }] : [];
  const heads = (logic.input ?? []).map((input: any, n: number) => ({ element: input.id, text: input.inputExpression?.text ?? '', words: `「${name}」的输入列「${shown(input, n, '输入')}」`, head: true }));
  const rows = (logic.rule ?? []).flatMap((rule: any, row: number) => [
    ...(rule.inputEntry ?? []).map((entry: any, n: number) => ({ element: entry.id, text: entry.text ?? '', words: `「${name}」第 ${row + 1} 行的「${shown(logic.input?.[n] ?? {}, n, '输入')}」`, rule: rule.id })),
    ...(rule.outputEntry ?? []).map((entry: any, n: number) => ({ element: entry.id, text: entry.text ?? '', words: `「${name}」第 ${row + 1} 行的「${shown(logic.output?.[n] ?? {}, n, '输出')}」`, rule: rule.id, output: true })),
  ]);
  return [...heads, ...rows];
}

/** Every element below one, itself included; what it points to is not followed. */
function* below(element: any): Generator<any> {
  yield element;
  for (const { name, isReference } of element.$descriptor.properties) {
    if (isReference) continue;
    for (const inner of [element[name]].flat()) if (inner?.$descriptor) yield* below(inner);
  }
}

/** Writes other names into a FEEL expression, but not into its texts. */
export function renamed(feel: string, names: Map<string, string>): string {
  return feel.replace(/"(?:[^"\\]|\\.)*"|`([^`]*)`|(?<![.\p{L}\p{N}_])[\p{L}_][\p{L}\p{N}_]*/gu, (found, quoted: string | undefined) => names.get(quoted ?? found) ?? found);
}

/**
 * Copies a decision file under names of its own.
 *
 * @param decision which of its decisions is to be tried
 * @throws Invalid when it cannot be read, or has no such decision
 */
export async function scratchOf(content: string, decision: string): Promise<Scratch> {
  const moddle = new DmnModdle();
  const { rootElement: root } = await moddle.fromXML(content).catch((error: Error) => { throw new Invalid('决策表的文件读不出来', [{ path: 'content', message: error.message }]); });
  const decisions: any[] = (root.drgElement ?? []).filter((one: any) => one.$type === 'dmn:Decision');
  const wanted = decisions.find(({ id }) => id === decision);
  if (!wanted) throw new Invalid(`文件里没有决策「${decision}」，请刷新后再试`);
  const cells = decisions.flatMap(cellsOf);
  const rules = new Map<string, { number: number; description?: string }>(decisions.flatMap(({ decisionLogic }) => (decisionLogic?.rule ?? []).map((rule: any, n: number) => [rule.id, { number: n + 1, description: rule.description }] as const)) as [string, { number: number; description?: string }][]);
  const space = `tryout_${crypto.randomUUID().replaceAll('-', '')}`;
  const names = new Map<string, string>((root.drgElement ?? []).map(({ id }: any, n: number) => [id, `${space}_${n + 1}`]));
  for (const element of below(root)) {
    if (typeof element.href === 'string' && names.has(element.href.replace(/^#/, ''))) element.href = `#${names.get(element.href.slice(1))}`;
    if (typeof element.text === 'string') element.text = renamed(element.text, names);
  }
  for (const element of root.drgElement ?? []) element.id = names.get(element.id);
  root.id = space;
  // The drawing names decisions too and is not needed to evaluate them.
  root.dmnDI = undefined;
  const { xml } = await moddle.toXML(root, { format: false });
  return { xml, decision: names.get(decision)!, names: new Map([...names].map(([own, other]) => [other, own])), cells, rules };
}

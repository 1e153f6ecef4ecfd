// Trying a decision of a draft with sample input, on the engine itself, and saying what came of it in words.
import { assertCheap } from './decision-cost.js';
import { scratchOf, type Scratch } from './decision-scratch.js';
import type { Engine } from './engine.js';
import type { Evaluated } from './engine-tryout.js';
import { Invalid } from './errors.js';
import type { Store } from './store/store.js';
import { tryNoted } from './tryout-notes.js';

export interface MatchedRule { number: number; description?: string; outputs: { name: string; value: unknown }[] }
export interface TriedDecision { id: string; name: string; output: unknown; inputs: { name: string; value: unknown }[]; rules: MatchedRule[] }
/** `notes`: what the engine let pass and a person probably did not mean. */
export interface Tryout { output: unknown; decisions: TriedDecision[]; notes: string[] }

/** What the engine says of an expression, as a Chinese sentence. */
function reasonOf(said: string): string {
  const missing = /no variable found for name '([^']+)'/i.exec(said)?.[1];
  if (missing) return `没有名为「${missing}」的变量，请在试算的输入里填上，或改正变量名`;
  if (/failed to parse|parse expression|unary-tests/i.test(said)) return '不是引擎能读的 FEEL 写法。文字要加英文双引号，比较写成 > 10 或 [1..5]，“不限”写 -';
  if (/multiple rules|UNIQUE/i.test(said)) return '有几行规则同时符合，而命中策略是“唯一”。请让各行互不重叠，或改用“首条”';
  if (/ANY/.test(said) && /differ|equal/i.test(said)) return '有几行规则同时符合但结果不同，而命中策略是“任意”';
  if (/PRIORITY|output values/i.test(said)) return '命中策略“优先”要求先列出输出值的先后次序';
  if (/expected .* but (found|got)|invalid type/i.test(said)) return '值的类型不对：数字列只填数字，文字加英文双引号';
  return `引擎说：${said.replace(/^\d+ [A-Z_]+: (Command '\w+' rejected with code '\w+': )?/, '')}`;
}

/** Finds the cell that the engine complains of, by the expression that it quotes. */
function refusal(said: string, { cells, names }: Scratch): Invalid {
  const own = [...names].reduce((text, [other, id]) => text.replaceAll(other, id), said);
  const quoted = [...own.matchAll(/(?:expression|unary-tests)\s+'([\s\S]*?)'(?=:|\s|$)/g)].map(([, text]) => text!);
  const cell = cells.find(({ text, head }) => (text !== '' || head) && quoted.includes(text)) ?? cells.filter(({ text }) => text.length > 3).find(({ text }) => own.includes(`'${text}'`));
  if (!cell) return new Invalid(`试算没有成功：${reasonOf(own)}`);
  const reason = cell.text === '' ? '还没有写取哪个变量' : reasonOf(own);
  return new Invalid(`${cell.words}有误`, [{ path: cell.element, message: `${cell.words}${cell.text && `（${cell.text}）`}：${reason}` }]);
}

/** A matched cell without a value mostly is a text that somebody forgot to put into quotes: the engine takes it for a variable that is not there. */
function notesOf(matched: Evaluated['rules'], { cells }: Scratch): string[] {
  return matched.flatMap(({ id, outputs }) => {
    const own = cells.filter((cell) => cell.rule === id && cell.output);
    return outputs.flatMap(({ value }, n) => (value === null && own[n] && !['', 'null'].includes(own[n].text.trim()) ? [`${own[n].words}（${own[n].text}）没有得出值：如果是文字，请加英文双引号`] : []));
  });
}

const told = ({ names, rules }: Scratch) => ({ decision, name, output, inputs, rules: matched }: Evaluated): TriedDecision => ({
  id: names.get(decision) ?? decision, name, output, inputs,
  rules: matched.map(({ id, index, outputs }) => ({ number: rules.get(id)?.number ?? index, outputs, ...(rules.get(id)?.description ? { description: rules.get(id)!.description } : {}) })),
});

/**
 * Evaluates a decision of a file that is not in force, and leaves nothing in the engine.
 *
 * @throws Invalid when the file cannot be read an expression is wrong or could hold the engine up: `problems` names the cell; Unavailable when the engine is away
 */
export async function tryOut({ content, decision, variables }: { content: string; decision: string; variables: object }, deps: { engine: Engine; store: Store }): Promise<Tryout> {
  const scratch = await scratchOf(content, decision);
  assertCheap(scratch);
  try {
    const { output, decisions } = await tryNoted({ xml: scratch.xml, decision: scratch.decision, variables }, deps);
    return { output, decisions: decisions.map(told(scratch)), notes: decisions.flatMap(({ rules }) => notesOf(rules, scratch)) };
  } catch (error) {
    if (error instanceof Invalid) throw refusal(error.message, scratch);
    throw error;
  }
}

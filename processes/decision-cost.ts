// What a decision that nobody has approved may cost the engine of the live cases: loops that could hold it up are refused before it is given them.
import { LARGEST } from './accept.js';
import type { Scratch } from './decision-scratch.js';
import { Invalid } from './errors.js';

/** The longest expression, characters, and the most rounds of one loop. */
const LONGEST = 2_000;
const MOST_ROUNDS = 1_000;

const name = '(?:`[^`]*`|[\\p{L}_][\\p{L}\\p{N}_]*)';
/** One variable that runs: the first of a loop, or a further one behind a comma. */
const running = new RegExp(`(?:(?<![\\p{L}\\p{N}_.])(?:for|some|every)\\s+|,\\s*)${name}\\s+in(?![\\p{L}\\p{N}_])`, 'gu');
const loop = new RegExp(`(?<![\\p{L}\\p{N}_.])(?:for|some|every)\\s+${name}\\s+in(?![\\p{L}\\p{N}_])`, 'u');
const range = /(-?\d[\d.]*?)\s*\.\.\s*(-?\d[\d.]*)/g;

const bare = (text: string): string => text.replace(/"(?:[^"\\]|\\.)*"/g, '""').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, ' ');

/** What is wrong with an expression, as the end of a sentence. */
function complaint(text: string): string | undefined {
  if (text.length > LONGEST) return `表达式有 ${text.length} 个字，试算最多 ${LONGEST} 个字，请拆成几格或另立一个决策`;
  const feel = bare(text);
  if (!loop.test(feel)) return undefined;
  if ((feel.match(running) ?? []).length > 2) return '循环（for、some、every）最多套两层，请拆开';
  const wide = [...feel.matchAll(range)].some(([, from, to]) => Math.abs(Number(to) - Number(from)) >= MOST_ROUNDS);
  return wide ? `循环的范围超过 ${MOST_ROUNDS.toLocaleString('en')} 次，会拖住正在办理的事项，请缩小范围` : undefined;
}

const entities: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: '\'' };
const plain = (xml: string): string => xml.replace(/<!\[CDATA\[([\s\S]*?)\]\]>/g, '$1').replace(/&(lt|gt|amp|quot|apos);/g, (_all, entity: string) => entities[entity]!);

/** @throws Invalid that names the cell, when an expression of the file could hold the engine up */
export function assertCheap({ cells, xml }: Pick<Scratch, 'cells' | 'xml'>): void {
  if (xml.length > LARGEST) throw new Invalid(`决策表文件超过 ${LARGEST / 1_000_000} MB，不能试算，请拆成几个文件`);
  for (const { element, text, words } of cells) {
    const said = complaint(text);
    if (said) throw new Invalid(`${words}不能试算：${said}`, [{ path: element, message: `${words}：${said}` }]);
  }
  // functions and default values are no cells of a table, but the engine evaluates them too
  for (const [, written] of xml.matchAll(/<(?:[\w-]+:)?text>([\s\S]*?)<\/(?:[\w-]+:)?text>/g)) {
    const text = plain(written!);
    const said = complaint(text);
    if (said) throw new Invalid(`表达式「${text.slice(0, 40)}」不能试算：${said}`, [{ path: 'content', message: said }]);
  }
}

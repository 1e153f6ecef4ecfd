// Small words that all sentences of a comparison share.
import type { Change, ChangeKind } from './compare.js';

/** A name in Chinese brackets. */
export const quoted = (name: string): string => `「${name}」`;

const LONG = 120;
const cut = (text: string, from: number, to: number): string => `${from > 0 ? '…' : ''}${text.slice(from, to)}${to < text.length ? '…' : ''}`;

/** Both texts; of long ones only the part that differs, with what stands around it. */
export function around(before: string, after: string): [string, string] {
  if (before.length <= LONG && after.length <= LONG) return [before, after];
  let start = 0;
  while (start < before.length && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < Math.min(before.length, after.length) - start && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  const shown = (text: string) => {
    const from = start <= 15 ? 0 : start - 15;
    const to = Math.min(text.length, Math.max(text.length - end + 15, from + 30), from + LONG * 2);
    return cut(text, from, end <= 15 ? Math.min(text.length, from + LONG * 2) : to);
  };
  return [shown(before), shown(after)];
}

const oneLine = (text: string): string => text.replace(/\s*\n\s*/g, ' ⏎ ');
const brief = (text: string): string => oneLine(cut(text, 0, Math.min(text.length, LONG)));

/** What became of one value, as a sentence: changed, given or taken away. `whose` is the start of the sentence. */
export function valueSentence(whose: string, label: string, before: string | undefined, after: string | undefined): string {
  if (before === undefined) return `${whose}增加${label}${after ? `：${brief(after)}` : ''}`;
  if (after === undefined) return `${whose}去掉${label}${before ? `（原为：${brief(before)}）` : ''}`;
  const [from, to] = around(before || '（空）', after || '（空）');
  return `${whose}的${label}：${oneLine(from)} → ${oneLine(to)}`;
}

/** A change of one value. */
export function valueChange(file: string, whose: string, label: string, before: string | undefined, after: string | undefined, kind: ChangeKind = 'changed'): Change {
  return { file, kind, text: valueSentence(whose, label, before, after), ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) };
}

/** Those that must be moved to make one order into the other, as few as possible: all that are not in the longest run that keeps its order. */
export function outOfOrder(before: string[], after: string[]): string[] {
  const place = new Map(before.map((id, index) => [id, index]));
  const both = after.filter((id) => place.has(id));
  const tails: number[] = [];
  const previous = new Map<number, number>();
  both.forEach((id, index) => {
    const at = place.get(id)!;
    let low = 0;
    let high = tails.length;
    while (low < high) { const middle = (low + high) >> 1; if (place.get(both[tails[middle]!]!)! < at) low = middle + 1; else high = middle; }
    if (low > 0) previous.set(index, tails[low - 1]!);
    tails[low] = index;
  });
  const kept = new Set<string>();
  for (let at = tails.at(-1); at !== undefined; at = previous.get(at)) kept.add(both[at]!);
  return both.filter((id) => !kept.has(id));
}

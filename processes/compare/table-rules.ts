// What became of the rules of one decision table: rules are known again by their id, else by what they say.
import type { Change } from './compare.js';
import type { Column, Decision, Rule } from './table-read.js';
import { outOfOrder, quoted, valueSentence } from './words.js';

type Table = NonNullable<Decision['table']>;
/** Hit policies under which the order of the rules changes the answer. */
const ordered = new Set(['FIRST', 'RULE ORDER', 'OUTPUT ORDER', 'PRIORITY', 'COLLECT']);
const shown = (cell: string | undefined): string => (cell === undefined || cell === '' || cell === '-' ? '不限' : cell.replace(/^"([^"]*)"$/, '$1') || '（空）');

/** A rule's conditions and answers in a few words. */
const described = (rule: Rule, columns: Column[]): string => columns.map(({ label, input }, at) => ({ label, input, cell: rule.cells[at] })).filter(({ input, cell }) => !input || (cell && cell !== '-'))
  .map(({ label, cell }) => `${label} ${shown(cell)}`).join('，');
/** How a rule is called: its place, and its note or first condition. */
function titled(rule: Rule, { columns }: Table): string {
  const at = columns.findIndex(({ input }, index) => input && rule.cells[index] && rule.cells[index] !== '-');
  const name = [rule.note, at >= 0 ? shown(rule.cells[at]) : ''].filter(Boolean).join('·').replace(/\s+/g, ' ');
  return `第 ${rule.number} 行${name ? quoted(name.length > 24 ? `${name.slice(0, 24)}…` : name) : ''}`;
}

/** The cells of a rule by the left side's columns, so that a new column makes no rule another one. */
const cellsBy = (rule: Rule, columns: Column[], known: string[]): string[] => known.map((id) => rule.cells[columns.findIndex((column) => column.id === id)] ?? '');

/** Pairs rules by id, then those that say the same, then those of which most cells are the same. */
function pairRules(left: Table, right: Table, shared: { left: string[]; right: string[] }): Map<Rule, Rule> {
  const pairs = new Map<Rule, Rule>();
  const taken = new Set<Rule>();
  const pair = (a: Rule, b: Rule) => { pairs.set(a, b); taken.add(b); };
  const mine = new Map(left.rules.map((rule) => [rule, cellsBy(rule, left.columns, shared.left)]));
  const theirs = new Map(right.rules.map((rule) => [rule, cellsBy(rule, right.columns, shared.right)]));
  const alike = (a: Rule, b: Rule) => mine.get(a)!.filter((cell, at) => cell === theirs.get(b)![at]).length / Math.max(1, shared.left.length);
  const byId = new Map(right.rules.map((rule) => [rule.id, rule]));
  for (const rule of left.rules) { const other = rule.id ? byId.get(rule.id) : undefined; if (other) pair(rule, other); }
  for (const least of [1, 0.6]) {
    for (const rule of left.rules) {
      if (pairs.has(rule)) continue;
      const best = right.rules.filter((other) => !taken.has(other)).map((other) => ({ other, same: alike(rule, other) })).sort((a, b) => b.same - a.same || Math.abs(a.other.number - rule.number) - Math.abs(b.other.number - rule.number))[0];
      if (best && best.same >= least) pair(rule, best.other);
    }
  }
  return pairs;
}

/** @param whose the decision as its sentences begin, `shared` the columns of both sides in one order */
export function ruleChanges(file: string, element: string, whose: string, left: Table, right: Table, shared: { left: string[]; right: string[] }): Change[] {
  const pairs = pairRules(left, right, shared);
  const back = new Set(pairs.values());
  const removed = left.rules.filter((rule) => !pairs.has(rule)).map((rule): Change => ({ file, element, kind: 'removed', text: `${whose}删除${titled(rule, left)}（${described(rule, left.columns)}）`, before: described(rule, left.columns) }));
  const added = right.rules.filter((rule) => !back.has(rule)).map((rule): Change => ({ file, element, kind: 'added', text: `${whose}新增${titled(rule, right)}（${described(rule, right.columns)}）`, after: described(rule, right.columns) }));
  const changed = [...pairs].flatMap(([a, b]) => cellChanges(file, element, `${whose}${titled(b, right)}`, a, b, { left, right }, shared));
  const before = left.rules.filter((rule) => pairs.has(rule)).map((rule) => pairs.get(rule)!.id ?? '');
  const after = right.rules.filter((rule) => back.has(rule)).map(({ id }) => id ?? '');
  const matters = ordered.has(right.hitPolicy.split(' ')[0]!) || ordered.has(right.hitPolicy);
  const swapped = outOfOrder(before, after).map((id): Change => {
    const now = right.rules.find((rule) => rule.id === id)!;
    const was = [...pairs].find(([, b]) => b === now)![0];
    return { file, element, kind: 'changed', text: `${whose}${titled(now, right)}原在第 ${was.number} 行，换了次序${matters ? '：按这张表的命中规则，行的先后影响结果' : ''}`, before: `第 ${was.number} 行`, after: `第 ${now.number} 行` };
  });
  return [...removed, ...added, ...changed, ...swapped];
}

function cellChanges(file: string, element: string, whose: string, before: Rule, after: Rule, { left, right }: { left: Table; right: Table }, shared: { left: string[]; right: string[] }): Change[] {
  const [mine, theirs] = [cellsBy(before, left.columns, shared.left), cellsBy(after, right.columns, shared.right)];
  const made = shared.left.flatMap((_id, at): Change[] => {
    if (mine[at] === theirs[at]) return [];
    const { label } = right.columns.find(({ id }) => id === shared.right[at])!;
    const [said, now] = shown(mine[at]) === shown(theirs[at]) ? [mine[at] || '（空）', theirs[at] || '（空）'] : [shown(mine[at]), shown(theirs[at])];
    return [{ file, element, kind: 'changed', text: `${whose}：${label} ${said} → ${now}`, before: `${label}：${said}`, after: `${label}：${now}` }];
  });
  if (before.note !== after.note) made.push({ file, element, kind: 'changed', text: valueSentence(whose, '说明', before.note, after.note), before: before.note, after: after.note });
  for (const path of new Set([...before.facts.keys(), ...after.facts.keys()])) {
    const [from, to] = [before.facts.get(path), after.facts.get(path)];
    if (from !== to) made.push({ file, element, kind: 'changed', text: valueSentence(whose, `属性 ${path}`, from, to) });
  }
  if (before.id !== after.id && made.length === 0) made.push({ file, element, kind: 'changed', text: `${whose}的编号由 ${before.id} 改为 ${after.id}`, before: before.id, after: after.id });
  return made;
}

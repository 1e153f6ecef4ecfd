// What became of the rules of one decision table: rules are known again by their id, else by what they say.
import type { Change } from './compare.js';
import { groupsOf } from './groups.js';
import type { Column, Decision, Rule } from './table-read.js';
import { outOfOrder, quoted, valueSentence } from './words.js';

type Table = NonNullable<Decision['table']>;
/** Hit policies under which the order of the rules changes the answer. */
const ordered = new Set(['FIRST', 'RULE ORDER', 'OUTPUT ORDER', 'PRIORITY', 'COLLECT']);
const shown = (cell: string | undefined): string => (cell === undefined || cell === '' || cell === '-' ? '不限' : cell.replace(/^"([^"]*)"$/, '$1') || '（空）');

/** A rule's conditions and answers in a few words. */
const described = (rule: Rule, columns: Column[]): string => columns.map(({ label, input }, at) => ({ label, input, cell: rule.cells[at] })).filter(({ input, cell }) => !input || (cell && cell !== '-'))
  .map(({ label, cell }) => `${label} ${shown(cell)}`).join('，');
/** The answer that names what a rule is about, in its own words: a category's, say. */
const isName = ({ name, label, input }: Column): boolean => !input && (name === 'name' || label === '名称');
/** How a rule is called: its place, its note or first condition, and the name that it gives. */
function titled(rule: Rule, { columns }: Table): string {
  const at = columns.findIndex(({ input }, index) => input && rule.cells[index] && rule.cells[index] !== '-');
  const said = columns.flatMap((column, index) => (isName(column) ? /^"([^"]+)"$/.exec(rule.cells[index] ?? '')?.[1] ?? [] : []))[0];
  const name = [rule.note, [at >= 0 ? shown(rule.cells[at]) : '', said].filter(Boolean).join(' ')].filter(Boolean).join('·').replace(/\s+/g, ' ');
  return `第 ${rule.number} 行${name ? quoted(name.length > 24 ? `${name.slice(0, 24)}…` : name) : ''}`;
}

/** Up to so many rules on either side are each set against each, to find the one that is most alike. */
const FEW = 200;

/** Reads the cells of a rule by the columns that both sides have, so that a new column makes no rule another one. */
function cellsBy(columns: Column[], known: string[]): (rule: Rule) => string[] {
  const place = new Map(columns.map(({ id }, at) => [id, at]).reverse() as [string, number][]);
  const places = known.map((id) => place.get(id) ?? -1);
  return (rule) => places.map((at) => rule.cells[at] ?? '');
}

/** Pairs rules by id, then those that say the same, then those of which most cells are the same: of many left over only the ones that stand in the same place. */
function pairRules(left: Table, right: Table, shared: { left: string[]; right: string[] }): Map<Rule, Rule> {
  const pairs = new Map<Rule, Rule>();
  const byId = new Map(right.rules.map((rule) => [rule.id, rule]));
  for (const rule of left.rules) { const other = rule.id ? byId.get(rule.id) : undefined; if (other) pairs.set(rule, other); }
  const taken = new Set(pairs.values());
  if (shared.left.length === 0) return pairs;
  const pair = (a: Rule, b: Rule) => { pairs.set(a, b); taken.add(b); };
  const [mine, theirs] = [cellsBy(left.columns, shared.left), cellsBy(right.columns, shared.right)];
  const rest = () => [left.rules.filter((rule) => !pairs.has(rule)), right.rules.filter((rule) => !taken.has(rule))] as const;
  const free = groupsOf(rest()[1], (rule) => JSON.stringify(theirs(rule)));
  for (const rule of rest()[0]) {
    const group = free.get(JSON.stringify(mine(rule)));
    const [other] = group ?? [];
    if (other) { pair(rule, other); group!.delete(other); }
  }
  const [before, after] = rest();
  const cells = new Map([...before.map((rule) => [rule, mine(rule)] as const), ...after.map((rule) => [rule, theirs(rule)] as const)]);
  const alike = (a: Rule, b: Rule) => cells.get(a)!.filter((cell, at) => cell === cells.get(b)![at]).length / shared.left.length;
  const few = before.length <= FEW && after.length <= FEW;
  before.forEach((rule, at) => {
    const others = (few ? after : after.slice(at, at + 1)).filter((other) => !taken.has(other)).map((other) => ({ other, same: alike(rule, other) }));
    const best = others.sort((a, b) => b.same - a.same || Math.abs(a.other.number - rule.number) - Math.abs(b.other.number - rule.number))[0];
    if (best && best.same >= 0.6) pair(rule, best.other);
  });
  return pairs;
}

/** @param whose the decision as its sentences begin, `shared` the columns of both sides in one order */
export function ruleChanges(file: string, element: string, whose: string, left: Table, right: Table, shared: { left: string[]; right: string[] }): Change[] {
  const pairs = pairRules(left, right, shared);
  const back = new Map([...pairs].map(([a, b]) => [b, a]));
  const byId = new Map(right.rules.map((rule) => [rule.id ?? '', rule]).reverse() as [string, Rule][]);
  const cellsOf = [cellsBy(left.columns, shared.left), cellsBy(right.columns, shared.right)] as const;
  const columns = new Map(right.columns.map((column) => [column.id, column]));
  const labels = shared.right.map((id) => columns.get(id)!.label);
  const removed = left.rules.filter((rule) => !pairs.has(rule)).map((rule): Change => ({ file, element, kind: 'removed', text: `${whose}删除${titled(rule, left)}（${described(rule, left.columns)}）`, before: described(rule, left.columns) }));
  const added = right.rules.filter((rule) => !back.has(rule)).map((rule): Change => ({ file, element, kind: 'added', text: `${whose}新增${titled(rule, right)}（${described(rule, right.columns)}）`, after: described(rule, right.columns) }));
  const changed = [...pairs].flatMap(([a, b]) => cellChanges(file, element, `${whose}${titled(b, right)}`, a, b, { mine: cellsOf[0](a), theirs: cellsOf[1](b), labels }));
  const before = left.rules.filter((rule) => pairs.has(rule)).map((rule) => pairs.get(rule)!.id ?? '');
  const after = right.rules.filter((rule) => back.has(rule)).map(({ id }) => id ?? '');
  const matters = ordered.has(right.hitPolicy.split(' ')[0]!) || ordered.has(right.hitPolicy);
  const swapped = outOfOrder(before, after).map((id): Change => {
    const now = byId.get(id)!;
    const was = back.get(now) ?? now;
    return { file, element, kind: 'changed', text: `${whose}${titled(now, right)}原在第 ${was.number} 行，换了次序${matters ? '：按这张表的命中规则，行的先后影响结果' : ''}`, before: `第 ${was.number} 行`, after: `第 ${now.number} 行` };
  });
  return [...removed, ...added, ...changed, ...swapped];
}

function cellChanges(file: string, element: string, whose: string, before: Rule, after: Rule, { mine, theirs, labels }: { mine: string[]; theirs: string[]; labels: string[] }): Change[] {
  const made = labels.flatMap((label, at): Change[] => {
    if (mine[at] === theirs[at]) return [];
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

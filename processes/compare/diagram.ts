// What differs between two diagrams: elements added and removed, every fact of those on both sides, the order of conditions, and the layout.
import type { Change } from './compare.js';
import { addedOrRemoved } from './diagram-added.js';
import { changesOf } from './diagram-changes.js';
import { pairUp, type Pairs } from './diagram-match.js';
import { nameOf } from './diagram-names.js';
import { readDrawing, type Drawing, type Thing } from './diagram-read.js';
import type { Vocabulary } from './expression.js';
import { outOfOrder } from './words.js';

/** Both diagrams and who is who in them. */
export interface Both { file: string; left: Drawing; right: Drawing; pairs: Pairs; words: Vocabulary }

/** @throws Invalid when one of them is no BPMN */
export async function compareDiagrams(file: string, before: string, after: string, words: Vocabulary): Promise<Change[]> {
  const [left, right] = [await readDrawing(before), await readDrawing(after)];
  const pairs = pairUp(left, right);
  const both: Both = { file, left, right, pairs, words };
  const changed = [...pairs].flatMap(([a, b]) => changesOf(left.things.get(a)!, right.things.get(b)!, both));
  const ofElements = (change: Change) => change.element !== undefined;
  return [...changed.filter((change) => !ofElements(change)), ...addedOrRemoved('removed', both), ...addedOrRemoved('added', both), ...changed.filter(ofElements), ...orderOfConditions(both), ...layout(both)];
}

const isConditional = (flow: Thing): boolean => flow.values.has('conditionExpression/body');

/** Zeebe asks the conditions that leave an element in the order of the connections in the file and takes the first that holds. */
function orderOfConditions({ file, left, right, pairs }: Both): Change[] {
  const bySource = ({ flows }: Drawing) => {
    const made = new Map<string, string[]>();
    for (const flow of flows) if (flow.source && isConditional(flow)) made.set(flow.source, made.get(flow.source) ?? []).get(flow.source)!.push(flow.id);
    return made;
  };
  const [mine, theirs] = [bySource(left), bySource(right)];
  return [...mine].flatMap(([source, flows]): Change[] => {
    const other = theirs.get(pairs.get(source) ?? '') ?? [];
    const there = new Set(other);
    const before = flows.map((id) => pairs.get(id) ?? '').filter((id) => there.has(id));
    const here = new Set(before);
    const after = other.filter((id) => here.has(id));
    if (outOfOrder(before, after).length === 0) return [];
    const told = (ids: string[]) => ids.map((id) => { const flow = right.things.get(id)!; return flow.name ? `「${flow.name}」` : `到${nameOf(flow.target, right)}`; }).join('、');
    return [{
      file, kind: 'changed', element: pairs.get(source)!, leftElement: source, elements: after, before: told(before), after: told(after),
      text: `${nameOf(pairs.get(source), right)}判断条件的先后改变（先成立的先走）：${told(before)} → ${told(after)}`,
    }];
  });
}

/** What only looks otherwise, all in one sentence. */
function layout({ file, left, right, pairs }: Both): Change[] {
  const moved = [...pairs].filter(([a, b]) => left.layout.get(a) !== right.layout.get(b)).map(([, b]) => b);
  if (moved.length === 0) return [];
  const text = moved.length === 1 ? `${nameOf(moved[0], right)}只移动了位置或改了外观` : `另有 ${moved.length} 个图形只移动了位置或改了外观`;
  return [{ file, kind: 'moved', ...(moved.length === 1 ? { element: moved[0]! } : {}), elements: moved, text }];
}

// Elements that only one of two diagrams has, with what a reader wants to know of them at once.
import type { Change } from './compare.js';
import type { Both } from './diagram.js';
import { labelOf } from './diagram-labels.js';
import { nameOf, titleOf } from './diagram-names.js';
import type { Thing } from './diagram-read.js';
import { groupsOf } from './groups.js';

/** What is told of a new element, in this order. */
const telling = ['header/limit', 'input/limit', 'zeebe:AssignmentDefinition/candidateGroups', 'zeebe:FormDefinition/formKey', 'zeebe:TaskDefinition/type', 'zeebe:CalledElement/processId', 'zeebe:CalledDecision/decisionId',
  'property/status', 'conditionExpression/body', 'loopCharacteristics/zeebe:LoopCharacteristics/inputCollection'];
/** A connection that is nothing but a connection. */
const isBare = (thing: Thing): boolean => thing.type === 'bpmn:SequenceFlow' && !thing.name && [...thing.values.keys()].every((path) => ['sourceRef', 'targetRef'].includes(path));

/** @param kind `added`: those that only the right side has; `removed`: those that only the left side has */
export function addedOrRemoved(kind: 'added' | 'removed', { file, left, right, pairs, words }: Both): Change[] {
  const drawing = kind === 'added' ? right : left;
  const known = new Set(kind === 'added' ? pairs.values() : pairs.keys());
  const lone = [...drawing.things.values()].filter(({ id }) => !known.has(id));
  const ids = new Set(lone.map(({ id }) => id));
  const isDefault = new Set([...drawing.things.values()].map(({ values }) => values.get('default')));
  // bare connections are told with the element that they belong to, what lies in a sub-process with the sub-process
  const withNode = new Set(lone.filter((thing) => isBare(thing) && !isDefault.has(thing.id) && (ids.has(thing.source!) || ids.has(thing.target!))));
  const outermost = (thing: Thing): Thing => (thing.parent !== undefined && ids.has(thing.parent) ? outermost(drawing.things.get(thing.parent)!) : thing);
  const bears = new Map<string, string[]>();
  const put = (to: string, id: string) => bears.set(to, bears.get(to) ?? []).get(to)!.push(id);
  const insides = groupsOf(lone.filter((thing) => thing.source === undefined && outermost(thing) !== thing), (thing) => outermost(thing).id);
  for (const thing of lone) {
    const holder = outermost(thing);
    if (holder !== thing) put(holder.id, thing.id);
    else if (withNode.has(thing)) put(outermost(drawing.things.get(ids.has(thing.source!) ? thing.source! : thing.target!)!).id, thing.id);
  }
  return lone.filter((thing) => outermost(thing) === thing && !withNode.has(thing)).map((thing) => {
    const elements = bears.get(thing.id) ?? [];
    const inside = insides.get(thing.id)?.size;
    const facts = telling.filter((path) => thing.values.has(path)).map((path) => {
      const { label, show } = labelOf(/\/limit$/.test(path) ? 'limit' : path);
      return `${label}：${show(thing.values.get(path)!, words)}`;
    });
    if (inside) facts.push(`内含 ${inside} 个环节`);
    return {
      file, kind, element: thing.id, ...(elements.length ? { elements } : {}),
      text: `${kind === 'added' ? '新增' : '删除'}${titleOf(thing, drawing)}${place(thing, lone, drawing)}${facts.length ? `（${facts.join('；')}）` : ''}`,
    };
  });
}

/** After what and before what it stands. */
function place(thing: Thing, lone: Thing[], drawing: Both['left']): string {
  if (thing.values.has('attachedToRef')) return `，附在${nameOf(thing.values.get('attachedToRef'), drawing)}上`;
  if (lone.length > 60) return '';
  const flows = drawing.flows.filter(({ source, target }) => source === thing.id || target === thing.id);
  const before = flows.filter(({ target }) => target === thing.id).map(({ source }) => nameOf(source, drawing));
  const after = flows.filter(({ source }) => source === thing.id).map(({ target }) => nameOf(target, drawing));
  if (before.length + after.length > 4 || before.length + after.length === 0) return '';
  return `，${[before.length ? `接在${before.join('、')}之后` : '', after.length ? `通向${after.join('、')}` : ''].filter(Boolean).join('，')}`;
}

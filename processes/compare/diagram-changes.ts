// What became of one element that both diagrams have.
import type { Change } from './compare.js';
import type { Both } from './diagram.js';
import { labelOf, typeWords } from './diagram-labels.js';
import { nameOf } from './diagram-names.js';
import { FILE, type Thing } from './diagram-read.js';
import { bothWords } from './expression.js';
import { quoted, valueChange } from './words.js';

/** Facts with a sentence of their own. */
const special = new Set(['name', 'sourceRef', 'targetRef', 'attachedToRef', 'default']);

/** A human task's limit stands in its header or, computed, in an input variable, which then counts. */
function withLimit(thing: Thing): Map<string, string> {
  const values = new Map(thing.values);
  const [header, input] = [values.get('header/limit'), values.get('input/limit')];
  if (thing.type !== 'bpmn:UserTask' && header === undefined) return values;
  if (input === undefined && header === undefined) return values;
  values.set('limit', (input ?? header)!);
  values.delete(input === undefined ? 'header/limit' : 'input/limit');
  return values;
}

/** The ids of the left side as the right side has them. */
const translated = (ids: string | undefined, { pairs }: Both): string | undefined => ids?.split('、').map((id) => pairs.get(id) ?? id).sort().join('、');

export function changesOf(before: Thing, after: Thing, both: Both): Change[] {
  const { file, left, right, pairs, words } = both;
  const name = nameOf(after.id, right);
  const [mine, theirs] = [withLimit(before), withLimit(after)];
  const made: Change[] = [];
  const technical: Change[] = [];
  const say = (text: string, from?: string, to?: string) => made.push({ file, kind: 'changed', text, ...(from === undefined ? {} : { before: from }), ...(to === undefined ? {} : { after: to }) });

  if (before.id !== after.id) {
    say(after.type === 'bpmn:Process' ? `流程编号由 ${before.id} 改为 ${after.id}：两边是不同的流程` : `${name}的编号由 ${before.id} 改为 ${after.id}`, before.id, after.id);
  }
  if (before.type !== after.type) say(`${name}由${typeWords(before.type)}改为${typeWords(after.type)}`, typeWords(before.type), typeWords(after.type));
  if ((before.name ?? '') !== (after.name ?? '') && after.id !== FILE) say(renamed(before, after, both), before.name ?? '', after.name ?? '');
  if (before.parent !== undefined && pairs.get(before.parent) !== after.parent) say(`${name}从${nameOf(before.parent, left)}移到${nameOf(after.parent, right)}`, nameOf(before.parent, left), nameOf(after.parent, right));
  const ends = [['sourceRef', '起点'], ['targetRef', '终点']] as const;
  for (const [path, end] of ends) {
    if (translated(mine.get(path), both) !== theirs.get(path)) say(`连线${nameOf(before.id, left)}的${end}由${nameOf(mine.get(path), left)}改为${nameOf(theirs.get(path), right)}`, nameOf(mine.get(path), left), nameOf(theirs.get(path), right));
  }
  if (translated(mine.get('attachedToRef'), both) !== theirs.get('attachedToRef')) say(`${name}由附在${nameOf(mine.get('attachedToRef'), left)}改为附在${nameOf(theirs.get('attachedToRef'), right)}`);
  if (translated(mine.get('default'), both) !== theirs.get('default')) {
    const way = (id: string | undefined, side: typeof left) => (id ? nameOf(side.things.get(id)?.target ?? id, side) : '无');
    const [from, to] = [way(mine.get('default'), left), way(theirs.get('default'), right)];
    say(`${name}的默认去向：${from} → ${to}${from === to ? '（另一条连线）' : ''}`, from, to);
  }
  for (const path of new Set([...mine.keys(), ...theirs.keys()])) {
    if (special.has(path) && after.id !== FILE) continue;
    const [from, to] = [mine.get(path), theirs.get(path)];
    const linked = before.links.has(path) || after.links.has(path);
    if (from === to || (linked && translated(from, both) === to)) continue;
    if (path.startsWith('order/') && !(from && to && sameItems(from, to))) continue;
    const { label, show, technical: quiet } = labelOf(path);
    const [said, now] = bothWords(from, to, (raw) => show(raw, words));
    (quiet ? technical : made).push(valueChange(file, after.source && !path.startsWith('conditionExpression') ? `连线${name}` : name, label, said, now));
  }
  const all = made.length > 0 ? made : technical;
  const mark = after.id === FILE || after.type === 'bpmn:Process' ? {} : { element: after.id, ...(before.id === after.id ? {} : { leftElement: before.id }) };
  return all.map((change) => ({ ...change, ...mark }));
}

const sameItems = (a: string, b: string): boolean => a.split('、').sort().join('、') === b.split('、').sort().join('、');

function renamed(before: Thing, after: Thing, { left, right }: Both): string {
  if (before.source !== undefined) {
    const link = `连线${nameOf(after.id, right)}`;
    if (!after.name) return `${link}去掉文字${quoted(before.name ?? '')}`;
    return before.name ? `${link}的文字：${quoted(before.name)} → ${quoted(after.name)}` : `${link}加上文字${quoted(after.name)}`;
  }
  if (before.type === 'bpmn:Process') return `流程${quoted(before.name ?? before.id)}改名为${quoted(after.name ?? after.id)}`;
  if (!after.name) return `${nameOf(before.id, left)}去掉了名称`;
  return before.name ? `${quoted(before.name)}改名为${quoted(after.name)}` : `${typeWords(before.type)} ${before.id} 命名为${quoted(after.name)}`;
}

// What differs between two forms: fields added, removed, moved, and what became of each.
import type { Change } from './compare.js';
import { bothWords, type Vocabulary } from './expression.js';
import { fieldType, formLabel } from './form-labels.js';
import { readSheet, type Field, type Sheet } from './form-read.js';
import { groupsOf } from './groups.js';
import { outOfOrder, quoted, valueChange } from './words.js';

/** The fields of both sides that are the same: by id, else the one with the same variable, else the one of the same kind and name. */
function pairFields(left: Sheet, right: Sheet): Map<Field, Field> {
  const pairs = new Map<Field, Field>();
  const taken = new Set<Field>();
  const attempt = (keyOf: (field: Field) => string | undefined, fits: (a: Field, b: Field) => boolean = () => true) => {
    const groups = groupsOf(right.fields.filter((field) => !taken.has(field)), keyOf);
    for (const a of left.fields) {
      const group = pairs.has(a) ? undefined : groups.get(keyOf(a) ?? '');
      const [b] = group?.size === 1 ? group : [];
      if (!b || !fits(a, b)) continue;
      pairs.set(a, b);
      taken.add(b);
      group!.delete(b);
    }
  };
  attempt(({ id }) => id, (a, b) => a.type === b.type || a.key === b.key);
  attempt(({ key }) => key, (a, b) => a.key !== undefined && b.key !== undefined);
  attempt(({ type, name }) => `${type} ${name}`);
  return pairs;
}

/** The field that stands before each in its group. */
function previousOf({ fields }: Sheet): Map<Field, Field | undefined> {
  const last = new Map<string, Field>();
  return new Map(fields.map((field) => { const previous = last.get(field.parent); last.set(field.parent, field); return [field, previous]; }));
}

const titled = (field: Field): string => `${fieldType(field.type)}${quoted(field.name)}`;

/** @throws Invalid when one of them is no form */
export function compareForms(file: string, before: string, after: string, words: Vocabulary): Change[] {
  const [left, right] = [readSheet(before), readSheet(after)];
  const pairs = pairFields(left, right);
  const back = new Map([...pairs].map(([a, b]) => [b, a]));
  const ahead = previousOf(right);
  const added = right.fields.filter((field) => !back.has(field)).map((field): Change => {
    const required = field.facts.get('validate/required') === 'true';
    const previous = ahead.get(field);
    return { file, kind: 'added', element: field.id, text: `新增${titled(field)}${previous ? `，在${quoted(previous.name)}之后` : '，在最前'}${required ? '（必填）' : ''}`, after: described(field, words) };
  });
  const removed = left.fields.filter((field) => !pairs.has(field)).map((field): Change => ({ file, kind: 'removed', element: field.id, text: `删除${titled(field)}`, before: described(field, words) }));
  const changed = [...pairs].flatMap(([a, b]) => fieldChanges(file, a, b, words));
  return [...removed, ...added, ...changed, ...moved(file, left, right, pairs), ...factChanges(file, '表单', left.facts, right.facts, words), ...layout(file, pairs)];
}

/** A field in a few lines, for a look at what came or went. */
const described = (field: Field, words: Vocabulary): string => [...field.facts].filter(([path]) => path !== 'label').map(([path, raw]) => { const { label, show } = formLabel(path); return `${label}：${show(raw, words)}`; }).join('\n');

function factChanges(file: string, whose: string, before: Map<string, string>, after: Map<string, string>, words: Vocabulary): Change[] {
  return [...new Set([...before.keys(), ...after.keys()])].filter((path) => before.get(path) !== after.get(path)).map((path) => {
    const { label, show } = formLabel(path);
    const [from, to] = bothWords(before.get(path), after.get(path), (raw) => show(raw, words));
    if (path === 'validate/required' && [from, to].every((one) => one === undefined || /^[是否]$/.test(one))) {
      return { file, kind: 'changed', text: `${whose}${to === '是' ? '改为必填' : '改为选填'}`, before: from === '是' ? '必填' : '选填', after: to === '是' ? '必填' : '选填' } satisfies Change;
    }
    return valueChange(file, whose, label, from, to);
  });
}

function fieldChanges(file: string, before: Field, after: Field, words: Vocabulary): Change[] {
  const name = quoted(after.name);
  const made: Change[] = [];
  if (before.id !== after.id) made.push({ file, kind: 'changed', text: `${name}的编号由 ${before.id} 改为 ${after.id}`, before: before.id, after: after.id });
  if (before.type !== after.type) made.push({ file, kind: 'changed', text: `${name}由${fieldType(before.type)}改为${fieldType(after.type)}`, before: fieldType(before.type), after: fieldType(after.type) });
  const label = before.facts.get('label') !== after.facts.get('label') && before.facts.has('label') && after.facts.has('label');
  if (label) made.push({ file, kind: 'changed', text: `${quoted(before.facts.get('label')!)}改名为${quoted(after.facts.get('label')!)}`, before: before.facts.get('label')!, after: after.facts.get('label')! });
  const without = (facts: Map<string, string>) => (label ? new Map([...facts].filter(([path]) => path !== 'label')) : facts);
  made.push(...factChanges(file, name, without(before.facts), without(after.facts), words));
  return made.map((change) => ({ ...change, element: after.id, ...(before.id === after.id ? {} : { leftElement: before.id }) }));
}

/** Fields in another order, or in another group or list. */
function moved(file: string, left: Sheet, right: Sheet, pairs: Map<Field, Field>): Change[] {
  const ahead = previousOf(right);
  const byId = ({ fields }: Sheet) => new Map(fields.map((field) => [field.id, field]));
  const [mine, theirs] = [byId(left), byId(right)];
  const where = (sheet: Map<string, Field>, id: string) => (id ? quoted(sheet.get(id)!.name) : '表单最外层');
  const now = (parent: string) => (parent ? pairs.get(mine.get(parent)!)?.id : '');
  const elsewhere = [...pairs].filter(([a, b]) => now(a.parent) !== b.parent);
  const outside = new Set(elsewhere.map(([, b]) => b.id));
  const told = elsewhere.map(([a, b]): Change => ({ file, kind: 'changed', element: b.id, text: `${quoted(b.name)}从${where(mine, a.parent)}移到${where(theirs, b.parent)}`, before: where(mine, a.parent), after: where(theirs, b.parent) }));
  const before = left.fields.map((field) => pairs.get(field)?.id ?? '').filter((id) => id && !outside.has(id));
  const after = right.fields.map(({ id }) => id).filter((id) => !outside.has(id));
  const order = outOfOrder(before, after).map((id): Change => {
    const field = theirs.get(id)!;
    const previous = ahead.get(field);
    return { file, kind: 'changed', element: id, text: `${quoted(field.name)}换了次序，现在${previous ? `排在${quoted(previous.name)}之后` : '排在最前'}` };
  });
  return [...told, ...order];
}

function layout(file: string, pairs: Map<Field, Field>): Change[] {
  const looks = [...pairs].filter(([a, b]) => a.look !== b.look).map(([, b]) => b);
  if (looks.length === 0) return [];
  return [{ file, kind: 'moved', elements: looks.map(({ id }) => id), text: looks.length === 1 ? `${quoted(looks[0]!.name)}只改了版面` : `另有 ${looks.length} 个字段只改了版面（行、列宽）` }];
}

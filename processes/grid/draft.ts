// What somebody wrote of an item, checked field by field: the same whether it was typed into a form or stood in a row of a file.
import { z } from 'zod';
import { Invalid, type Problem } from '../errors.js';
import type { RegisterItem, RegisterKind } from '../store/types.js';
import { CREDIT_CODE, registerOf, type Field } from './fields.js';
import type { GridLists } from './lists.js';

const line = (most: number) => z.string().trim().max(most, `最多 ${most} 个字`);

/** An item as it is given. A telephone or an ID number that is left out stays what it was, `null` takes it away. */
export const itemDraft = z.object({
  name: line(80), categories: z.array(line(40)).max(10, '最多 10 个类别').default([]), household: z.string().max(64).optional(),
  phone: line(20).nullish(), idNumber: line(18).nullish(),
  place: z.strictObject({ text: line(200), lng: z.number().min(-180).max(180).optional(), lat: z.number().min(-90).max(90).optional() }),
  facts: z.record(z.string().max(40), line(200)).default({}), note: line(1_000).optional(),
});
export type ItemDraft = z.infer<typeof itemDraft>;

/** The fields of an item that a draft sets. */
export type Written = Pick<RegisterItem, 'name' | 'categories' | 'place' | 'facts'> & Partial<Pick<RegisterItem, 'household' | 'phone' | 'idNumber' | 'note'>>;

const choices: Record<RegisterKind, (lists: GridLists) => string[]> = {
  household: () => [], resident: ({ residents }) => residents.map(({ name }) => name), employer: ({ trades }) => trades, facility: ({ facilities }) => facilities, danger: ({ dangers }) => dangers,
};
/** The categories that an item of a register may have. */
export const categoriesOf = (kind: RegisterKind, lists: GridLists): string[] => choices[kind](lists);

/** What stands in one field. */
export const valueOf = (draft: ItemDraft, { key, header }: Field): string | undefined => (
  key === 'fact' ? draft.facts[header] : key === 'place' ? draft.place.text : key === 'categories' ? draft.categories.join('、') : draft[key] ?? undefined);

/**
 * What is wrong with a draft, one problem a field, its path the field's Chinese name.
 *
 * @param stays categories that the item has already: they may stay when the list no longer has them
 */
export function draftProblems(kind: RegisterKind, draft: ItemDraft, lists: GridLists, stays: string[] = []): Problem[] {
  const register = registerOf(kind);
  const problems: Problem[] = [];
  for (const field of register.fields) {
    const value = valueOf(draft, field)?.trim() ?? '';
    const say = (message: string) => void problems.push({ path: field.header, message });
    if (value === '') { if (field.required) say(`请填写${field.header}`); }
    else if (value.length > field.most) say(`最多 ${field.most} 个字`);
    else if (field.problem) { const wrong = field.problem(value); if (wrong) say(wrong); }
    else if (field.key === 'categories') {
      const known = new Set([...categoriesOf(kind, lists), ...stays]);
      const odd = draft.categories.filter((one) => !known.has(one));
      if (odd.length) say(`没有「${odd.join('」「')}」这个类别，可选：${categoriesOf(kind, lists).join('、')}`);
      else if (kind !== 'resident' && draft.categories.length > 1) say('只能选一个类别');
    }
  }
  const headers = new Set(register.fields.filter(({ key }) => key === 'fact').map(({ header }) => header));
  for (const name of Object.keys(draft.facts)) if (!headers.has(name)) problems.push({ path: name, message: '没有这一项' });
  if ((draft.place.lng === undefined) !== (draft.place.lat === undefined)) problems.push({ path: 'place', message: '位置要同时有经度和纬度' });
  for (const key of ['idNumber', 'phone', 'household'] as const) {
    if (draft[key] && !register.fields.some((field) => field.key === key)) problems.push({ path: key, message: '这类登记没有这一项' });
  }
  return problems;
}

/** The draft as it is kept; empty texts are left out. @throws Invalid with all that is wrong */
export function written(kind: RegisterKind, draft: ItemDraft, lists: GridLists, stays: string[] = []): Written {
  const problems = draftProblems(kind, draft, lists, stays);
  if (problems.length) throw new Invalid('登记内容有误', problems);
  const { name, categories, household, phone, idNumber, place, note } = draft;
  const facts = Object.fromEntries(Object.entries(draft.facts).filter(([, value]) => value !== '').map(([key, value]) => [key, key === CREDIT_CODE ? value.toUpperCase() : value]));
  return {
    name, categories: [...new Set(categories)], place, facts, ...(household ? { household } : {}), ...(phone ? { phone } : {}),
    ...(idNumber ? { idNumber: idNumber.toUpperCase() } : {}), ...(note ? { note } : {}),
  };
}

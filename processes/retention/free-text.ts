// Which texts of a case say nothing of a person: words of the system's own and choices that a form offers. Every other text is somebody's own words.
import { COUNTED } from '../figures/case-marks.js';
import type { Component, FormSchema } from '../form-schema.js';
import { formsOf } from '../publication.js';
import type { Store } from '../store/store.js';
import type { Case, Task } from '../store/types.js';

export const BLANKED = '（已清除）';

const DATE = /^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:\d{2})?)?$/;
/** Where somebody lives is told by a position, too. */
const POSITION = ['lng', 'lat'];

const texts = (value: unknown): string[] => (typeof value === 'string' ? [value] : typeof value === 'object' && value !== null && !(value instanceof Date) ? Object.values(value).flatMap(texts) : []);

/** The fixed choices of a form, in lists and groups, too; what is offered from the registers is not among them. */
const choicesOf = ({ components = [] }: { components?: readonly Component[] }): string[] => components.flatMap((component) => [...texts(component.values?.map((choice) => (choice as { value?: unknown }).value ?? choice)), ...choicesOf(component)]);

/** The words that stay in a case and in all that hangs on it. */
export async function wordsOf(found: Case, store: Store): Promise<Set<string>> {
  const tasks = await store.tasks.find({ caseNo: found._id }, { name: 1, procedure: 1, elementId: 1, candidateGroups: 1, status: 1, definitionKey: 1 }).lean<Task[]>();
  const forms: FormSchema[] = [];
  for (const definition of new Set(tasks.map(({ definitionKey }) => definitionKey))) forms.push(...(await formsOf(store, definition)).values());
  const { _id, category, urgency, source, scope, level, procedure, classification, closing, standing, plan } = found;
  return new Set([
    ...COUNTED, ...texts([_id, category, urgency, source, scope, level, procedure, classification, closing?.outcome, closing?.rating, standing?.status, plan?.payees.map(({ kind }) => kind)]),
    ...texts(tasks.map(({ name, procedure: of, elementId, candidateGroups, status }) => [name, of, elementId, candidateGroups, status])), ...forms.flatMap(choicesOf),
  ]);
}

/** The same value without anybody's own words, however deep they stand; numbers, days and choices stay, positions and files go. */
export function withoutWords(value: unknown, words: ReadonlySet<string>): unknown {
  const stays = (text: string) => text === '' || words.has(text) || DATE.test(text);
  if (typeof value === 'string') return stays(value) ? value : BLANKED;
  if (Array.isArray(value)) return value.filter((each) => typeof each !== 'string' || stays(each)).map((each) => withoutWords(each, words));
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => !POSITION.includes(key)).map(([key, inner]) => [key, withoutWords(inner, words)]));
}

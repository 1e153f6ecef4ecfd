// What a task's page knows of its matter, as one person may read it: whoever fills the form in has its own fields as they are, everything else is masked.
import { formFields, type FormSchema } from '../processes/form.js';
import { at, put, rowsAt } from '../processes/form-data.js';
import type { Case, KnownFact, Person, Task } from '../processes/store/types.js';
import { mayAct } from '../processes/visibility.js';
import { showCase } from './case-shown.js';
import { hidden, withoutNames } from './hide.js';

const masked = <T>(value: T, reveal: boolean): T => hidden(reveal ? value : withoutNames(value));

/** A field that is sent back must not hold a mask: it would be kept in place of what it hides. */
export function showData(task: Task, form: FormSchema, data: Record<string, unknown>, person: Person, reveal: boolean): Record<string, unknown> {
  const fields = new Set(mayAct(person, task) ? formFields(form).map(({ path }) => path.split(/[.[]/)[0]!) : []);
  // as a whole: what is a name is told by its key
  const shown = masked(data, reveal);
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, fields.has(name) ? value : shown[name]]));
}

type Row = Record<string, unknown>;
const isBlank = (value: unknown): boolean => value === undefined || value === null || value === '';

/** The rows of a list with what the register knows of each: told by its name, one that has no row yet gets its own. */
function rowsWith(rows: readonly Row[], known: readonly (readonly KnownFact[])[]): Row[] {
  const made = rows.map((row) => structuredClone(row));
  const free = new Set(made);
  for (const facts of known) {
    const [inRow, name] = [(path: string) => path.slice(path.indexOf('].') + 2).split('.'), facts.find(({ fact }) => fact.endsWith('.name'))];
    const own = name && [...free].find((row) => at(row, inRow(name.path)) === name.value);
    const row = own ?? {};
    if (own) free.delete(own);
    else made.push(row);
    for (const { path, value } of facts) if (isBlank(at(row, inRow(path)))) put(row, inRow(path), value);
  }
  return made;
}

/** What a register knows stands where nothing else does. */
export function filledIn(data: Record<string, unknown>, known: KnownFact[]): Record<string, unknown> {
  const made = { ...data };
  const lists = new Map<string, KnownFact[][]>();
  for (const one of known) {
    const [, list, row] = /^(.+)\[(\d+)\]\./.exec(one.path) ?? [];
    if (list) {
      const rows = lists.get(list) ?? [];
      (rows[Number(row)] ??= []).push(one);
      lists.set(list, rows);
    } else if (isBlank(at(made, one.path.split('.')))) put(made, one.path.split('.'), one.value);
  }
  for (const [list, rows] of lists) put(made, list.split('.'), rowsWith(rowsAt(made, list.split('.')), rows.filter(Boolean)));
  return made;
}

/** What was sent; as it was to whoever sent it. */
export function showSubmission({ submission }: Task, person: Person, reveal: boolean) {
  if (!submission || ('id' in submission.by && submission.by.id === person._id)) return submission;
  return { ...submission, values: masked(submission.values, reveal) };
}

/** Who brought the matter up, and which parts of it are masked. */
export function reporterShown(found: Case, person: Person, reveal: boolean) {
  const { reporter, masked: parts } = showCase(found, person, reveal);
  return { reporter, masked: parts };
}

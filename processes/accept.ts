// What is taken into a draft: files of our kind that every part behind can read; all others are refused with line and reason before anything is changed.
import { refuseDiagram } from './accept/diagram.js';
import { refuseForm } from './accept/form.js';
import { refuseTable } from './accept/table.js';
import { readFile, writtenForm } from './canonical.js';
import { Invalid, type Problem } from './errors.js';
import type { ProcedureFile } from './store/types.js';

/** The largest file of a procedure, characters. */
export const LARGEST = 1_000_000;

/**
 * Takes a file in, in its canonical form. What is being drawn may be incomplete: that is for the check to say. What no part of us could read, or
 * what belongs to another engine, is refused.
 *
 * @throws Invalid, each problem's path `<name>:<line>` and its message a Chinese sentence
 */
export async function acceptFile(file: ProcedureFile): Promise<ProcedureFile> {
  const { name, content } = file;
  if (content.length > LARGEST) throw new Invalid(`file too large <${name}>`, [{ path: name, message: `文件超过 ${LARGEST / 1_000_000} MB` }]);
  const read = readFile(file);
  const found = read.kind === 'form' ? refuseForm(read.form, content) : read.kind === 'dmn' ? refuseTable(read.root) : refuseDiagram(read.root);
  if (found.length > 0) {
    const problems: Problem[] = found.slice(0, 20).map(({ line, message }) => ({ path: `${name}:${line}`, message }));
    throw new Invalid(`文件「${name}」不能接受：${problems[0]!.message}`, problems);
  }
  return { name, content: writtenForm(read) };
}

/** Takes several in. @throws Invalid with what is wrong with the first that is refused */
export const acceptFiles = async (files: ProcedureFile[]): Promise<ProcedureFile[]> => {
  const taken: ProcedureFile[] = [];
  for (const file of files) taken.push(await acceptFile(file));
  return taken;
};

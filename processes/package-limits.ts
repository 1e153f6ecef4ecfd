// What the files of a procedure may be called, and how much of them there may be.
import { LARGEST } from './accept.js';
import { Invalid } from './errors.js';
import type { ProcedureFile } from './store/types.js';

/** The most files of one procedure; with the largest size of one they fit the engine's 4 MiB. */
export const MOST_FILES = 80;
export const LARGEST_PACKAGE = 3_000_000;

/** What a file may be called; a form or table bears its id, so the name says what refers to it. */
export const FILE_NAME = /^[A-Za-z_][\w.-]{0,79}\.(bpmn|dmn|form)$/;

/** Refuses names that say nothing of ours: they become file names elsewhere, and a second diagram would be another procedure. */
export function assertNames(procedure: string, files: ProcedureFile[]): void {
  for (const { name } of files) {
    if (!FILE_NAME.test(name)) throw new Invalid(`not a file name <${name}>`, [{ path: 'name', message: '文件名应以英文字母开头，以 .bpmn、.dmn 或 .form 结尾' }]);
    if (name.endsWith('.bpmn') && name !== `${procedure}.bpmn`) throw new Invalid(`not the diagram of <${procedure}>`, [{ path: 'name', message: '一个流程只有一张流程图' }]);
  }
}

/** Refuses what the engine could not carry. */
export function assertSizes(files: ProcedureFile[]): void {
  const large = files.find(({ content }) => content.length > LARGEST);
  if (large) throw new Invalid(`file too large <${large.name}>`, [{ path: large.name, message: `文件超过 ${LARGEST / 1_000_000} MB` }]);
  if (files.length > MOST_FILES) throw new Invalid(`too many files <${files.length}>`, [{ path: 'files', message: `一个流程最多 ${MOST_FILES} 个文件` }]);
  if (files.reduce((sum, { content }) => sum + content.length, 0) > LARGEST_PACKAGE) throw new Invalid('package too large', [{ path: 'files', message: '整个流程的文件加起来超过 3 MB，引擎装不下' }]);
}

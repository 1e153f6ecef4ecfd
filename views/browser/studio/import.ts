// Takes a file from the disk into the draft that is open.
import { find, get } from '../lib/dom.js';
import { showProblems } from '../lib/problems.js';
import { sendFile } from '../lib/send-file.js';
import { Refused } from '../lib/api.js';

/**
 * @param input the file chooser; emptied, so that the same file can be chosen again once it was mended
 * @param saved brings what was drawn to the server first
 */
export async function importInto(input: HTMLInputElement, procedure: string, saved: () => Promise<unknown>): Promise<void> {
  const file = input.files?.[0];
  input.value = '';
  if (!file) return;
  find('[data-problems]')!.hidden = true;
  try {
    await saved();
    await sendFile(`/procedures/import?into=${encodeURIComponent(procedure)}`, file);
    location.reload();
  } catch (error) {
    const problems = error instanceof Refused && error.problems.length ? error.problems : [{ path: '', message: (error as Error).message }];
    showProblems(get('[data-problems]'), `「${file.name}」没有导入，草稿没有变。`, problems.map(({ path, message }) => ({ message: path ? `${path}：${message}` : message })));
  }
}

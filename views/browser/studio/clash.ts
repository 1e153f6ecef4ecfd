// Two people changed one file: shows who, when and what, and lets the person choose; the dialog cannot be closed without a choice.
import { dateTime } from '../../helpers/format.js';
import { call } from '../lib/api.js';
import { busy, get, make } from '../lib/dom.js';
import type { Clash } from './ears.js';
import { titleOf } from './files.js';

const file = (name: string, content: string) => ({ files: [{ name, content }] });

async function differences({ mine, theirs }: Clash): Promise<string[]> {
  if (!theirs) return ['对方删除了这个文件'];
  const { changes } = await call<{ changes: { text: string }[] }>('POST', '/compare', { left: file(theirs.name, theirs.content), right: file(mine.name, mine.content) });
  return changes.length ? changes.map(({ text }) => text) : ['两边内容相同，只是写法不一样'];
}

/** One dialog at a time: a second clash waits for the first to be settled. */
let before: Promise<unknown> = Promise.resolve();

export function askClash(clash: Clash, diagram: string): Promise<'mine' | 'theirs'> {
  const asked = before.then(() => show(clash, diagram));
  before = asked;
  return asked;
}

async function show(clash: Clash, diagram: string): Promise<'mine' | 'theirs'> {
  const { mine, theirs } = clash;
  const dialog = get<HTMLDialogElement>('[data-conflict-dialog]');
  const who = theirs?.by?.name ?? theirs?.by?.system ?? '另一个窗口';
  const when = theirs?.at ? `于 ${dateTime(theirs.at)} ` : '';
  get('[data-text]', dialog).textContent = theirs ? `${who}${when}保存了「${titleOf(mine, diagram)}」，您的改动是在那之前的内容上做的。用哪一份继续？` : `「${titleOf(mine, diagram)}」已被删除，而您刚刚改过它。用哪一份继续？`;
  const box = get('[data-difference]', dialog);
  const look = get<HTMLButtonElement>('[data-look]', dialog);
  box.hidden = true;
  look.hidden = false;
  get('[data-problem]', dialog).textContent = '';
  look.onclick = () => void busy(look, async () => {
    try {
      get('ul', box).replaceChildren(...(await differences(clash)).map((text) => make('li', {}, text)));
      box.hidden = false;
      look.hidden = true;
    } catch (error) {
      get('[data-problem]', dialog).textContent = (error as Error).message;
    }
  });
  dialog.oncancel = (event) => event.preventDefault();
  if (!dialog.open) dialog.showModal();
  return new Promise((resolve) => {
    dialog.querySelectorAll<HTMLButtonElement>('[data-choose]').forEach((button) => {
      button.onclick = () => { dialog.close(); resolve(button.dataset.choose as 'mine' | 'theirs'); };
    });
  });
}

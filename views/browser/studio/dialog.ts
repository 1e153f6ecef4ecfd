// A dialog of the page: opened with a step that it confirms, and closed when that is done.
import { busy, find, get } from '../lib/dom.js';

/** @param step is done on confirmation; its error is shown in the dialog, which stays open */
export function ask(selector: string, step: (dialog: HTMLDialogElement) => Promise<void>, ready: (dialog: HTMLDialogElement) => void = () => undefined): HTMLDialogElement {
  const dialog = get<HTMLDialogElement>(selector);
  const problem = get('[data-problem]', dialog);
  const yes = get<HTMLButtonElement>('[data-confirm]', dialog);
  problem.textContent = '';
  const confirm = () => void busy(yes, async () => {
    problem.textContent = '';
    try {
      await step(dialog);
      dialog.close();
    } catch (error) {
      problem.textContent = (error as Error).message;
    }
  });
  get<HTMLFormElement>('form', dialog).onsubmit = (event) => { event.preventDefault(); confirm(); };
  yes.onclick = yes.type === 'submit' ? null : confirm;
  const close = find('[data-close]', dialog);
  if (close) close.onclick = () => dialog.close();
  ready(dialog);
  dialog.showModal();
  return dialog;
}

// Asks before a step that concerns others, in the page's one dialog, and says there why it could not be done.
import { busy, get } from './dom.js';

/** @param step is done when the person says yes; its error is shown in the dialog, which stays open */
export function confirmStep(title: string, text: string, step: () => Promise<void>): void {
  const dialog = get<HTMLDialogElement>('[data-dialog]');
  get('[data-dialog-title]', dialog).textContent = title;
  get('[data-dialog-text]', dialog).textContent = text;
  const problem = get('[data-problem]', dialog);
  problem.textContent = '';
  const yes = get<HTMLButtonElement>('[data-confirm]', dialog);
  yes.onclick = () => void busy(yes, async () => {
    try {
      await step();
    } catch (error) {
      problem.textContent = (error as Error).message;
    }
  });
  get('[data-close]', dialog).onclick = () => dialog.close();
  dialog.showModal();
}

// A dialog with a form: opened with its words, sent once, and what is refused is said in it while everything typed stays.
import { Refused } from './api.js';
import { busy, find, get } from './dom.js';

interface Opening {
  title?: string; words?: string; confirm?: string;
  /** Whether a reason must be given; absent: as the template says. */
  must?: boolean;
  /** Whether it ends or deletes something for good: its button is red. */
  grave?: boolean;
  /** Sends what is filled in; what it throws is shown in the dialog. */
  send(values: FormData, dialog: HTMLDialogElement): Promise<void>;
}

export const dialogOf = (name: string): HTMLDialogElement => get<HTMLDialogElement>(`[data-dialog-of="${name}"]`);

/** What a refusal says, field by field where it names any. */
const said = (error: unknown): string => {
  if (!(error instanceof Refused)) return error instanceof Error ? error.message : '没有办成，请再试一次。';
  return error.problems.map(({ message }) => message).join('；') || error.message;
};

/** Something to be said before it is sent: which field, and what. */
export class Missing extends Error {}

export function openDialog(name: string, { title, words, confirm, must, grave = false, send }: Opening): HTMLDialogElement {
  const dialog = dialogOf(name);
  const form = get<HTMLFormElement>('form', dialog);
  const set = (selector: string, text?: string): void => { const part = find(selector, dialog); if (part && text !== undefined) part.textContent = text; };
  set('[data-title]', title);
  set('[data-words]', words);
  set('[data-confirm]', confirm);
  const mark = find('[data-reason-must]', dialog);
  if (mark && must !== undefined) mark.hidden = !must;
  const button = get<HTMLButtonElement>('[data-confirm]', dialog);
  button.classList.toggle('btn-danger', grave);
  button.classList.toggle('btn-primary', !grave);
  const problem = get('[data-problem]', dialog);
  problem.textContent = '';
  form.onsubmit = (event) => {
    event.preventDefault();
    problem.textContent = '';
    void busy(button, async () => {
      try {
        await send(new FormData(form), dialog);
        dialog.close();
      } catch (error) {
        problem.textContent = said(error);
      }
    });
  };
  get('[data-close]', dialog).onclick = () => dialog.close();
  if (!dialog.open) dialog.showModal();
  return dialog;
}

/** A text that must be there. @throws Missing with the words to show */
export function required(values: FormData, name: string, words: string, least = 1): string {
  const text = String(values.get(name) ?? '').trim();
  if (text.length < least) throw new Missing(words);
  return text;
}

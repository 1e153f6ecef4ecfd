// What is wrong, as a list above a form whose entries lead to the fields.
import { make } from './dom.js';

/** Ends a sentence that the server left open. */
export const sentence = (text: string): string => (/[。！？.!?]$/.test(text) ? text : `${text}。`);

/** Shows the list and moves there, so that nobody has to search for what is wrong; an empty list takes it away. */
export function showProblems(box: HTMLElement, title: string, problems: { label?: string; message: string; go?: () => void }[]): void {
  box.replaceChildren();
  box.hidden = title === '';
  if (box.hidden) return;
  box.append(make('b', {}, title));
  if (problems.length) {
    box.append(make('ul', {}, ...problems.map(({ label, message, go }) => {
      const text = label ? `${label}：${message}` : message;
      if (!go) return make('li', {}, text);
      const link = make('button', { type: 'button' }, text);
      link.addEventListener('click', go);
      return make('li', {}, link);
    })));
  }
  box.focus();
  box.scrollIntoView({ block: 'start', behavior: 'smooth' });
}

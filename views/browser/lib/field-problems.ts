// Marks the fields of a form beside what is wrong with them, and lists it all above; an empty title takes it all away.
import { find, get, make } from './dom.js';
import { showProblems } from './problems.js';

/** @param problems `path` is a field's `data-field`, or begins with it */
export function fieldProblems(form: HTMLElement, title: string, problems: { path: string; message: string }[]): void {
  form.querySelectorAll('.ld-field-problem').forEach((each) => each.remove());
  form.querySelectorAll('[aria-invalid]').forEach((each) => each.removeAttribute('aria-invalid'));
  showProblems(get('[data-problems]', form), title, problems.map(({ path, message }) => {
    const holder = find(`[data-field="${CSS.escape(path)}"]`, form) ?? find(`[data-field="${CSS.escape(path.split(/[.[]/)[0]!)}"]`, form);
    if (!holder) return { message };
    const input = holder.querySelector<HTMLElement>('input:not([type=radio]):not([type=checkbox]), textarea, select');
    input?.setAttribute('aria-invalid', 'true');
    holder.append(make('p', { class: 'ld-problem ld-field-problem' }, message));
    return { message, go: () => { holder.scrollIntoView({ block: 'center' }); input?.focus({ preventScroll: true }); } };
  }));
}

// Problems of a form: a list above it whose entries lead to the fields, and each one beside its field.
import type { Form } from '@bpmn-io/form-js-viewer';
import type { Problem } from './api.js';
import { get } from './dom.js';
import { sentence, showProblems } from './problems.js';

interface Field { id: string; key?: string; path?: string; label?: string; dateLabel?: string; timeLabel?: string; type: string }
interface Registry { getAll(): Field[] }

const fieldsOf = (form: Form): Field[] => (form.get('formFieldRegistry') as Registry).getAll();

/** A date's label has a name of its own in form-js. */
const labelOf = ({ label, dateLabel, timeLabel }: Field): string => label ?? dateLabel ?? timeLabel ?? '';

/** `instalments[1].amount` and `values.reason` → the key that the form knows. */
const keyOf = (path: string): string => path.replace(/^values\./, '');

function focus(container: HTMLElement, message: string, label: string): void {
  const field = [...container.querySelectorAll<HTMLElement>('.fjs-form-field')].find((each) => each.querySelector('.fjs-form-field-error')?.textContent?.includes(message)
    && (each.textContent ?? '').includes(label));
  const target = field ?? container.querySelector<HTMLElement>('.fjs-has-errors');
  target?.scrollIntoView({ block: 'center', behavior: 'smooth' });
  target?.querySelector<HTMLElement>('input, textarea, select, button')?.focus({ preventScroll: true });
}

/** The browser's own findings, as form-js reports them by field id. */
export function showErrors(form: Form, container: HTMLElement, errors: Record<string, any>): void {
  const byId = new Map(fieldsOf(form).map((field) => [field.id, field]));
  const flat = (value: unknown): string[] => (Array.isArray(value) ? value.flatMap(flat) : typeof value === 'string' ? [value] : value && typeof value === 'object' ? Object.values(value).flatMap(flat) : []);
  const list = Object.entries(errors).flatMap(([id, found]) => flat(found).map((message) => {
    const field = byId.get(id);
    const label = field ? labelOf(field) : '';
    return { label, message, go: () => focus(container, message, label) };
  }));
  showProblems(get('[data-problems]'), `还有 ${list.length} 处要改，您填的内容都在。`, list);
}

/** The server's findings: put where form-js puts its own, so that they stand beside their fields until those change. */
export function showRefusal(form: Form, container: HTMLElement, message: string, problems: Problem[]): void {
  const fields = fieldsOf(form);
  const errors: Record<string, any> = {};
  const list = problems.map(({ path, message: text }) => {
    const key = keyOf(path);
    const steps = key.split(/[.[\]]+/).filter(Boolean);
    const last = steps.filter((step) => !/^\d+$/.test(step)).at(-1);
    const field = fields.find((each) => each.key === key) ?? fields.find((each) => each.key === last) ?? fields.find((each) => each.path === steps[0]);
    if (!field) return { label: '', message: text };
    const rows = steps.filter((step) => /^\d+$/.test(step)).map(Number);
    if (rows.length) rows.reduce<any>((at, row, n) => (n === rows.length - 1 ? (at[row] = [text]) : (at[row] ??= {})), errors[field.id] ??= {});
    else errors[field.id] = [text];
    const where = rows.length ? `第 ${rows.map((row) => row + 1).join('.')} 行 ${labelOf(field)}` : labelOf(field);
    return { label: where, message: text, go: () => focus(container, text, labelOf(field)) };
  });
  (form as unknown as { _setState(state: object): void })._setState({ errors });
  showProblems(get('[data-problems]'), list.length ? `${sentence(message)}您填的内容都在。` : message, list);
}

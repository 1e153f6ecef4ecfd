// The pattern's form as its answers, and what it shows depending on them.
import { get, make } from './dom.js';

export interface Answers {
  id: string; name: string; levels: string[]; departments: { suffix: string; name: string }[]; lead: string; limits: Record<string, Record<string, string>>;
  confirmArrival: boolean; confirmDone: boolean; meeting: boolean; plan: boolean; escalateLate: boolean;
}

const value = (form: HTMLFormElement, name: string): string => String(new FormData(form).get(name) ?? '').trim();
const isOn = (form: HTMLFormElement, name: string): boolean => new FormData(form).has(name);
const takingPart = (form: HTMLFormElement): HTMLInputElement[] => [...form.querySelectorAll<HTMLInputElement>('[name=department]:checked')];

function limitsOf(form: HTMLFormElement, level: string): Record<string, string> {
  const rows = [...get(`[data-limits="${level}"]`, form).querySelectorAll<HTMLElement>('[data-step]')];
  return Object.fromEntries(rows.map(({ dataset }) => [dataset.step!, `${value(form, `limit.${level}.${dataset.step}`)} ${value(form, `unit.${level}.${dataset.step}`)}`.trim()]));
}

export function readAnswers(form: HTMLFormElement): Answers {
  const levels = value(form, 'levels').split(',');
  return {
    id: value(form, 'id'), name: value(form, 'name'), levels, lead: value(form, 'lead'), departments: takingPart(form).map((each) => ({ suffix: each.value, name: each.dataset.name! })),
    limits: Object.fromEntries(levels.map((level) => [level, limitsOf(form, level)])),
    confirmArrival: isOn(form, 'confirmArrival'), confirmDone: isOn(form, 'confirmDone'), meeting: isOn(form, 'meeting'), plan: isOn(form, 'plan'), escalateLate: isOn(form, 'escalateLate'),
  };
}

/** Offers only what fits: departments of the chosen levels, a lead among those that take part, limits of the steps that there are. */
export function showAnswers(form: HTMLFormElement): void {
  const { levels, confirmArrival, meeting } = readAnswers(form);
  form.querySelectorAll<HTMLInputElement>('[data-county]').forEach((each) => {
    each.closest('label')!.hidden = levels.includes('town');
    if (levels.includes('town')) each.checked = false;
  });
  const lead = get<HTMLSelectElement>('[name=lead]', form);
  const taking = takingPart(form);
  const before = lead.value;
  lead.disabled = taking.length === 0;
  lead.replaceChildren(...(taking.length === 0 ? [make('option', { value: '' }, '先选参加部门')] : taking.map((each) => make('option', { value: each.value }, each.dataset.name!))));
  if (taking.some((each) => each.value === before)) lead.value = before;
  form.querySelectorAll<HTMLElement>('[data-limits]').forEach((each) => { each.hidden = !levels.includes(each.dataset.limits!); });
  form.querySelectorAll<HTMLElement>('[data-step]').forEach((each) => {
    each.hidden = (each.dataset.step === 'onSite' && !confirmArrival) || (each.dataset.step === 'meeting' && !meeting);
  });
}

/** Puts a free id in, from the lead department, until somebody writes one. */
export function suggestId(form: HTMLFormElement, taken: string[]): void {
  const lead = value(form, 'lead');
  const base = lead ? `joint-${lead}` : '';
  let id = base;
  for (let count = 2; taken.includes(id); count += 1) id = `${base}-${count}`;
  get<HTMLInputElement>('#id', form).value = id;
}

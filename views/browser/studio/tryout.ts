// Tries the decision that is shown with sample values, on the engine itself, and says what came of it.
import { call, Refused } from '../lib/api.js';
import { busy, make } from '../lib/dom.js';
import { inputsOf, valueOf, type TryoutInput } from './tryout-inputs.js';

interface Named { name: string; value: unknown }
interface Answer { output: unknown; notes: string[]; decisions: { id: string; name: string; output: unknown; rules: { number: number; description?: string; outputs: Named[] }[] }[] }
export interface Tryout { element: HTMLElement; show(decision: any): void }

const TYPES: Record<string, string> = { number: '数字', string: '文字', boolean: '是否', date: '日期', integer: '整数', long: '整数', double: '小数' };
const written = (value: unknown): string => (value === null || value === undefined ? '（没有值）' : value === '' ? '（空）' : value === true ? '是' : value === false ? '否' : typeof value === 'object' ? JSON.stringify(value) : String(value));

function field(input: TryoutInput, id: string, before = ''): HTMLElement {
  const control = input.type === 'boolean'
    ? make('select', { class: 'form-select', id, 'data-input': input.variable }, make('option', { value: '' }, '不填'), make('option', { value: 'true' }, '是'), make('option', { value: 'false' }, '否'))
    : make('input', { class: 'form-control', id, 'data-input': input.variable, autocomplete: 'off', ...(input.type === 'number' ? { inputmode: 'decimal' } : {}), ...(input.type === 'date' ? { type: 'date' } : {}), ...(input.choices.length ? { list: `${id}-list` } : {}) });
  control.value = before;
  const choices = input.choices.length ? [make('datalist', { id: `${id}-list` }, ...input.choices.map((value) => make('option', { value })))] : [];
  return make('div', { class: 'ld-tryout-field' }, make('label', { for: id }, input.label, make('small', {}, `${input.variable} · ${TYPES[input.type] ?? '任意'}`)), control, ...choices);
}

/** @param given.matched is told the rules that matched; @param given.select leads to a cell */
export function tryoutPanel(given: { read(): Promise<string>; matched(rules: string[]): void; select(element: string): void }): Tryout {
  const title = make('h2', {}, '试算');
  const fields = make('div', { class: 'ld-tryout-fields' });
  const result = make('div', { class: 'ld-tryout-result', role: 'status' });
  const button = make('button', { class: 'btn btn-primary', type: 'submit' }, '试算');
  const form = make('form', { class: 'ld-tryout-form' }, fields, button);
  const element = make('aside', { class: 'ld-tryout', 'aria-label': '试算', tabindex: '0' }, title, make('p', { class: 'ld-hint' }, '填几个样例值，由引擎按草稿里的表算一次；不影响正在使用的表。'), form, result);
  const values = new Map<string, string>();
  let decision: any;

  function tell(answer: Answer): void {
    const own = answer.decisions.find(({ id }) => id === decision.id);
    const outputs = own?.rules.length === 1 ? own.rules[0]!.outputs : Object.entries(answer.output !== null && typeof answer.output === 'object' && !Array.isArray(answer.output) ? answer.output : { 结果: answer.output }).map(([name, value]) => ({ name, value }));
    const words = answer.decisions.map(({ name, rules, output }) => make('li', {}, rules.length
      ? `${answer.decisions.length > 1 ? `「${name}」` : ''}符合${rules.map(({ number, description }) => `第 ${number} 行${description ? `（${description}）` : ''}`).join('、')}`
      : answer.decisions.length > 1 && output !== null ? `「${name}」得出 ${written(output)}` : `${answer.decisions.length > 1 ? `「${name}」` : ''}没有符合的行`));
    result.className = 'ld-tryout-result is-fine';
    result.replaceChildren(
      make('h3', {}, '结果'), make('dl', {}, ...outputs.flatMap(({ name, value }) => [make('dt', {}, name), make('dd', {}, written(value))])), make('ul', {}, ...words),
      ...answer.notes.map((note) => make('p', { class: 'ld-tryout-note' }, note)),
    );
    given.matched((own?.rules ?? []).flatMap(({ number }) => decision.decisionLogic?.rule?.[number - 1]?.id ?? []));
  }

  function refuse(error: unknown): void {
    const problems = error instanceof Refused ? error.problems : [];
    result.className = 'ld-tryout-result is-wrong';
    result.replaceChildren(make('h3', {}, '没有算出来'), ...(problems.length ? problems.map(({ path, message }) => {
      const link = make('button', { type: 'button' }, message);
      link.onclick = () => given.select(path);
      return link;
    }) : [make('p', {}, (error as Error).message)]));
    given.matched([]);
  }

  form.onsubmit = (event) => {
    event.preventDefault();
    void busy(button, async () => {
      try {
        const inputs = inputsOf(decision);
        const variables = Object.fromEntries(inputs.flatMap((input) => {
          const value = valueOf(input, values.get(input.variable) ?? '');
          return value === undefined ? [] : [[input.variable, value]];
        }));
        tell(await call<Answer>('POST', '/decisions/evaluate', { content: await given.read(), decision: decision.id, variables }));
      } catch (error) {
        refuse(error);
      }
    });
  };
  fields.oninput = ({ target }) => { const control = target as HTMLInputElement; values.set(control.dataset.input!, control.value); };

  let drawn = '';
  return {
    element,
    show(next) {
      const now = next ? JSON.stringify([next.id, next.name, inputsOf(next)]) : '';
      if (next?.id !== decision?.id) result.replaceChildren();
      decision = next;
      button.disabled = !next;
      if (now === drawn) return;
      drawn = now;
      title.textContent = next ? `试算：${next.name || next.id}` : '试算';
      fields.replaceChildren(...(next ? inputsOf(next).map((input, n) => field(input, `tryout-${n}`, values.get(input.variable))) : [make('p', { class: 'ld-hint' }, '先选一个决策。')]));
    },
  };
}

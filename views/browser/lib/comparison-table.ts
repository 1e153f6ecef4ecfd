// Before and after of a form or a decision table, change by change.
import type { Change, FilePair } from './comparison.js';
import { make } from './dom.js';

const cell = (label: string, value: string | undefined, kind: string): HTMLTableCellElement => make('td', { 'data-label': label, class: value === undefined ? 'is-none' : kind }, value ?? '—');

/** What is told in the cells is left out of the row's head. */
function titleOf({ text, before, after }: Pick<Change, 'text' | 'before' | 'after'>): string {
  if (before === undefined && after === undefined) return text;
  return text.replace(before !== undefined && after !== undefined ? /：[^：]*→[^]*$/u : /（[^]*）$|：[^：]*$/u, '');
}

export function beforeAndAfter(changes: Change[], pair: FilePair | undefined, { left, right }: { left: string; right: string }): HTMLElement {
  if (!pair?.left || !pair.right) return make('p', { class: 'text-secondary' }, pair?.right ? `「${left}」没有这个文件，「${right}」新增了它。` : `「${left}」有这个文件，「${right}」删除了它。`);
  if (changes.length === 0) return make('p', { class: 'text-secondary' }, '这个文件两边一样。');
  const whole = changes.findIndex(({ before, after }) => before !== undefined || after !== undefined) < 0;
  if (whole) return make('ul', { class: 'ld-compare-plain' }, ...changes.map(({ text }) => make('li', {}, text)));
  const head = make('thead', {}, make('tr', {}, ...['不同', left, right].map((text) => make('th', { scope: 'col' }, text))));
  const rows = changes.map(({ text, before, after }, index) => make('tr', { 'data-row': String(index) }, make('th', { scope: 'row' }, titleOf({ text, before, after })), cell(left, before, 'is-before'), cell(right, after, 'is-after')));
  return make('table', { class: 'table' }, head, make('tbody', {}, ...rows));
}

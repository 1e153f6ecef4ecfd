// A row of the fields that are taken over from a data centre's answers: their name, ours in Chinese and as a variable, and what it is.
import { get, make } from './dom.js';

export interface Field { theirs: string; ours: string; title: string; type: string }

const TYPES = { text: '文字', number: '数字', flag: '是或否' };
const WORDS = { theirs: '对方的字段名', title: '中文名称', ours: '变量名' } as const;

/** @returns the row without its place in a list; `remove` is called when it is to go */
export function fieldRow({ theirs, ours, title, type }: Field = { theirs: '', ours: '', title: '', type: 'text' }, remove: (row: HTMLElement) => void): HTMLElement {
  const given = { theirs, title, ours };
  const inputs = (Object.keys(WORDS) as (keyof typeof WORDS)[]).map((name) => make('input', { class: 'form-control', value: given[name], maxlength: '100', placeholder: WORDS[name], 'aria-label': WORDS[name], name, autocomplete: 'off', spellcheck: 'false' }));
  const select = make('select', { class: 'form-select', 'aria-label': '是什么' }, ...Object.entries(TYPES).map(([value, name]) => make('option', { value, ...(value === type && { selected: '' }) }, name)));
  const button = make('button', { class: 'btn', type: 'button', 'aria-label': `删除「${title}」这一行` }, '删除');
  const row = make('li', { 'data-row': '', class: 'ld-row-field' }, ...inputs, select, button, make('p', { class: 'ld-problem', 'data-wrong': '' }));
  button.onclick = () => remove(row);
  return row;
}

export function readField(row: HTMLElement): Field {
  const value = (name: string) => get<HTMLInputElement>(`[name=${name}]`, row).value.trim();
  return { theirs: value('theirs'), ours: value('ours'), title: value('title'), type: get<HTMLSelectElement>('select', row).value };
}

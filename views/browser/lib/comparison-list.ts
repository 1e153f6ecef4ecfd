// The sentences of a comparison, grouped by file; one at a time is chosen, by a click or with the keys N and P.
import type { Change, Compared, FilePair, Kind } from './comparison.js';
import { get, make } from './dom.js';

export interface Sentence { change: Change; number: number; button: HTMLButtonElement }
export interface List { sentences: Sentence[]; mark(chosen: Sentence[]): void }

const kinds: [Kind, string][] = [['added', '新增'], ['removed', '删除'], ['changed', '修改'], ['moved', '只移动']];

export function listSentences(root: HTMLElement, { difference, left, right }: Compared, pairs: FilePair[], signal: AbortSignal, chosen: (sentence: Sentence) => void): List {
  const sentences: Sentence[] = [];
  const icon = (kind: Kind) => get<HTMLTemplateElement>(`template[data-icon=${kind}]`, root).content.cloneNode(true);
  let at = -1;

  const item = (change: Change): HTMLLIElement => {
    const number = sentences.length + 1;
    const button = make('button', { type: 'button', class: `ld-change ld-change-${change.kind}`, 'data-number': String(number) }, icon(change.kind), make('span', {}, change.text));
    const sentence = { change, number, button };
    button.addEventListener('click', () => { at = sentences.indexOf(sentence); chosen(sentence); }, { signal });
    sentences.push(sentence);
    return make('li', {}, button);
  };
  const groups = pairs.map((pair) => ({ pair, changes: difference.changes.filter(({ file }) => file === pair.file) })).filter(({ changes }) => changes.length > 0);
  get('[data-sentences]', root).replaceChildren(...groups.map(({ pair, changes }) => make('section', { class: 'ld-compare-file' }, make('h3', {}, pair.title, make('small', {}, `${changes.length} 处`)), make('ol', {}, ...changes.map(item)))));
  get('[data-sentences]', root).hidden = sentences.length === 0;
  get('[data-steps]', root).hidden = sentences.length === 0;
  sayAll();

  function sayAll(): void {
    const host = get('[data-summary]', root);
    const count = (kind: Kind) => difference.changes.filter((change) => change.kind === kind).length;
    const names = make('span', { class: 'ld-compare-names' }, left.label, make('span', { 'aria-hidden': 'true' }, '→'), make('span', { class: 'visually-hidden' }, '到'), right.label);
    if (difference.changes.length === 0) return host.replaceChildren(names, make('b', {}, '两边完全一样，没有任何不同'));
    const chips = kinds.filter(([kind]) => count(kind) > 0).map(([kind, name]) => make('span', { class: `ld-compare-chip ld-change-${kind}` }, icon(kind), `${name} ${count(kind)}`));
    const equal = difference.equal ? [make('b', {}, '办事内容相同，只是图形的位置或外观不同')] : [];
    host.replaceChildren(names, ...equal, ...chips);
  }

  function say(place: string): void {
    root.querySelectorAll('[data-place]').forEach((one) => { one.textContent = place; });
  }

  function mark(now: Sentence[]): void {
    for (const { button } of sentences) if (now.some((one) => one.button === button)) button.setAttribute('aria-current', 'true'); else button.removeAttribute('aria-current');
    if (!now[0]) return;
    at = sentences.indexOf(now[0]);
    say(`第 ${at + 1} / ${sentences.length} 处`);
    get('[data-now]', root).textContent = now[0].change.text;
    const box = get('[data-sentences]', root);
    const { top, bottom } = now[0].button.getBoundingClientRect();
    const frame = box.getBoundingClientRect();
    // only the list scrolls, never the page under the reader
    if (box.scrollHeight > box.clientHeight + 1 && (top < frame.top || bottom > frame.bottom)) box.scrollTop += top - frame.top - frame.height / 3;
  }

  function step(by: number): void {
    if (sentences.length === 0) return;
    const next = at < 0 ? (by > 0 ? 0 : sentences.length - 1) : (at + by + sentences.length) % sentences.length;
    chosen(sentences[next]!);
  }

  say(`共 ${sentences.length} 处`);
  get('[data-now]', root).textContent = '';
  root.querySelectorAll<HTMLButtonElement>('[data-step]').forEach((button) => button.addEventListener('click', () => step(Number(button.dataset.step)), { signal }));
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || root.hidden || /^(INPUT|SELECT|TEXTAREA)$/.test((event.target as Element).tagName)) return;
    const by = { n: 1, p: -1 }[event.key.toLowerCase()];
    if (by) { event.preventDefault(); step(by); }
  }, { signal });
  return { sentences, mark };
}

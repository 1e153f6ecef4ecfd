// One table of a partner's words on the page: all its rows are kept here, a page of those that match is shown, and what is wrong is found again by its row.
import { get, make } from './dom.js';

export interface Row { theirs: string; ours: string; wrong?: string }
export interface Choice { id: string; name: string }

/** So many rows are shown at once. */
const SHOWN = 50;

/** @param ours the field of what a row means here: a list, or one that is found by a few letters; it tells when another one was chosen */
export function mappingTable(section: HTMLElement, rows: Row[], ours: (row: Row, label: string) => HTMLElement, nameOf: (id: string) => string) {
  const { theirs: theirName = '', ours: ourName = '' } = section.dataset;
  const [finder, pages, list] = [get('[data-find-rows]', section), get('[data-pages]', section), get('[data-rows]', section)];
  const search = get<HTMLInputElement>('input', finder);
  let at = 0;

  const matching = (): Row[] => {
    const q = search.value.trim().toLowerCase();
    return q ? rows.filter((row) => `${row.theirs} ${row.ours} ${nameOf(row.ours)}`.toLowerCase().includes(q)) : rows;
  };
  const line = (row: Row): HTMLElement => {
    const input = make('input', { class: 'form-control', value: row.theirs, maxlength: '100', placeholder: theirName, 'aria-label': theirName });
    const problem = make('p', { class: 'ld-problem', 'data-wrong': '' }, row.wrong ?? '');
    const right = () => { delete row.wrong; problem.textContent = ''; };
    input.addEventListener('input', () => { row.theirs = input.value.trim(); right(); });
    const field = ours(row, ourName);
    field.addEventListener('change', right);
    const remove = make('button', { class: 'btn', type: 'button', 'aria-label': `删除「${row.theirs}」这一行` }, '删除');
    remove.addEventListener('click', () => { rows.splice(rows.indexOf(row), 1); draw(); });
    return make('li', { 'data-row': '' }, input, field, remove, problem);
  };
  function draw(): void {
    const found = matching();
    at = Math.min(at, Math.max(0, Math.ceil(found.length / SHOWN) - 1));
    const [from, to] = [at * SHOWN, Math.min(found.length, (at + 1) * SHOWN)];
    list.replaceChildren(...found.slice(from, to).map(line));
    get('[data-none]', section).hidden = found.length > 0;
    get('[data-none]', section).textContent = rows.length ? '没有找到。' : '还没有对照。';
    finder.hidden = rows.length <= SHOWN && search.value === '';
    pages.hidden = found.length <= SHOWN;
    get('[data-place]', pages).textContent = `第 ${from + 1}–${to} 行，共 ${found.length} 行`;
    get<HTMLButtonElement>('[data-before]', pages).disabled = at === 0;
    get<HTMLButtonElement>('[data-after]', pages).disabled = to === found.length;
  }
  /** Shows the page on which a row of the whole table stands. */
  const show = (index: number): void => { search.value = ''; at = Math.floor(index / SHOWN); draw(); };
  search.addEventListener('input', () => { at = 0; draw(); });
  search.addEventListener('keydown', (event) => { if (event.key === 'Enter') event.preventDefault(); });
  get('[data-before]', pages).addEventListener('click', () => { at -= 1; draw(); });
  get('[data-after]', pages).addEventListener('click', () => { at += 1; draw(); });
  get('[data-add]', section).addEventListener('click', () => {
    rows.push({ theirs: '', ours: '' });
    show(rows.length - 1);
    get<HTMLInputElement>('li:last-child input', list).focus();
  });
  draw();
  return {
    rows: () => rows.map(({ theirs, ours: id }) => ({ theirs, ours: id })),
    clear(): void { for (const row of rows) delete row.wrong; draw(); },
    /** Says beside their rows what is wrong, and shows the first of them. @returns the number of the first row, as people count */
    mark(problems: { row: number; message: string }[]): number | undefined {
      for (const { row, message } of problems) if (rows[row]) rows[row].wrong = message;
      const first = Math.min(...problems.map(({ row }) => row));
      if (problems.length) show(first);
      return problems.length ? first + 1 : undefined;
    },
  };
}

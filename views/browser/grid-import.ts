// A file of register items: read here (UTF-8 or the GB 18030 of office programs), tried on the server, entered when every row is right.
import { call, Refused } from './lib/api.js';
import { busy, get, make } from './lib/dom.js';
import { fieldProblems } from './lib/field-problems.js';
import { sentence } from './lib/problems.js';

interface Preview { rows: number; problems: { line: number; path: string; message: string }[]; headers: string[]; items: { line: number; cells: string[] }[] }
const form = get<HTMLFormElement>('[data-import]');
const button = get<HTMLButtonElement>('[data-send]');
const preview = get('[data-preview]');
let text = '';

async function readText(file: File): Promise<string> {
  const bytes = await file.arrayBuffer();
  // Excel's workbook begins like any zip file
  if (new Uint8Array(bytes.slice(0, 2)).join() === '80,75') throw new Error('这是 Excel 工作簿，请在表格软件里“另存为”CSV 再选');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}

const value = (name: string): string => get<HTMLSelectElement>(`#${name}`).value;
const ask = (dryRun: boolean): Promise<Preview> => call('POST', '/registers/import', { grid: value('grid'), kind: value('kind'), text, clientId: form.dataset.client, dryRun });

function show({ rows, problems, headers, items }: Preview): void {
  preview.hidden = false;
  get('[data-preview-title]').textContent = problems.length ? `${rows} 行里有 ${problems.length} 处问题，改好后再选一次文件` : `${rows} 行都没有问题${rows > items.length ? `，下面是前 ${items.length} 行` : ''}`;
  const [bad, good] = [get('[data-bad]'), get('[data-good]')];
  bad.hidden = problems.length === 0;
  good.hidden = problems.length > 0;
  get('tbody', bad).replaceChildren(...problems.slice(0, 200).map(({ line, path, message }) => make('tr', {}, make('td', {}, String(line)), make('td', {}, path), make('td', {}, message))));
  get('thead tr', good).replaceChildren(...headers.map((header) => make('th', { scope: 'col' }, header)));
  get('tbody', good).replaceChildren(...items.map(({ cells }) => make('tr', {}, ...cells.map((cell) => make('td', {}, cell)))));
  button.disabled = problems.length > 0;
  get('span', button).textContent = problems.length ? '导入' : `导入 ${rows} 条`;
}

function refuse(error: unknown): void {
  button.disabled = true;
  preview.hidden = true;
  fieldProblems(form, sentence((error as Error).message), error instanceof Refused ? error.problems : []);
}

async function check(): Promise<void> {
  fieldProblems(form, '', []);
  button.disabled = true;
  const file = get<HTMLInputElement>('[data-file]').files?.[0];
  if (!file) return;
  try {
    text = await readText(file);
    show(await ask(true));
  } catch (error) {
    refuse(error);
  }
}

form.addEventListener('change', (event) => {
  if ((event.target as HTMLElement).id === 'kind') get<HTMLAnchorElement>('[data-template]').href = `/api/registers/template?kind=${value('kind')}`;
  void check();
});
form.addEventListener('submit', (event) => {
  event.preventDefault();
  void busy(button, async () => {
    try {
      const { rows } = await ask(false);
      form.hidden = true;
      const part = get('[data-sent]');
      get('[data-sent-title]').textContent = `已导入 ${rows} 条`;
      get<HTMLAnchorElement>('[data-see]').href = `/grid?view=${value('kind')}&unit=${encodeURIComponent(value('grid'))}`;
      part.hidden = false;
      part.focus();
    } catch (error) {
      refuse(error);
      // the file is still chosen: once more is the same import
      button.disabled = false;
    }
  });
});

// A file of units, of people or of a partner's words: looked at on the server, shown as what would be added, changed and ended, taken over when it is confirmed.
import { Refused } from './lib/api.js';
import { busy, get, make } from './lib/dom.js';
import { fieldProblems } from './lib/field-problems.js';
import { sentence } from './lib/problems.js';
import { sendFile } from './lib/send-file.js';

type Action = 'add' | 'change' | 'end';
interface Preview { total: number; same: number; more: number; counts: Record<Action, number>; problems: { line: number; path: string; message: string }[]; items: { line: number; day: string; action: Action; about: string; name: string; said: string }[] }
const form = get<HTMLFormElement>('[data-import]');
const button = get<HTMLButtonElement>('[data-send]');
const preview = get('[data-preview]');
/** Where the file goes, where one sees what became of it, and what ending is called; with `days` each change has its day. */
const { path, done, end, days } = form.dataset;
const words: Record<Action, string> = { add: '新增', change: '变更', end: end! };

const chosen = (): File | undefined => get<HTMLInputElement>('[data-file]').files?.[0];
const send = (file: File, check: boolean): Promise<Preview> => sendFile(`${path}${check ? '&check=true' : ''}`, file);
const cells = (...texts: string[]): HTMLElement => make('tr', {}, ...texts.map((one) => make('td', {}, one)));

function show({ total, same, more, counts, problems, items }: Preview): void {
  preview.hidden = false;
  const sum = (Object.keys(words) as Action[]).map((action) => `${words[action]} ${counts[action]}`).join('，');
  get('[data-preview-title]').textContent = problems.length ? `有 ${problems.length + more} 处问题，改好后再选一次文件` : `${sum}，不变 ${same}${total > items.length ? `；下面是前 ${items.length} 项` : ''}`;
  const [bad, good] = [get('[data-bad]'), get('[data-good]')];
  bad.hidden = problems.length === 0;
  good.hidden = problems.length > 0 || items.length === 0;
  get('tbody', bad).replaceChildren(...problems.map(({ line, path, message }) => cells(String(line), path, message)));
  get('tbody', good).replaceChildren(...items.map(({ line, day, action, about, name, said }) => cells(String(line), about, name, said ? `${words[action]}：${said}` : words[action], ...(days === undefined ? [] : [day]))));
  button.disabled = problems.length > 0 || total === 0;
  get('span', button).textContent = problems.length || total === 0 ? '确认导入' : `确认导入 ${total} 项`;
}

function refuse(error: unknown): void {
  button.disabled = true;
  preview.hidden = true;
  fieldProblems(form, sentence((error as Error).message), error instanceof Refused ? error.problems : []);
}

form.addEventListener('change', () => {
  fieldProblems(form, '', []);
  button.disabled = true;
  preview.hidden = true;
  const file = chosen();
  if (file) void send(file, true).then(show, refuse);
});
form.addEventListener('submit', (event) => {
  event.preventDefault();
  const file = chosen();
  if (!file) return;
  void busy(button, async () => {
    try {
      await send(file, false);
      location.href = done!;
    } catch (error) {
      refuse(error);
      // the file is still chosen: once more is the same order
      button.disabled = false;
    }
  });
});

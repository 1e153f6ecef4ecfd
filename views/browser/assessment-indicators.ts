// The indicators as they are edited: rows are added and removed, tried on real figures, saved from a month on; what is refused is said at its row.
import { call, Refused } from './lib/api.js';
import { openDialog, required } from './lib/dialog-form.js';
import { busy, find, get, make, pageData } from './lib/dom.js';

interface Score { name: string; total: number | null; items: { numerator: number; denominator: number; points: number | null }[] }
const rows = find('[data-rows]');

function begin(list: HTMLElement): void {
  const page = pageData<{ unit: string; subject: string; cycle: string; revisions: Record<string, number>; period: string }>();
  const field = (row: HTMLElement, name: string): string => get<HTMLInputElement>(`[data-field="${name}"]`, row).value.trim();
  const all = (): HTMLElement[] => [...list.querySelectorAll<HTMLElement>('[data-row]')];
  const addUp = (): void => { get('[data-sum]').textContent = String(Math.round(100 * all().reduce((sum, row) => sum + Number(field(row, 'weight')), 0)) / 100); };
  const read = (): object[] => all().map((row, index) => ({
    id: row.dataset.id || `own-${index + 1}-${Date.now().toString(36)}`, name: field(row, 'name'), group: field(row, 'group'), numerator: field(row, 'numerator'), denominator: field(row, 'denominator'), formula: field(row, 'formula'), weight: Number(field(row, 'weight')), giver: field(row, 'giver'),
    ...(field(row, 'base') ? { base: Number(field(row, 'base')) } : {}),
  }));
  function clear(): void {
    for (const row of all()) get('[data-row-problem]', row).textContent = '';
    get('[data-all-problem]').textContent = '';
  }
  function say(error: unknown): void {
    const other: string[] = [];
    for (const { path, message } of error instanceof Refused && error.problems.length > 0 ? error.problems : [{ path: '', message: error instanceof Error ? error.message : '没有办成，请再试一次。' }]) {
      const place = /^indicators\.(\d+)/.exec(path);
      const row = place && all()[Number(place[1])];
      if (row) get('[data-row-problem]', row).textContent = message;
      else other.push(message);
    }
    get('[data-all-problem]').textContent = other.join('；');
  }
  get('[data-add]').addEventListener('click', () => {
    list.append(get<HTMLTemplateElement>('[data-blank]').content.cloneNode(true));
    get<HTMLInputElement>('[data-field="name"]', all().at(-1)).focus();
  });
  list.addEventListener('input', addUp);
  list.addEventListener('click', ({ target }) => {
    if (!(target as Element).closest('[data-remove]')) return;
    (target as Element).closest('[data-row]')!.remove();
    addUp();
  });
  get('[data-preview]').addEventListener('click', ({ currentTarget }) => void busy(currentTarget as HTMLButtonElement, async () => {
    clear();
    try {
      const { items } = await call<{ items: Score[] }>('POST', '/assessment-sheets/preview', { unit: page.unit, subject: page.subject, period: page.period, indicators: read() });
      const names = all().map((row) => field(row, 'name'));
      get('[data-result]').replaceChildren(make('h2', {}, `${page.period} 试算`), ...(items.length === 0 ? [make('p', {}, '没有按这套指标考核的。')] : []), ...items.map(({ name, total, items: parts }) => make('div', { class: 'card ld-block' }, make('b', {}, `${name}：${total ?? '无'} 分`),
        make('p', { class: 'ld-small text-secondary' }, parts.map(({ numerator, denominator, points }, index) => `${names[index]} ${numerator} ÷ ${denominator} = ${points ?? '无'}`).join('；')))));
    } catch (error) {
      say(error);
    }
  }));
  get('[data-save]').addEventListener('click', () => openDialog('save', {
    async send(values) {
      clear();
      const from = required(values, 'from', '请写生效的月份。');
      try {
        await call('PUT', `/assessment-sheets/${page.subject}/${page.cycle}/${encodeURIComponent(from)}`, { unit: page.unit, revision: page.revisions[from] ?? 0, indicators: read(), reason: required(values, 'reason', '请写明理由。', 2) });
      } catch (error) {
        say(error);
        throw error;
      }
      location.href = `/assessment/indicators?unit=${encodeURIComponent(page.unit)}&subject=${page.subject}&cycle=${page.cycle}&from=${from}`;
    },
  }));
}

if (rows) begin(rows);

// The mapping tables of a partner: rows found, added and removed, tried out as they stand on the page, saved as a whole.
import { call, Refused } from './lib/api.js';
import { busy, find, get, make, pageData } from './lib/dom.js';
import { mappingTable, type Choice, type Row } from './lib/mapping-table.js';
import { fieldRow, readField, type Field } from './lib/partner-field.js';
import './lib/unit-find.js';

type Table = 'categories' | 'units' | 'urgencies' | 'concerns';
type Mapping = Record<Table, Row[]> & { fields: Field[]; revision: number; unit: string; unitNames: Record<string, string> };
interface Data { id: string; choices: Record<Exclude<Table, 'units'>, Choice[]> }

const form = find<HTMLFormElement>('[data-mapping]');
if (form) {
  // nothing is sent before the rows are there
  form.addEventListener('submit', (event) => event.preventDefault());
  const { id, choices } = pageData<Data>();
  const mapping = await call<Mapping>('GET', `/partner-mappings/${id}`);
  let { revision } = mapping;
  const names = new Map(Object.entries(mapping.unitNames));
  const nameIn = (table: Table, one: string): string | undefined => (table === 'units' ? names.get(one) : choices[table].find((choice) => choice.id === one)?.name);

  const listed = (table: Exclude<Table, 'units'>) => (row: Row, label: string): HTMLElement => {
    const known = choices[table].some((one) => one.id === row.ours);
    const select = make('select', { class: 'form-select', 'aria-label': label }, make('option', { value: known ? '' : row.ours }, known || !row.ours ? '请选择' : `已不存在：${row.ours}`), ...choices[table].map((one) => make('option', { value: one.id, ...(one.id === row.ours && { selected: '' }) }, one.name)));
    select.addEventListener('change', () => { row.ours = select.value; });
    return select;
  };
  const found = (row: Row, label: string): HTMLElement => {
    const shown = make('input', { class: 'form-control', type: 'text', value: names.get(row.ours) ?? (row.ours && `已不存在：${row.ours}`), placeholder: '写几个字来找，如：曹坝', 'aria-label': label, autocomplete: 'off', spellcheck: 'false' });
    const kept = make('input', { type: 'hidden', value: row.ours });
    kept.addEventListener('change', () => { row.ours = kept.value; names.set(kept.value, shown.value); });
    // half a word is nobody's name
    shown.addEventListener('input', () => { row.ours = ''; });
    return make('div', { class: 'ld-unit-find', 'data-unit-find': '', 'data-places': 'yes', 'data-under': mapping.unit }, shown, kept);
  };

  const sections = [...form.querySelectorAll<HTMLElement>('[data-table]')];
  const isFields = (section: HTMLElement) => section.dataset.table === 'fields';
  const shown = new Map(sections.filter((section) => !isFields(section)).map((section) => {
    const table = section.dataset.table as Table;
    return [table, mappingTable(section, mapping[table], table === 'units' ? found : listed(table), (one) => nameIn(table, one) ?? '')];
  }));
  const fields = sections.find(isFields);
  const fieldRows = () => (fields ? [...fields.querySelectorAll<HTMLElement>('[data-row]')] : []);
  const none = () => { get('[data-none]', fields).hidden = fieldRows().length > 0; };
  const addField = (field?: Field): HTMLInputElement => {
    const row = fieldRow(field, (gone) => { gone.remove(); none(); });
    get('[data-rows]', fields).append(row);
    none();
    return get<HTMLInputElement>('input', row);
  };
  if (fields) {
    for (const field of mapping.fields) addField(field);
    none();
    get('[data-add]', fields).onclick = () => addField().focus();
  }

  const tables = () => ({ categories: [], units: [], urgencies: [], concerns: [], ...Object.fromEntries([...shown].map(([table, one]) => [table, one.rows()])), ...(fields ? { fields: fieldRows().map(readField) } : {}) });
  const clear = () => {
    for (const table of shown.values()) table.clear();
    for (const row of fieldRows()) get('[data-wrong]', row).textContent = '';
  };
  const mark = (error: unknown): string => {
    if (!(error instanceof Refused)) throw error;
    const said = [...shown].flatMap(([table, one]) => {
      const first = one.mark(error.problems.flatMap(({ path = '', message }) => { const [in_, row] = path.split('.'); return in_ === table && row !== undefined ? [{ row: Number(row), message }] : []; }));
      return first === undefined ? [] : [`「${get('h2', sections.find((section) => section.dataset.table === table)).textContent}」第 ${first} 行`];
    });
    for (const { path = '', message } of error.problems) {
      const [table, row] = path.split('.');
      if (table === 'fields' && fieldRows()[Number(row)]) get('[data-wrong]', fieldRows()[Number(row)]).textContent = message;
    }
    return said.length ? `${error.message}：${said.join('，')}` : error.message;
  };

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void busy(get<HTMLButtonElement>('[type=submit]', form), async () => {
      clear();
      get('[data-problem]', form).textContent = get('[data-said]', form).textContent = '';
      try {
        ({ revision } = await call<{ revision: number }>('PUT', `/partner-mappings/${id}`, { revision, ...tables() }));
        get('[data-said]', form).textContent = fields ? '已保存，下一张工单、下一次查询起按它。' : '已保存，下一张工单起按它。';
      } catch (error) {
        get('[data-problem]', form).textContent = mark(error);
      }
    });
  });

  const tryout = find<HTMLFormElement>('[data-tryout]');
  tryout?.addEventListener('submit', (event) => {
    event.preventDefault();
    void busy(get<HTMLButtonElement>('[type=submit]', tryout!), async () => {
      clear();
      const result = get('[data-result]', tryout!);
      try {
        const made = await call<{ category?: string; unit?: string; unitName?: string; urgency: string; missing: string[] }>('POST', `/partner-mappings/${id}/tryout`, { ...tables(), order: Object.fromEntries(new FormData(tryout!)) });
        const name = (table: Table, one?: string) => (one === undefined ? undefined : nameIn(table, one));
        const line = (term: string, words: string) => make('div', {}, make('dt', {}, term), make('dd', {}, words));
        result.replaceChildren(
          make('p', {}, make('b', {}, made.missing.length === 0 ? '直接立案' : `由${made.unitName ?? '对接单位设定的单位'}分拣`)),
          make('dl', { class: 'ld-partner-facts' }, line('事件小类', name('categories', made.category) ?? '没有对上'), line('区域', name('units', made.unit) ?? made.unitName ?? '没有对上'), line('紧急程度', made.urgency)),
        );
      } catch (error) {
        result.replaceChildren(make('p', { class: 'ld-problem' }, mark(error)));
      }
    });
  });
}

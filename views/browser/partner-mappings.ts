// The mapping tables of a partner: rows added and removed, tried out as they stand on the page, saved as a whole.
import { call, Refused } from './lib/api.js';
import { busy, find, get, make, pageData } from './lib/dom.js';
import { fieldRow, readField, type Field } from './lib/partner-field.js';

interface Row { theirs: string; ours: string }
interface Choice { id: string; name: string }
type Table = 'categories' | 'units' | 'urgencies' | 'concerns';
interface Data { id: string; mapping: Record<Table, Row[]> & { fields: Field[]; revision: number }; choices: Record<Table, Choice[]> }

const form = find<HTMLFormElement>('[data-mapping]');
if (form) {
  const { id, mapping, choices } = pageData<Data>();
  let { revision } = mapping;
  const sections = [...form.querySelectorAll<HTMLElement>('[data-table]')];
  const rowsOf = (section: HTMLElement) => [...section.querySelectorAll<HTMLElement>('[data-row]')];
  const none = (section: HTMLElement) => { get('[data-none]', section).hidden = rowsOf(section).length > 0; };

  const add = (section: HTMLElement, { theirs, ours }: Row = { theirs: '', ours: '' }): HTMLInputElement => {
    const { table, theirs: theirName, ours: ourName } = section.dataset as { table: Table; theirs: string; ours: string };
    const input = make('input', { class: 'form-control', value: theirs, maxlength: '100', placeholder: theirName, 'aria-label': theirName });
    const known = choices[table].some((one) => one.id === ours);
    const select = make('select', { class: 'form-select', 'aria-label': ourName }, make('option', { value: known ? '' : ours }, known || !ours ? '请选择' : `已不存在：${ours}`), ...choices[table].map((one) => make('option', { value: one.id, ...(one.id === ours && { selected: '' }) }, one.name)));
    const remove = make('button', { class: 'btn', type: 'button', 'aria-label': `删除「${theirs}」这一行` }, '删除');
    const row = make('li', { 'data-row': '' }, input, select, remove, make('p', { class: 'ld-problem', 'data-wrong': '' }));
    remove.onclick = () => { row.remove(); none(section); };
    get('[data-rows]', section).append(row);
    none(section);
    return input;
  };
  const addField = (section: HTMLElement, field?: Field): HTMLInputElement => {
    const row = fieldRow(field, (gone) => { gone.remove(); none(section); });
    get('[data-rows]', section).append(row);
    none(section);
    return get<HTMLInputElement>('input', row);
  };
  const isFields = (section: HTMLElement) => section.dataset.table === 'fields';
  for (const section of sections) {
    if (isFields(section)) for (const field of mapping.fields) addField(section, field);
    else for (const row of mapping[section.dataset.table as Table]) add(section, row);
    none(section);
    get('[data-add]', section).onclick = () => (isFields(section) ? addField(section) : add(section)).focus();
  }

  const read = (row: HTMLElement): Row => ({ theirs: get<HTMLInputElement>('input', row).value.trim(), ours: get<HTMLSelectElement>('select', row).value });
  const tables = () => ({ categories: [], units: [], urgencies: [], concerns: [], ...Object.fromEntries(sections.map((section) => [section.dataset.table!, rowsOf(section).map(isFields(section) ? readField : read)])) });
  const clear = () => form.querySelectorAll('[data-wrong]').forEach((one) => { one.textContent = ''; });
  const mark = (error: unknown): string => {
    if (!(error instanceof Refused)) throw error;
    for (const { path, message } of error.problems) {
      const [table, row] = path.split('.');
      const section = sections.find((one) => one.dataset.table === table);
      const place = section && rowsOf(section)[Number(row)];
      if (place) get('[data-wrong]', place).textContent = message;
    }
    return error.message;
  };

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void busy(get<HTMLButtonElement>('[type=submit]', form), async () => {
      clear();
      get('[data-problem]', form).textContent = get('[data-said]', form).textContent = '';
      try {
        ({ revision } = await call<{ revision: number }>('PUT', `/partner-mappings/${id}`, { revision, ...tables() }));
        get('[data-said]', form).textContent = sections.some(isFields) ? '已保存，下一张工单、下一次查询起按它。' : '已保存，下一张工单起按它。';
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
        const found = await call<{ category?: string; unit?: string; unitName?: string; urgency: string; missing: string[] }>('POST', `/partner-mappings/${id}/tryout`, { ...tables(), order: Object.fromEntries(new FormData(tryout!)) });
        const name = (table: Table, one?: string) => choices[table].find((choice) => choice.id === one)?.name;
        const line = (term: string, words: string) => make('div', {}, make('dt', {}, term), make('dd', {}, words));
        result.replaceChildren(
          make('p', {}, make('b', {}, found.missing.length === 0 ? '直接立案' : `由${found.unitName ?? '对接单位设定的单位'}分拣`)),
          make('dl', { class: 'ld-partner-facts' }, line('事件小类', name('categories', found.category) ?? '没有对上'), line('区域', name('units', found.unit) ?? found.unitName ?? '没有对上'), line('紧急程度', found.urgency)),
        );
      } catch (error) {
        result.replaceChildren(make('p', { class: 'ld-problem' }, mark(error)));
      }
    });
  });
}

// The table of which old element goes to which new one; what was found by id is folded away, what needs a decision stands first.
import { elementType } from '../../helpers/words.js';
import { make } from '../lib/dom.js';
import type { Preflight, Row } from './types.js';

const how: Record<string, [string, string]> = { id: ['按编号', 'done'], name: ['按名称', 'soon'], hand: ['人工指定', 'work'] };

function line(row: Row, targets: Preflight['targets'], changed: (row: Row, to: string) => void, show: (row: Row) => void): HTMLElement {
  const select = make('select', { class: 'form-select', 'aria-label': `「${row.name || row.id}」到目标版本的哪个环节` });
  select.append(make('option', { value: '' }, '没有对应'));
  for (const { id, name, type } of targets) if (type === row.type) select.append(make('option', { value: id, ...(id === row.to ? { selected: '' } : {}) }, name && name !== id ? `${name}（${id}）` : id));
  select.addEventListener('change', () => changed(row, select.value));
  const [word, tone] = row.to ? how[row.how ?? 'id']! : ['没有对应', 'late'];
  const name = make('button', { type: 'button', class: 'ld-migrate-place', title: '在图上看' }, row.name || row.id);
  name.addEventListener('click', () => show(row));
  return make('li', { class: 'ld-migrate-row', 'data-element': row.id },
    make('div', { class: 'ld-migrate-old' }, name, make('small', {}, `${elementType(row.type)} · ${row.id}`)), make('span', { class: `ld-tag ld-${tone}` }, word), select);
}

export function drawMapping(host: HTMLElement, plan: Preflight['plans'][number] | undefined, targets: Preflight['targets'], changed: (row: Row, to: string) => void, show: (row: Row) => void): void {
  const open = host.querySelector('details')?.open ?? false;
  host.replaceChildren();
  if (!plan) return void host.append(make('p', { class: 'text-secondary' }, '没有比目标版本更旧、又有在办案件的版本。'));
  const list = (rows: Row[]) => make('ul', { class: 'ld-migrate-map' }, ...rows.map((row) => line(row, targets, changed, show)));
  const asked = plan.rows.filter((row) => row.how !== 'id').sort((a, b) => Number(!!a.to) - Number(!!b.to));
  const same = plan.rows.filter((row) => row.how === 'id');
  if (asked.length > 0) host.append(list(asked));
  else host.append(make('p', { class: 'text-secondary' }, '所有环节都按编号对上了。'));
  if (same.length > 0) {
    const details = make('details', { class: 'ld-fold' }, make('summary', {}, '按编号对上的', make('small', {}, `${same.length} 个`)), list(same));
    details.open = open;
    host.append(details);
  }
}

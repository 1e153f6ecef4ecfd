// Orders of partners: sorted or sent back in a dialog.
import { call } from './lib/api.js';
import { openDialog, required } from './lib/dialog-form.js';
import { get } from './lib/dom.js';
import { unitField } from './lib/unit-field.js';

document.addEventListener('click', (event) => {
  const button = (event.target as Element).closest('button');
  const order = button?.closest<HTMLElement>('[data-order]');
  if (!button || !order) return;
  const path = `/orders/${encodeURIComponent(order.dataset.order!)}`;
  const title = get('b', order).textContent!;
  if (button.matches('[data-sort]')) {
    const dialog = openDialog('sort', {
      words: title,
      async send(values) {
        const { caseNo } = await call<{ caseNo: string }>('POST', `${path}/sort`, { category: required(values, 'category', '请选择事件小类。'), grid: required(values, 'grid', '请选择所属网格。'), urgency: values.get('urgency') });
        location.href = `/cases/${caseNo}`;
      },
    });
    for (const name of ['category', 'urgency'] as const) get<HTMLSelectElement>(`[name=${name}]`, dialog).value = order.dataset[name] ?? '';
    unitField(get('[data-grid-field]', dialog)).choose(order.dataset.grid ?? '');
  } else if (button.matches('[data-return]')) {
    openDialog('return', {
      words: `「${title}」会退回对方${button.closest('li')!.querySelector('a[href^="/cases/"]') ? '，案件随之撤回' : ''}。`,
      async send(values) {
        await call('POST', `${path}/return`, { reason: required(values, 'reason', '请写明理由。', 2) });
        location.reload();
      },
    });
  }
});

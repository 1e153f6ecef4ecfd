// What a case is about, said later by whoever handles it: chosen from the registers, or by a code.
import { call } from './api.js';
import { concernPicker } from './concerns.js';
import { Missing, dialogOf, openDialog, required } from './dialog-form.js';
import { find } from './dom.js';
import type { Concern } from './outbox/item.js';

export function linking(path: string): void {
  const picks = find('[data-concerns]', dialogOf('link'));
  if (picks) concernPicker(picks);
  const send = async (values: FormData): Promise<void> => {
    const concerns = values.getAll('concern').map((one) => (JSON.parse(String(one)) as Concern).id);
    if (picks && concerns.length === 0) throw new Missing('请选择要关联的登记。');
    await call('POST', `${path}/concerns`, picks ? { concerns } : { code: required(values, 'code', '请填写编码。', 2) });
    location.reload();
  };
  // the button comes and goes with the tasks of the case
  document.addEventListener('click', (event) => { if ((event.target as Element).closest('[data-link-concern]')) openDialog('link', { send }); });
}

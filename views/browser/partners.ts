// Partners: added and changed in a dialog; a secret is shown once, as it is made.
import { call } from './lib/api.js';
import { confirmStep } from './lib/confirm.js';
import { openDialog, required } from './lib/dialog-form.js';
import { find, get, pageData, toast } from './lib/dom.js';
import './lib/unit-find.js';

interface Partner { id: string; name: string; kind: string; unit: string; unitName?: string; active: boolean; webhook?: string; lookUp?: string; centre?: string; patience?: number; purposes?: string[]; returnLimit: string; sortLimit: string }
const { items } = pageData<{ items: Partner[] }>();

function showSecret(secret: string): void {
  const dialog = get<HTMLDialogElement>('[data-secret-dialog]');
  get('[data-secret]', dialog).textContent = secret;
  get('[data-copy]', dialog).onclick = () => void navigator.clipboard?.writeText(secret).then(() => toast('已复制'), () => toast('请手工选中复制'));
  const done = () => location.reload();
  get('[data-done]', dialog).onclick = () => dialog.close();
  dialog.addEventListener('close', done, { once: true });
  dialog.showModal();
}

function edit(partner?: Partner): void {
  const dialog = openDialog('partner', {
    title: partner ? `修改「${partner.name}」` : '新增对接单位',
    async send(values) {
      const given = {
        name: required(values, 'name', '请填写名称。'), kind: values.get('kind'), unit: required(values, 'unit', '请选择对不上的工单交给谁。'), active: values.has('active'), sortLimit: values.get('sortLimit'), returnLimit: values.get('returnLimit'),
        webhook: values.get('webhook') ?? '', lookUp: values.get('lookUp') ?? '',
        ...(values.get('kind') === 'data-centre' && { centre: required(values, 'centre', '请选择是哪个数据中心。'), patience: Number(values.get('patience')), purposes: String(values.get('purposes') ?? '').split('\n').map((line) => line.trim()).filter(Boolean) }),
      };
      if (partner) {
        await call('PUT', `/partners/${partner.id}`, given);
        return location.reload();
      }
      const { secret } = await call<{ secret: string }>('POST', '/partners', { id: required(values, 'id', '请填写编号。'), ...given });
      showSecret(secret);
    },
  });
  const field = (name: string) => get<HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement>(`[name=${name}]`, dialog);
  const start: Partner = partner ?? { id: '', name: '', kind: 'hotline', unit: '', active: true, returnLimit: '1 工作日', sortLimit: '2 工作时' };
  get<HTMLInputElement>('[data-unit] input[type=text]', dialog).value = partner?.unitName ?? '';
  for (const name of ['id', 'name', 'kind', 'unit', 'webhook', 'lookUp', 'centre', 'returnLimit', 'sortLimit'] as const) field(name).value = start[name] ?? '';
  field('patience').value = String(start.patience ?? 5);
  field('purposes').value = (start.purposes ?? []).join('\n');
  (field('active') as HTMLInputElement).checked = start.active;
  get('[data-new]', dialog).hidden = partner !== undefined;
  const suit = () => {
    const asks = field('kind').value === 'data-centre';
    dialog.querySelectorAll<HTMLElement>('[data-asks]').forEach((one) => { one.hidden = !asks; });
  };
  field('kind').onchange = suit;
  suit();
}

document.addEventListener('click', (event) => {
  const button = (event.target as Element).closest('button');
  if (!button) return;
  const partner = items.find(({ id }) => id === button.closest<HTMLElement>('[data-partner]')?.dataset.partner);
  if (button.matches('[data-add]')) edit();
  else if (partner && button.matches('[data-change]')) edit(partner);
  else if (partner && button.matches('[data-rotate]')) {
    confirmStep(`更换「${partner.name}」的密钥？`, '新密钥马上可用，旧密钥再用 72 小时后失效，请在这之前换完。', async () => {
      const { secret } = await call<{ secret: string }>('POST', `/partners/${partner.id}/secrets`);
      find<HTMLDialogElement>('[data-dialog]')!.close();
      showSecret(secret);
    });
  }
});

// One recurring trouble: its places on a map, and what can be done about it.
import { call } from './lib/api.js';
import { openDialog, required } from './lib/dialog-form.js';
import { find, pageData, toast } from './lib/dom.js';
import { spotsMap } from './lib/spots-map.js';

const page = pageData<{ id: string; spots: { lng: number; lat: number; title: string }[] }>();
const path = `/recurring/${encodeURIComponent(page.id)}`;

void spotsMap(page.spots);
find('[data-take]')?.addEventListener('click', () => openDialog('take', {
  async send() {
    const { caseNo } = await call('POST', `${path}/pilot`);
    location.href = `/cases/${encodeURIComponent(caseNo)}`;
  },
}));
find('[data-dismiss]')?.addEventListener('click', () => openDialog('dismiss', {
  async send(values) {
    await call('POST', `${path}/dismiss`, { reason: required(values, 'reason', '请写明理由。', 2) });
    toast('已撤下。');
    setTimeout(() => location.reload(), 600);
  },
}));

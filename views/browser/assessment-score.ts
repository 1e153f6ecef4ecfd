// One score: an appeal by the assessed, an answer or a correction by the assessor.
import { call } from './lib/api.js';
import { openDialog, required } from './lib/dialog-form.js';
import { find, pageData } from './lib/dom.js';
import { uuid } from './lib/uuid.js';

const page = pageData<{ id: string; appeal?: string }>();
const path = `/assessment-scores/${encodeURIComponent(page.id)}`;
const id = uuid();

find('[data-appeal]')?.addEventListener('click', () => openDialog('appeal', {
  async send(values) {
    await call('POST', `${path}/appeals`, { id, text: required(values, 'text', '请写明申诉内容。') });
    location.reload();
  },
}));
find('[data-correct]')?.addEventListener('click', () => openDialog('correct', {
  async send(values) {
    const points = String(values.get('points') ?? '').trim();
    await call('POST', `${path}/corrections`, { id, ...(page.appeal ? { appeal: page.appeal } : {}), ...(points ? { points: Number(points) } : {}), reason: required(values, 'reason', '请写明理由。', 2) });
    location.reload();
  },
}));

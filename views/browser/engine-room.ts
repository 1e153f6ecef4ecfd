// The engine room: records that were set aside are applied again or given up; the page looks again by itself.
import { call } from './lib/api.js';
import { openDialog, required } from './lib/dialog-form.js';
import { busy, toast } from './lib/dom.js';

document.addEventListener('click', (event) => {
  const button = (event.target as Element).closest('button');
  if (!button) return;
  const record = button.closest<HTMLElement>('[data-record]')?.dataset.record;
  const of = (step: string) => `/engine-room/set-aside/${encodeURIComponent(record ?? '')}/${step}`;
  if (button.matches('[data-again]')) location.reload();
  else if (record && button.matches('[data-apply]')) {
    void busy(button, () => call('POST', of('apply')).then(() => location.reload(), (error: Error) => toast(error.message)));
  } else if (record && button.matches('[data-discard]')) {
    openDialog('discard', {
      grave: true,
      async send(values) {
        await call('POST', of('discard'), { reason: required(values, 'reason', '请写明理由', 2) });
        location.reload();
      },
    });
  }
});

// A suggestion to a department, made from a case: sent once, and kept as typed when it fails.
import { call } from './api.js';
import { Missing, dialogOf, openDialog, required } from './dialog-form.js';
import { find } from './dom.js';
import { pickFiles } from './pick-files.js';
import { uuid } from './uuid.js';

export function suggesting(path: string): void {
  const button = find<HTMLButtonElement>('[data-suggest]');
  if (!button) return;
  const files = pickFiles(dialogOf('suggest'));
  let clientId = uuid();
  button.addEventListener('click', () => openDialog('suggest', {
    async send(values) {
      const to = required(values, 'to', '请选择部门。');
      const title = required(values, 'title', '请写明建议什么。', 2);
      const text = required(values, 'text', '请写明为什么、怎么改。', 2);
      if (files.sending()) throw new Missing('附件还在上传，传完再提交。');
      const { caseNo } = await call('POST', `${path}/suggestions`, { clientId, to, title, text, attachments: files.ids() });
      clientId = uuid();
      location.href = `/cases/${encodeURIComponent(caseNo)}`;
    },
  }));
}

// A suggestion to a department, made from a case: sent once, and kept as typed when it fails.
import { call } from './api.js';
import { Missing, dialogOf, openDialog, required } from './dialog-form.js';
import { day } from '../../helpers/format.js';
import { find, get } from './dom.js';
import { pickFiles } from './pick-files.js';
import { picks, type Pick } from './picks.js';
import { uuid } from './uuid.js';

interface Origin extends Pick { caseNo: string; title: string; categoryName: string; place: string; reportedAt: string }
/** So many cases beside the one whose page this is. */
const MOST = 19;

export function suggesting(path: string): void {
  const button = find<HTMLButtonElement>('[data-suggest]');
  if (!button) return;
  picks<Origin>(get('[data-origins]', dialogOf('suggest')), {
    ask: async (q) => (await call<{ items: Omit<Origin, 'id' | 'name' | 'mark'>[] }>('GET', `${path}/suggestions/origins?${new URLSearchParams({ q })}`)).items.map((one) => ({ ...one, id: one.caseNo, name: one.title, mark: one.caseNo })),
    about: ({ caseNo, categoryName, place, reportedAt }) => [caseNo, categoryName, place, day(reportedAt)].filter(Boolean).join(' · '), field: ({ id }) => ['more', id], most: MOST, none: '没有找到您能看的其他案件，可以不选。', atOnce: true,
  });
  const files = pickFiles(dialogOf('suggest'));
  let clientId = uuid();
  button.addEventListener('click', () => openDialog('suggest', {
    async send(values) {
      const to = required(values, 'to', '请选择部门。');
      const title = required(values, 'title', '请写明建议什么。', 2);
      const text = required(values, 'text', '请写明为什么、怎么改。', 2);
      if (files.sending()) throw new Missing('附件还在上传，传完再提交。');
      const { caseNo } = await call('POST', `${path}/suggestions`, { clientId, to, title, text, attachments: files.ids(), more: values.getAll('more').map(String) });
      clientId = uuid();
      location.href = `/cases/${encodeURIComponent(caseNo)}`;
    },
  }));
}

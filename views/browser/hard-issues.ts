// Hard matters: putting them on this month's agenda, once, after a question.
import { call } from './lib/api.js';
import { confirmStep } from './lib/confirm.js';
import { find, toast } from './lib/dom.js';

find('[data-file]')?.addEventListener('click', () => confirmStep('提交领导小组办公室研究', '列出的难事会作为本月的议程提交，一个月一次。', async () => {
  const { caseNo } = await call<{ caseNo?: string }>('POST', '/hard-issues/agenda', {});
  toast('已提交。');
  location.assign(caseNo ? `/cases/${caseNo}` : '/hard-issues');
}));

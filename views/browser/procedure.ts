// A procedure's page: its diagram, and the steps that concern a whole version.
import { call } from './lib/api.js';
import { confirmStep } from './lib/confirm.js';
import { diagram } from './lib/diagram.js';
import { find, get, pageData } from './lib/dom.js';

const { id, drawn } = pageData<{ id: string; drawn: boolean }>();
const host = find('[data-diagram]');
if (host && drawn) diagram(host, () => undefined).draw(id).catch(() => get('[data-canvas]', host).setAttribute('data-said', '流程图读不出来，请稍后再试'));

const path = `/drafts/${encodeURIComponent(id)}`;
document.querySelectorAll<HTMLButtonElement>('[data-restore]').forEach((button) => button.addEventListener('click', () => confirmStep(
  `恢复「${button.dataset.label}」？`, '它的内容会放进草稿，审批后作为新的一版发布。现有草稿会留存，不会丢。',
  async () => {
    await call('POST', `${path}/restore`, { version: button.dataset.restore });
    location.href = `/procedures/${encodeURIComponent(id)}/edit`;
  },
)));
find('[data-withdraw-draft]')?.addEventListener('click', () => confirmStep('撤回提交？', '草稿回到可以修改的状态，改好后要重新提交。', async () => {
  await call('POST', `${path}/withdraw`, {});
  location.reload();
}));
find('[data-discard]')?.addEventListener('click', () => confirmStep('放弃这份草稿？', '现行版本不受影响。草稿的内容会留存在下面的“留存的草稿”里，以后可以恢复。', async () => {
  await call('DELETE', path);
  location.href = drawn ? location.pathname : '/procedures';
}));

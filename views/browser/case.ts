// A case: its live diagram, remarks, and withdrawing it with a reason.
import { call } from './lib/api.js';
import { caseMap } from './lib/case-map.js';
import { answerAsked } from './lib/asked-of-me.js';
import { commentBox } from './lib/comment-box.js';
import { busy, find, get, pageData } from './lib/dom.js';
import { whenChanged } from './lib/changes.js';
import { retaining } from './lib/retain.js';
import { reporterSide } from './lib/reporter-side.js';
import { revealing } from './lib/reveal.js';
import { stand, type Choice } from './lib/stand.js';
import { linking } from './lib/link-concern.js';
import { suggesting } from './lib/suggest.js';

const page = pageData<{ caseNo: string; instances: (Choice & { parentKey?: string })[] }>();
const path = `/cases/${encodeURIComponent(page.caseNo)}`;

// The root first, then what it calls; an instance that is added later comes with the next look at the page.
const root = page.instances.find(({ parentKey }) => !parentKey || parentKey === '-1') ?? page.instances[0];
stand(page.instances, root?.key, (key) => { location.href = `/instances/${key}`; });
whenChanged(async () => {
  const { instances } = await call('GET', path);
  if (instances.length !== page.instances.length && !document.querySelector('dialog[open]') && !find<HTMLTextAreaElement>('#comment')?.value) location.reload();
});

void caseMap();
commentBox(page.caseNo);
answerAsked(() => location.reload());
reporterSide(path);
revealing(page.caseNo);
suggesting(path);
linking(path);
retaining(path);

const dialog = find<HTMLDialogElement>('[data-withdraw]');
if (dialog) {
  const problem = get('[data-problem]', dialog);
  const reason = get<HTMLTextAreaElement>('#reason', dialog);
  get('[data-open-withdraw]').addEventListener('click', () => dialog.showModal());
  get('[data-close]', dialog).addEventListener('click', () => dialog.close());
  const confirm = get<HTMLButtonElement>('[data-confirm]', dialog);
  confirm.addEventListener('click', () => busy(confirm, async () => {
    if (reason.value.trim().length < 2) {
      problem.textContent = '请写明撤销的原因。';
      return reason.focus();
    }
    try {
      await call('POST', `${path}/withdraw`, { reason: reason.value.trim() });
      location.reload();
    } catch (error) {
      problem.textContent = (error as Error).message;
    }
  }));
}

// The second person's page: shows what a draft would change, and sends the decision.
import { call } from './lib/api.js';
import { showComparison, type Difference, type File } from './lib/comparison.js';
import { busy, find, get, pageData } from './lib/dom.js';

const { id, revision, left } = pageData<{ id: string; revision: number; left?: string }>();
const draft = `/drafts/${encodeURIComponent(id)}`;
const files = (version: string) => call<{ label: string; files: File[] }>('GET', `/procedures/${encodeURIComponent(id)}/files?version=${version}`);

async function show(): Promise<void> {
  const [before, after, difference] = await Promise.all([left ? files(left) : { label: '（没有）', files: [] }, files('draft'), call<Difference>('GET', `${draft}/difference`)]);
  await showComparison(document.body, { left: before, right: after, difference });
}

async function check(): Promise<void> {
  const { findings } = await call<{ findings: { severity: string }[] }>('POST', `${draft}/check`, {});
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const warnings = findings.length - errors;
  get('[data-findings]').textContent = errors ? `检查发现 ${errors} 处错误，不能发布。` : warnings ? `检查没有错误，有 ${warnings} 条提醒。` : '检查没有发现问题。';
  const approve = find<HTMLButtonElement>('[data-approve]');
  if (approve) approve.disabled = errors > 0;
}

const said = (error: unknown) => { const problem = find('[data-problem]') ?? get('[data-findings]'); problem.textContent = (error as Error).message; };
show().catch(said);
check().catch(said);

const opinion = find<HTMLTextAreaElement>('#opinion');
function decide(selector: string, needsReason: boolean, send: (reason: string) => Promise<unknown>): void {
  const button = find<HTMLButtonElement>(selector);
  button?.addEventListener('click', () => busy(button, async () => {
    const reason = opinion?.value.trim() ?? '';
    if (needsReason && reason.length < 2) {
      said(new Error('请写明退回的原因，提交人会看到。'));
      return opinion?.focus();
    }
    try {
      await send(reason);
      location.href = `/procedures/${encodeURIComponent(id)}`;
    } catch (error) {
      said(error);
    }
  }));
}
decide('[data-approve]', false, (reason) => call('POST', `${draft}/approve`, { revision, ...(reason ? { reason } : {}) }));
decide('[data-return]', true, (reason) => call('POST', `${draft}/return`, { reason }));

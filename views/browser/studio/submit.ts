// Asking for approval: what would change, why, and what still stands in the way.
import { call } from '../lib/api.js';
import { get, make } from '../lib/dom.js';
import { showProblems } from '../lib/problems.js';
import { ask } from './dialog.js';
import type { Draft } from './ears.js';
import type { Finding } from './editor.js';

interface Given { procedure: string; draft: Draft; findings(): Finding[]; go(finding: Finding): void }

export function openSubmit({ procedure, draft, findings, go }: Given): void {
  const base = `/drafts/${encodeURIComponent(procedure)}`;
  const dialog = ask('[data-submit-dialog]', async (open) => {
    if (!await draft.flush()) throw new Error('还有改动没有保存，联网并保存后再提交。');
    await call('POST', `${base}/submit`, { reason: get<HTMLTextAreaElement>('#reason', open).value.trim(), revision: seen });
    location.href = `/procedures/${encodeURIComponent(procedure)}`;
  });
  const [box, blocked, list, yes, reason] = [get('[data-difference]', dialog), get('[data-blocked]', dialog), get('ul', dialog), get<HTMLButtonElement>('[data-confirm]', dialog), get<HTMLTextAreaElement>('#reason', dialog)];
  let seen = 0;
  let allowed = false;
  const judge = (): void => { yes.disabled = !allowed || reason.value.trim() === ''; };
  reason.oninput = judge;
  judge();
  box.hidden = false;
  showProblems(blocked, '', []);
  list.replaceChildren(make('li', {}, '正在比较…'));

  async function prepare(): Promise<void> {
    if (!await draft.flush()) throw new Error('还有改动没有保存，联网并保存后再提交。');
    await draft.refresh();
    seen = draft.revision();
    const [{ changes }, { findings: found }] = await Promise.all([call<{ changes: { text: string }[] }>('GET', `${base}/difference`), call<{ findings: Finding[] }>('POST', `${base}/check`, { files: [] })]);
    list.replaceChildren(...(changes.length ? changes.map(({ text }) => make('li', {}, text)) : [make('li', {}, '没有不同')]));
    const errors = [...found, ...(found.length ? [] : findings())].filter(({ severity }) => severity === 'error');
    if (errors.length) showProblems(blocked, `检查发现 ${errors.length} 处错误，改好后才能提交：`, errors.map((finding) => ({ message: finding.message, go: () => { dialog.close(); go(finding); } })));
    else if (changes.length === 0) showProblems(blocked, '与现行版本相同，没有可提交的改动。', []);
    else {
      allowed = true;
      reason.focus();
    }
    judge();
  }
  prepare().catch((error: Error) => {
    list.replaceChildren();
    box.hidden = true;
    showProblems(blocked, error.message, []);
  });
}

// The box for a remark on a case: words, people who are to read them, files; sent once, and kept as typed when it fails.
import { call, Refused } from './api.js';
import { busy, find, get, make } from './dom.js';
import { mentions } from './mentions.js';
import { pickFiles } from './pick-files.js';
import { uuid } from './uuid.js';

export function commentBox(caseNo: string): void {
  const form = find<HTMLFormElement>('[data-comment]');
  if (!form) return;
  const text = get<HTMLTextAreaElement>('textarea', form);
  const problem = get('[data-problem]', form);
  const readers = mentions(form, caseNo);
  const files = pickFiles(form);
  let clientId = uuid();
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    problem.textContent = '';
    const said = text.value.trim();
    if (!said) return text.focus();
    if (files.sending()) return void (problem.textContent = '附件还在上传，传完再发表。');
    void busy(get<HTMLButtonElement>('[type=submit]', form), async () => {
      try {
        await call('POST', `/cases/${encodeURIComponent(caseNo)}/comments`, { clientId, text: said, mentions: readers.ids(), attachments: files.ids(), ...(form.dataset.task ? { task: form.dataset.task } : {}) });
        clientId = uuid();
        text.value = '';
        readers.clear();
        files.clear();
        text.blur();
        document.querySelector('[data-live="comments"]')?.prepend(make('li', {}, make('div', { class: 'ld-who-line' }, make('b', {}, '您'), ' 刚刚'), make('p', {}, said)));
      } catch (error) {
        problem.textContent = error instanceof Refused ? error.problems[0]?.message ?? error.message : '没有发出去，您写的话还在，请再试一次。';
      }
    });
  });
}

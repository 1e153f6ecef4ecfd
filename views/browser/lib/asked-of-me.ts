// Answers to what others ask beside tasks, wherever they are listed: 会办 taken on, replied to, withdrawn; requests for time decided.
import { answerQuestions } from './answer-question.js';
import { call } from './api.js';
import { busy, toast } from './dom.js';
import { openDialog, required } from './dialog-form.js';
import { pickFiles } from './pick-files.js';

/** @param done what the page does afterwards */
export function answerAsked(done: () => void): void {
  answerQuestions(done);
  const after = (text: string) => { toast(text); done(); };
  document.addEventListener('click', (event) => {
    const button = (event.target as Element).closest<HTMLButtonElement>('[data-co], [data-decide]');
    if (!button) return;
    const { co, decide, id = '', said = '' } = button.dataset;
    if (co === 'claim') {
      void busy(button, () => call('POST', `/co-handlings/${id}/claim`).then(() => after('已认领，请回复。'), (error: Error) => toast(error.message)));
    } else if (co === 'reply') {
      const dialog = openDialog('reply', {
        words: said,
        async send(values) {
          if (files.sending()) throw new Error('附件还在上传，传完再回复。');
          await call('POST', `/co-handlings/${id}/reply`, { text: required(values, 'text', '请写回复。'), attachments: files.ids() });
          files.clear();
          after('已回复，邀请您的人会收到通知。');
        },
      });
      const files = pickFiles(dialog);
    } else if (co === 'withdraw') {
      openDialog('sure', { title: `撤回对${said}的邀请？`, words: '对方会收到通知，不用再回复，也不再因此看到这个案件。', confirm: '撤回邀请', send: () => call('POST', `/co-handlings/${id}/withdraw`).then(() => after('已撤回。')) });
    } else if (decide) {
      const granted = decide === 'grant';
      openDialog('decide', {
        title: `${granted ? '批准' : '不批准'}${said}？`, words: granted ? '批准后办理时限马上改变，申请人会收到通知。' : '申请人会看到您写的理由。', confirm: granted ? '批准' : '不批准', must: !granted,
        async send(values) {
          const text = granted ? String(values.get('text') ?? '').trim() : required(values, 'text', '请写明不批准的理由。', 2);
          await call('POST', `/clock-requests/${id}/decide`, { granted, text });
          after(granted ? '已批准。' : '已驳回。');
        },
      });
    }
  });
}

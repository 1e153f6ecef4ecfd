// The button with which a leader's question is answered, wherever it is listed.
import { call } from './api.js';
import { openDialog, required } from './dialog-form.js';
import { toast } from './dom.js';

/** @param done what the page does afterwards */
export function answerQuestions(done: () => void): void {
  document.addEventListener('click', (event) => {
    const button = (event.target as Element).closest<HTMLButtonElement>('[data-answer-question]');
    if (!button) return;
    openDialog('answer', {
      words: button.dataset.said ?? '',
      async send(values) {
        await call('POST', `/questions/${button.dataset.answerQuestion}/answer`, { text: required(values, 'text', '请写答复。') });
        toast('已答复，提问的人会收到通知。');
        done();
      },
    });
  });
}

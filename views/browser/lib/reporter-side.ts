// Rating a result and asking to have it done again: the same two forms on the reporter's own page and on the case.
import { call, type Refused } from './api.js';
import { busy, find, get } from './dom.js';

const words = (error: unknown): string => {
  const refused = error as Refused;
  return refused.problems?.map(({ message }) => message).join('；') || refused.message;
};

function send(form: HTMLFormElement, path: string, body: () => object | string): void {
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const problem = get('[data-problem]', form);
    problem.textContent = '';
    const given = body();
    if (typeof given === 'string') {
      problem.textContent = given;
      return;
    }
    void busy(get<HTMLButtonElement>('[type=submit]', form), async () => {
      try {
        await call('POST', path, given);
        location.reload();
      } catch (error) {
        problem.textContent = words(error);
      }
    });
  });
}

/** @param base the API's path of the case, as this person gets to it */
export function reporterSide(base: string): void {
  const rate = find<HTMLFormElement>('[data-rate]');
  if (rate) {
    send(rate, `${base}/rating`, () => {
      const chosen = find<HTMLInputElement>('[name=stars]:checked', rate);
      const text = get<HTMLTextAreaElement>('textarea', rate).value.trim();
      return chosen ? { stars: Number(chosen.value), ...(text ? { text } : {}) } : '请先选几颗星。';
    });
  }
  const reopen = find<HTMLFormElement>('[data-reopen]');
  if (reopen) {
    send(reopen, `${base}/reopen`, () => {
      const reason = get<HTMLTextAreaElement>('textarea', reopen).value.trim();
      return reason.length < 4 ? '请写明哪里没有办好（至少 4 个字）。' : { reason };
    });
  }
}

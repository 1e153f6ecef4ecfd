// Signs in, with a second step for whoever has a second factor, and goes on to where the person wanted to be. In a demo an account is chosen by its job.
import { call, Refused } from './lib/api.js';
import { busy, get } from './lib/dom.js';

const first = get<HTMLFormElement>('#login');
const second = get<HTMLFormElement>('#second');
const next = first.dataset.next ?? '/tasks';

function say(form: HTMLFormElement, text: string): void {
  const problem = get('[data-problem]', form);
  problem.textContent = text;
  problem.hidden = text === '';
}

function turnTo(form: HTMLFormElement): void {
  first.hidden = form !== first;
  second.hidden = form !== second;
  get<HTMLInputElement>('input', form).focus();
}

/** Sends a step; a field that was wrong is chosen, to be written anew. */
function step(form: HTMLFormElement, field: HTMLInputElement, send: () => Promise<void>): void {
  void busy(get<HTMLButtonElement>('[type=submit]', form), async () => {
    try {
      await send();
    } catch (error) {
      say(form, error instanceof Refused ? error.message : '没有登录成功，请再试一次。');
      field.select();
    }
  });
}

first.addEventListener('submit', (event) => {
  event.preventDefault();
  const account = get<HTMLInputElement>('#account').value.trim();
  const password = get<HTMLInputElement>('#password').value;
  say(first, '');
  if (!account || !password) return say(first, '请填写账号和密码。');
  step(first, get<HTMLInputElement>('#password'), async () => {
    const { step: more } = await call('POST', '/session', { account, password });
    if (more === 'code') turnTo(second);
    else location.href = next;
  });
});

second.addEventListener('submit', (event) => {
  event.preventDefault();
  const code = get<HTMLInputElement>('#code');
  say(second, '');
  if (!code.value.trim()) return say(second, '请填写动态口令。');
  step(second, code, async () => {
    try {
      await call('POST', '/session/code', { code: code.value.trim() });
      location.href = next;
    } catch (error) {
      throw error instanceof Refused && error.status === 401 ? new Refused(401, '口令不正确或已用过，请等下一个再试；太久没有输入时，请重新登录。') : error;
    }
  });
});
document.addEventListener('click', (event) => {
  const chosen = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-account]') : null;
  if (!chosen) return;
  turnTo(first);
  get<HTMLInputElement>('#account').value = chosen.dataset.account!;
  get<HTMLInputElement>('#password').value = get('[data-demo]').dataset.demo!;
  first.requestSubmit();
});
get('[data-back]', second).addEventListener('click', () => turnTo(first));

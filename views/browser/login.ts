// Signs in and goes on to where the person wanted to be.
import { call, Refused } from './lib/api.js';
import { busy, get } from './lib/dom.js';

const form = get<HTMLFormElement>('#login');
const problem = get('[data-problem]', form);

function say(text: string): void {
  problem.textContent = text;
  problem.hidden = text === '';
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  const account = get<HTMLInputElement>('#account').value.trim();
  const password = get<HTMLInputElement>('#password').value;
  say('');
  if (!account || !password) return say('请填写账号和密码。');
  void busy(get<HTMLButtonElement>('button', form), async () => {
    try {
      await call('POST', '/session', { account, password });
      location.href = form.dataset.next ?? '/tasks';
    } catch (error) {
      say(error instanceof Refused ? error.message : '没有登录成功，请再试一次。');
      get<HTMLInputElement>('#password').select();
    }
  });
});

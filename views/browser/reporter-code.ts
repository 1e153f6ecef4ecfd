// From the code that a reporter was given to their page.
import { call, type Refused } from './lib/api.js';
import { busy, get } from './lib/dom.js';

const form = get<HTMLFormElement>('[data-code]');
const value = (id: string) => get<HTMLInputElement>(`#${id}`, form).value.trim();

form.addEventListener('submit', (event) => {
  event.preventDefault();
  const problems = get('[data-problems]', form);
  const say = (text: string) => {
    problems.textContent = text;
    problems.hidden = false;
    problems.focus();
  };
  problems.hidden = true;
  if (!value('code')) return say('请填写查询码。');
  void busy(get<HTMLButtonElement>('[type=submit]', form), async () => {
    try {
      const { token } = await call<{ token: string }>('POST', '/r', { code: value('code'), ...(value('digits') ? { digits: value('digits') } : {}) });
      location.href = `/r/${token}`;
    } catch (error) {
      const refused = error as Refused;
      say(refused.problems?.map(({ message }) => message).join('；') || refused.message);
    }
  });
});

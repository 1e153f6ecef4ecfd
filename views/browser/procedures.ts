// The list of procedures: the rules for having a matter done again are set here.
import { call, type Refused } from './lib/api.js';
import { busy, find, get } from './lib/dom.js';

const form = find<HTMLFormElement>('[data-reopening-rules]');
form?.addEventListener('submit', (event) => {
  event.preventDefault();
  const [problem, said] = [get('[data-problem]', form), get('[data-said]', form)];
  [problem.textContent, said.textContent] = ['', ''];
  void busy(get<HTMLButtonElement>('[type=submit]', form), async () => {
    try {
      await call('PUT', '/settings/reopening', { hours: get<HTMLInputElement>('#rules-hours', form).valueAsNumber, times: get<HTMLInputElement>('#rules-times', form).valueAsNumber });
      said.textContent = '已保存';
    } catch (error) {
      problem.textContent = (error as Refused).problems?.map(({ message }) => message).join('；') || (error as Error).message;
    }
  });
});

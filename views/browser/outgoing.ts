// Messages to the outside: sent anew, given up; the robots of units set, tried and taken away.
import { call, type Refused } from './lib/api.js';
import { confirmStep } from './lib/confirm.js';
import { busy, find, get, toast } from './lib/dom.js';

const act = (button: HTMLButtonElement, work: () => Promise<void>) => busy(button, () => work().catch((error: Error) => toast(error.message)));
const again = () => location.reload();

document.addEventListener('click', (event) => {
  const button = (event.target as Element).closest('button');
  if (!button) return;
  const message = button.closest<HTMLElement>('[data-message]')?.dataset.message;
  const unit = button.closest<HTMLElement>('[data-bot]')?.dataset.bot;
  const of = (id: string, step: string) => `/outgoing/${encodeURIComponent(id)}/${step}`;
  const robot = `/organisation/units/${encodeURIComponent(unit ?? '')}/bot`;
  if (button.matches('[data-retry-all]')) void act(button, async () => { await call('POST', '/outgoing/retry'); again(); });
  else if (message && button.matches('[data-retry]')) void act(button, async () => { await call('POST', of(message, 'retry')); again(); });
  else if (message && button.matches('[data-drop]')) confirmStep('放弃这条消息？', '放弃后不再发送，收件人不会在外部收到它。系统内的通知还在。', async () => { await call('POST', of(message, 'drop')); again(); });
  else if (unit && button.matches('[data-bot-test]')) void act(button, async () => { await call('POST', `${robot}/test`); toast('测试消息几秒内会出现在群里；没有出现，请看“没发出”。'); });
  else if (unit && button.matches('[data-bot-remove]')) confirmStep('删除这个群机器人？', '删除后，通知不再发到这个群。选了群机器人的人会少一个渠道。', async () => { await call('DELETE', robot); again(); });
});

const form = find<HTMLFormElement>('[data-bot-form]');
if (form) {
  const value = (id: string) => get<HTMLInputElement | HTMLSelectElement>(`#bot-${id}`, form).value.trim();
  const secret = get('[data-secret]', form);
  form.addEventListener('change', () => { secret.hidden = value('kind') !== 'dingtalk'; });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const problems = get('[data-problems]', form);
    const say = (text: string) => {
      problems.textContent = text;
      problems.hidden = false;
      problems.focus();
    };
    problems.hidden = true;
    if (!value('unit')) return say('请选择单位。');
    if (!value('url')) return say('请填写机器人的网址。');
    void busy(get<HTMLButtonElement>('[type=submit]', form), async () => {
      try {
        await call('PUT', `/organisation/units/${encodeURIComponent(value('unit'))}/bot`, { kind: value('kind'), url: value('url'), ...(value('kind') === 'dingtalk' && value('secret') ? { secret: value('secret') } : {}) });
        again();
      } catch (error) {
        say((error as Refused).problems?.[0]?.message ?? (error as Error).message);
      }
    });
  });
}

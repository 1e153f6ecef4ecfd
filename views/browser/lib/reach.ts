// How a person wants to be reached outside: shown as it is kept, saved, and tried out with a message to themselves.
import { call, Refused } from './api.js';
import { busy, find, get } from './dom.js';

interface Found { reach: { mail?: string; sms: boolean; mails: boolean; bots: boolean; quiet?: { from: string; to: string } }; phone?: string; channels: { sms: boolean; mail: boolean; bot: string[] } }

const section = find('[data-reach]');
if (section) void start(section);

async function start(section: HTMLElement): Promise<void> {
  const form = get<HTMLFormElement>('form', section);
  const tick = (name: string) => get<HTMLInputElement>(`[name=${name}]`, form);
  const [mail, from, to] = [get<HTMLInputElement>('#reach-mail', form), get<HTMLInputElement>('#quiet-from', form), get<HTMLInputElement>('#quiet-to', form)];
  const [said, problems] = [get('[data-said]', form), get('[data-problems]', form)];

  const follow = () => {
    get('[data-mail]', form).hidden = !tick('mails').checked;
    get('[data-times]', form).hidden = !tick('quiet').checked;
  };
  const show = ({ reach, phone, channels }: Found) => {
    for (const name of ['sms', 'mails', 'bots'] as const) tick(name).checked = reach[name];
    mail.value = reach.mail ?? '';
    tick('quiet').checked = reach.quiet !== undefined;
    if (reach.quiet) [from.value, to.value] = [reach.quiet.from, reach.quiet.to];
    get('[data-phone]', form).textContent = !channels.sms ? '本系统还没有接通短信' : phone ? `发到 ${phone}` : '还没有登记手机号，请先填写“联系电话”';
    get('[data-robots]', form).textContent = channels.bot.length > 0 ? `${channels.bot.join('、')}的群` : '所在单位还没有设置群机器人';
    if (!channels.mail) mail.placeholder = '邮箱地址（本系统还没有接通邮件）';
    follow();
  };
  const wrong = (error: unknown) => {
    const refused = error as Refused;
    problems.textContent = refused.problems?.length ? refused.problems.map(({ message }) => message).join('；') : refused.message;
    problems.hidden = false;
    problems.focus();
  };
  const clear = () => { problems.hidden = true; said.textContent = ''; };

  form.addEventListener('change', follow);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    clear();
    void busy(get<HTMLButtonElement>('[type=submit]', form), async () => {
      const quiet = tick('quiet').checked ? { quiet: { from: from.value, to: to.value } } : {};
      try {
        show(await call<Found>('PUT', '/me/reach', { sms: tick('sms').checked, mails: tick('mails').checked, bots: tick('bots').checked, ...(mail.value.trim() ? { mail: mail.value.trim() } : {}), ...quiet }));
        said.textContent = '已保存';
      } catch (error) {
        wrong(error);
      }
    });
  });
  const test = get<HTMLButtonElement>('[data-test]', form);
  test.addEventListener('click', () => {
    clear();
    void busy(test, async () => {
      try {
        const { channels } = await call<{ channels: string[] }>('POST', '/me/reach/test');
        said.textContent = `已发往${channels.map((one) => ({ sms: '短信', mail: '邮箱', bot: '群' })[one]).join('、')}，请查看。`;
      } catch (error) {
        wrong(error);
      }
    });
  });
  try {
    show(await call<Found>('GET', '/me/reach'));
  } catch (error) {
    wrong(error);
  }
}

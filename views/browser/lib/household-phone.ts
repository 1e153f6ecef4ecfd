// A household that a report is about is often the one that brought it up: with one press its name and telephone stand in the reporter's fields, and the look behind the mask is written down.
import { call, Refused } from './api.js';
import { busy, find, get, make, toast } from './dom.js';
import type { Concern } from './outbox/item.js';

/** What the households' register is called where one is chosen. */
const HOUSEHOLD = '家庭情况';

/** @param changed is told once the fields were filled in */
export function householdPhone(form: HTMLElement, changed: () => void): void {
  const [holder, chosen] = [get('[data-household-phone]', form), find('[data-chosen]', form)];
  const [name, phone] = [get<HTMLInputElement>('[name=reporterName]', form), get<HTMLInputElement>('[name=reporterPhone]', form)];
  async function use({ id }: Concern): Promise<void> {
    try {
      const known = await call<{ name: string; phone?: string }>('POST', `/registers/${encodeURIComponent(id)}/reveal`);
      if (!known.phone) return toast('这一户没有登记电话，请自己填写。');
      [name.value, phone.value] = [known.name, known.phone];
      changed();
      phone.focus();
    } catch (error) {
      toast(error instanceof Refused ? error.message : '现在没有网络，没有取到电话，请自己填写。');
    }
  }
  /** A button for each household that is chosen now. */
  function show(): void {
    const concerns = [...form.querySelectorAll<HTMLInputElement>('[name=concern]')].map(({ value }) => JSON.parse(value) as Concern);
    const households = concerns.filter(({ kindName }) => kindName === HOUSEHOLD);
    holder.hidden = households.length === 0;
    holder.replaceChildren(...households.map((one) => {
      const button = make('button', { type: 'button', class: 'btn' }, households.length > 1 ? `用这一户的电话：${one.name}` : '用这一户的电话');
      button.addEventListener('click', () => void busy(button, () => use(one)));
      return button;
    }));
  }
  if (chosen) new MutationObserver(show).observe(chosen, { childList: true });
}

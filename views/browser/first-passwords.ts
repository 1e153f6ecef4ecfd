// First passwords for accounts that came from a file: given for a unit, shown once, taken along as a file that is made here and nowhere else.
import { call, Refused } from './lib/api.js';
import { busy, find, get, make } from './lib/dom.js';
import './lib/unit-find.js';

interface Answer { items: { account: string; name: string; password: string }[]; more: number; csv: string }
const form = find<HTMLFormElement>('[data-first]');

function show({ items, more, csv }: Answer): void {
  get('[data-first-title]').textContent = items.length ? `已发放 ${items.length} 人` : '这里没有要发放的账号';
  get('[data-first-more]').textContent = items.length === 0 ? '' : more > 0 ? `名单只显示这一次。还有 ${more} 人没有发放，完成后再发放一次。` : '名单只显示这一次，请现在下载或抄下。';
  get('[data-first-rows]').replaceChildren(...items.map(({ account, name, password }) => make('tr', {}, make('td', {}, make('b', {}, name), ' ', make('small', { class: 'ld-mono' }, account)), make('td', { class: 'ld-mono' }, password))));
  const file = get<HTMLButtonElement>('[data-first-file]');
  file.hidden = items.length === 0;
  file.onclick = () => {
    const address = URL.createObjectURL(new Blob([csv], { type: 'text/csv' }));
    make('a', { href: address, download: '初始密码.csv' }).click();
    window.setTimeout(() => URL.revokeObjectURL(address), 10_000);
  };
  const step = get('[data-step="given"]');
  form!.hidden = true;
  step.hidden = false;
  get('[data-first-title]').focus();
}

form?.addEventListener('submit', (event) => {
  event.preventDefault();
  const problem = get('[data-problem]', form);
  problem.textContent = '';
  const unit = get<HTMLInputElement>('[name=unit]', form).value;
  if (!unit) { problem.textContent = '请选择单位。'; return; }
  void busy(get<HTMLButtonElement>('[type=submit]', form), async () => {
    try {
      show(await call<Answer>('POST', '/people/first-passwords', { unit }));
    } catch (error) {
      problem.textContent = error instanceof Refused ? error.message : '没有办成，请再试一次。';
    }
  });
});

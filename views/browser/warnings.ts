// Issuing a warning: what is chosen goes as lists, what is refused is said in the dialog; and which warning is to be lifted.
import { call, Refused } from './lib/api.js';
import { busy, find, get, make } from './lib/dom.js';
import { fieldProblems } from './lib/field-problems.js';
import './lib/send-form.js';
import './lib/unit-find.js';

const form = find<HTMLFormElement>('#warn');

form?.addEventListener('submit', (event) => {
  event.preventDefault();
  const data = new FormData(form);
  const [areas, categories] = [data.getAll('areas').map(String), data.getAll('categories').map(String)];
  const values = Object.fromEntries(['sender', 'number', 'kind', 'level'].map((name) => [name, String(data.get(name) ?? '').trim()]));
  const missing = [
    ...(values.sender ? [] : [{ path: 'sender', message: '请写明发布单位' }]), ...(values.number ? [] : [{ path: 'number', message: '请写明预警编号' }]),
    ...(areas.length ? [] : [{ path: 'areas', message: '请选择范围' }]), ...(categories.length ? [] : [{ path: 'categories', message: '至少选一类人' }]),
  ];
  fieldProblems(form, missing.length > 0 ? '还有内容没有填' : '', missing);
  if (missing.length > 0) return;
  void busy(get<HTMLButtonElement>('[type=submit]', form), async () => {
    try {
      const { id } = await call('POST', '/warnings', { ...values, areas, categories });
      location.href = `/warnings?id=${encodeURIComponent(id)}`;
    } catch (error) {
      const refused = error instanceof Refused ? error : undefined;
      fieldProblems(form, refused?.message ?? '没有发出去，填的内容还在，请再试一次。', refused?.problems.map(({ path = '', message }) => ({ path: path.split('.')[0]!, message })) ?? []);
    }
  });
});

// a city has thousands of grids: one that is found joins those to choose from, chosen
const found = form && find<HTMLInputElement>('[data-unit-find] input[type=hidden]', form);
found?.addEventListener('change', () => {
  const { value } = found;
  if (!value) return;
  const input = get<HTMLInputElement>('[data-unit-find] input[type=text]', form!);
  const list = get('.ld-picks', form!);
  const known = find<HTMLInputElement>(`input[value="${CSS.escape(value)}"]`, list);
  if (known) known.checked = true;
  else list.prepend(make('li', {}, make('label', { class: 'ld-area-0' }, make('input', { type: 'checkbox', name: 'areas', value, checked: '' }), make('span', {}, input.value))));
  list.scrollTop = known ? known.closest('li')!.offsetTop - list.offsetTop : 0;
  [found.value, input.value] = ['', ''];
});

document.addEventListener('click', (event) => {
  const button = (event.target as Element).closest<HTMLElement>('[data-lift]');
  if (button) get<HTMLInputElement>('#lift [data-path=id]').value = button.dataset.lift!;
});

// The settings: sent as a whole; what is wrong is said beside its field and nothing is changed.
import { call, Refused } from './lib/api.js';
import { busy, find, get } from './lib/dom.js';

const form = find<HTMLFormElement>('form[data-settings]');
form?.addEventListener('submit', (event) => {
  event.preventDefault();
  void busy(get<HTMLButtonElement>('button[type=submit]', form), async () => {
    form.querySelectorAll<HTMLElement>('[data-for]').forEach((each) => each.replaceChildren());
    form.querySelectorAll('[aria-invalid]').forEach((each) => each.removeAttribute('aria-invalid'));
    get('[data-problem]', form).textContent = get('[data-said]', form).textContent = '';
    const values: Record<string, Record<string, number | string>> = {};
    for (const input of form.querySelectorAll<HTMLInputElement>('input')) {
      const [group, key] = input.name.split('.') as [string, string];
      (values[group] ??= {})[key] = input.type === 'number' ? input.valueAsNumber : input.value;
      // JSON knows no NaN: what is no number is sent as the text that it is, and refused by its name
      if (Number.isNaN(values[group]![key])) values[group]![key] = input.value;
    }
    try {
      await call('PUT', '/settings', { values });
      get('[data-said]', form).textContent = '已保存，几秒内生效。';
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      get('[data-problem]', form).textContent = error.problems.length ? '有几项不对，没有保存。' : error.message;
      for (const { path, message } of error.problems) {
        const place = find(`[data-for="${CSS.escape(path)}"]`, form);
        if (!place) continue;
        place.textContent = message;
        const input = get<HTMLInputElement>(`[name="${CSS.escape(path)}"]`, form);
        input.setAttribute('aria-invalid', 'true');
        if (path === error.problems[0]!.path) input.focus();
      }
    }
  });
});

// Beginning a matter that nobody reported: checked, sent once, and kept as typed when it fails.
import { call, Refused } from './lib/api.js';
import { busy, find, get } from './lib/dom.js';
import { fieldProblems } from './lib/field-problems.js';
import { concernPicker } from './lib/concerns.js';
import type { Concern } from './lib/outbox/item.js';
import { unitField } from './lib/unit-field.js';
import { uuid } from './lib/uuid.js';

const form = find<HTMLFormElement>('#initiate');
const must: [name: string, said: string][] = [['procedure', '请选择办哪项工作'], ['title', '请写明什么事'], ['category', '请选择类别'], ['place', '请写明在哪里'], ['grid', '请选择网格']];

if (form) {
  const clientId = uuid();
  const picks = find('[data-concerns]', form);
  if (picks) {
    const grids = unitField(get('[data-field=grid]', form));
    concernPicker(picks, ({ place, grid }) => {
      const where = get<HTMLInputElement>('#place', form);
      if (where.value.trim() === '') where.value = place.text;
      if (!grids.value()) grids.choose(grid);
    });
  }
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const data = new FormData(form);
    const concerns = data.getAll('concern').map((one) => (JSON.parse(String(one)) as Concern).id);
    data.delete('concern');
    const values = Object.fromEntries([...data].map(([name, value]) => [name, String(value).trim()]));
    const missing = must.filter(([name]) => !values[name]).map(([path, message]) => ({ path, message }));
    fieldProblems(form, missing.length > 0 ? '还有内容没有填' : '', missing);
    if (missing.length > 0) return;
    void busy(get<HTMLButtonElement>('[type=submit]', form), async () => {
      try {
        const { caseNo } = await call('POST', '/initiatives', { ...values, clientId, place: { text: values.place }, ...(concerns.length > 0 ? { concerns } : {}) });
        location.href = `/cases/${encodeURIComponent(caseNo)}`;
      } catch (error) {
        const refused = error instanceof Refused ? error : undefined;
        fieldProblems(form, refused?.message ?? '没有发出去，填的内容还在，请再试一次。', refused?.problems.map(({ path = '', message }) => ({ path, message })) ?? []);
      }
    });
  });
}

// The ranking of a period: computing one, publishing it.
import { call, Refused } from './lib/api.js';
import { openDialog, required } from './lib/dialog-form.js';
import { busy, find, get, pageData } from './lib/dom.js';
import { uuid } from './lib/uuid.js';

const page = pageData<{ id?: string; again?: { unit: string; subject: string; period: string; days: number } }>();
const job = uuid();

find<HTMLSelectElement>('[data-run]')?.addEventListener('change', ({ target }) => (target as HTMLSelectElement).form!.submit());
find('[data-compute]')?.addEventListener('click', () => openDialog('compute', {
  async send(values) {
    const { job: begun } = await call('POST', '/assessments', { id: job, ...(values.get('unit') ? { unit: values.get('unit') } : {}), subject: values.get('subject'), period: required(values, 'period', '请写考核期。'), days: Number(values.get('days')) });
    location.href = `/background?job=${encodeURIComponent(begun)}`;
  },
}));
find<HTMLButtonElement>('[data-again]')?.addEventListener('click', ({ currentTarget }) => void busy(currentTarget as HTMLButtonElement, async () => {
  try {
    const { job: begun } = await call<{ job: string }>('POST', '/assessments', { id: job, ...page.again });
    location.href = `/background?job=${encodeURIComponent(begun)}`;
  } catch (error) {
    get('[data-again-problem]').textContent = error instanceof Refused ? error.message : '没有办成，请再试一次。';
  }
}));
find<HTMLButtonElement>('[data-publish]')?.addEventListener('click', ({ currentTarget }) => void busy(currentTarget as HTMLButtonElement, async () => {
  try {
    await call('POST', `/assessments/${encodeURIComponent(page.id!)}/publish`);
    location.reload();
  } catch (error) {
    get('[data-publish-problem]').textContent = error instanceof Refused ? error.message : '没有办成，请再试一次。';
  }
}));

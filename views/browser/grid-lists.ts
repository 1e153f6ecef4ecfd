// Saves the lists that registers and check-ins choose from; a line is a word, a star behind a category of people means every month.
import { call, Refused } from './lib/api.js';
import { busy, find, get } from './lib/dom.js';
import { fieldProblems } from './lib/field-problems.js';
import { sentence } from './lib/problems.js';

const form = get<HTMLFormElement>('[data-lists]');
const lines = (area: HTMLTextAreaElement): string[] => area.value.split('\n').map((line) => line.trim()).filter(Boolean);

form.addEventListener('submit', (event) => {
  event.preventDefault();
  const button = find<HTMLButtonElement>('[data-send]');
  if (!button) return;
  void busy(button, async () => {
    const leads = Object.fromEntries([...form.querySelectorAll<HTMLSelectElement>('[data-lead]')].map((select) => [select.dataset.lead!, select.value]));
    const lists = { leads, ...Object.fromEntries([...form.querySelectorAll('textarea')].map((area) => [area.name, area.name === 'residents'
      ? lines(area).map((line) => ({ name: line.replace(/\s*[*＊]$/, ''), monthly: /[*＊]$/.test(line) })) : lines(area)])) };
    try {
      const { revision } = await call('PUT', '/grid-lists', { lists, revision: Number(form.dataset.revision) });
      form.dataset.revision = String(revision);
      fieldProblems(form, '', []);
      get('[data-draft]').textContent = '已保存，马上生效';
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      fieldProblems(form, sentence(error.message), error.problems.map(({ path, message }) => ({ path: path.replace(/^(lists\.\w+).*/, '$1'), message })));
    }
  });
});

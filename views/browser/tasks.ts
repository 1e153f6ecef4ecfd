// On the list of tasks: many at once, filters kept under a name, and what others ask beside tasks.
import { answerAsked } from './lib/asked-of-me.js';
import { bulk } from './lib/bulk.js';
import { find } from './lib/dom.js';
import { listKeys } from './lib/keys.js';
import { savedFilters } from './lib/saved-filters.js';

bulk(() => location.reload());
answerAsked(() => location.reload());
savedFilters();
listKeys();
// on a phone the tabs are wider than the screen
find('.ld-switch [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
// On a phone the boxes would stand where a thumb opens the task: they come when many are wanted.
find<HTMLButtonElement>('[data-many]')?.addEventListener('click', ({ currentTarget }) => {
  const on = document.body.classList.toggle('is-many');
  (currentTarget as HTMLElement).setAttribute('aria-pressed', String(on));
  if (!on) document.querySelectorAll<HTMLInputElement>('[data-select]:checked').forEach((box) => box.click());
});

// The reporter's own page: rating the result, asking to have it done again, asking to have it forgotten.
import { call } from './lib/api.js';
import { openDialog } from './lib/dialog-form.js';
import { find, pageData } from './lib/dom.js';
import { reporterSide } from './lib/reporter-side.js';

const page = pageData<{ path: string } | null>();
if (page) reporterSide(page.path);
find('[data-erasure]')?.addEventListener('click', () => openDialog('erasure', { async send() {
  await call('POST', `${page!.path}/erasure`);
  location.reload();
} }));

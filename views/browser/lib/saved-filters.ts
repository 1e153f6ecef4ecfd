// Filters of the list that a person keeps under a name: kept, used by their link, and deleted after a question.
import { call } from './api.js';
import { openDialog, required } from './dialog-form.js';
import { pageData } from './dom.js';

/** Begins on a page with the buttons `data-keep-filter` and `data-drop-filter`; what is kept is the page's own query. */
export function savedFilters(): void {
  const { query, list } = pageData<{ query: Record<string, string>; list?: string }>();
  document.addEventListener('click', (event) => {
    const target = event.target as Element;
    if (target.closest('[data-keep-filter]')) {
      openDialog('keep-filter', {
        async send(values) {
          await call('POST', '/filters', { name: required(values, 'name', '请给筛选起个名字。'), query, ...(list ? { list } : {}) });
          location.reload();
        },
      });
    }
    const drop = target.closest<HTMLButtonElement>('[data-drop-filter]');
    if (drop) {
      openDialog('drop-filter', {
        title: `删除筛选“${drop.dataset.name}”？`, grave: true,
        async send() {
          await call('DELETE', `/filters/${drop.dataset.dropFilter}`);
          location.reload();
        },
      });
    }
  });
}

// Marks notices as read: one when it is opened, all at once by the button.
import { call } from './lib/api.js';
import { busy, find, pageData, toast } from './lib/dom.js';

const { until, kind } = pageData<{ until: string; kind?: string }>();

document.addEventListener('click', (event) => {
  const item = (event.target as Element).closest<HTMLElement>('.ld-fresh[data-notice]');
  // The page is about to be left: the call must outlive it.
  if (item) void call('POST', `/notices/${encodeURIComponent(item.dataset.notice!)}/read`, undefined, { keepalive: true }).catch(() => undefined);
});

const all = find<HTMLButtonElement>('[data-read-all]');
all?.addEventListener('click', () => busy(all, async () => {
  try {
    // what came since the page was drawn was not looked at yet
    await call('POST', '/notices/read', { all: true, until, ...(kind ? { kind } : {}) });
    location.reload();
  } catch (error) {
    toast((error as Error).message);
  }
}));

// Marks notices as read: one when it is opened, all at once by the button.
import { call } from './lib/api.js';
import { busy, find, toast } from './lib/dom.js';

const unread = () => [...document.querySelectorAll<HTMLElement>('.ld-fresh[data-notice]')];

document.addEventListener('click', (event) => {
  const item = (event.target as Element).closest<HTMLElement>('.ld-fresh[data-notice]');
  // The page is about to be left: the call must outlive it.
  if (item) void call('POST', `/notices/${encodeURIComponent(item.dataset.notice!)}/read`, undefined, { keepalive: true }).catch(() => undefined);
});

const all = find<HTMLButtonElement>('[data-read-all]');
all?.addEventListener('click', () => busy(all, async () => {
  try {
    for (const item of unread()) await call('POST', `/notices/${encodeURIComponent(item.dataset.notice!)}/read`);
    location.reload();
  } catch (error) {
    toast((error as Error).message);
  }
}));

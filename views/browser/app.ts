// On every page: the menu, signing out, taking a task from a list, remaining times that run, filters that apply at once.
import { due } from '../helpers/due.js';
import { call, Refused } from './lib/api.js';
import { device, leaveDevice, mayLeave } from './lib/device.js';
import { busy, toast } from './lib/dom.js';
import { exportList } from './lib/export-list.js';
import { live } from './lib/live.js';

// Limits are counted on the engine's clock, which the server tells with each page.
const ahead = new Date(document.querySelector<HTMLMetaElement>('meta[name=now]')?.content ?? Date.now()).getTime() - Date.now();

function tick(): void {
  document.querySelectorAll<HTMLElement>('[data-due]').forEach((badge) => {
    const { tone, label, until = '' } = due({ dueAt: badge.dataset.due, warnAt: badge.dataset.warn }, Date.now() + ahead);
    badge.className = `ld-due ld-${tone}`;
    badge.querySelector('span')!.textContent = label;
    const small = badge.querySelector('small');
    if (small) small.textContent = until;
  });
}
setInterval(tick, 20_000);

async function run(button: HTMLButtonElement, work: () => Promise<void>): Promise<void> {
  await busy(button, async () => {
    try {
      await work();
    } catch (error) {
      toast(error instanceof Refused ? error.message : '没有办成，请再试一次。');
    }
  });
}

/** The menus that are open. */
const menus = (): HTMLDetailsElement[] => [...document.querySelectorAll<HTMLDetailsElement>('.ld-who[open], .ld-export[open]')];

document.addEventListener('click', (event) => {
  const target = event.target as Element;
  for (const menu of menus()) if (!menu.contains(target)) menu.open = false;
  const out = target.closest<HTMLButtonElement>('[data-sign-out]');
  if (out) void run(out, async () => {
    if (!await mayLeave()) return;
    await call('DELETE', '/session');
    await leaveDevice();
    location.href = '/login';
  });
  const exported = target.closest<HTMLButtonElement>('[data-export]');
  if (exported) void run(exported, () => exportList(exported));
  const stop = target.closest<HTMLButtonElement>('[data-stop-job]');
  if (stop) void run(stop, async () => { await call('POST', `/background/${stop.dataset.stopJob}/stop`); location.reload(); });
  const claim = target.closest<HTMLButtonElement>('[data-claim]');
  if (claim) void run(claim, async () => { await call('POST', `/tasks/${claim.dataset.claim}/claim`); location.href = `/tasks/${claim.dataset.claim}`; });
});
document.addEventListener('keydown', (event) => {
  const [menu] = menus();
  if (event.key === 'Escape' && menu) { menu.open = false; menu.querySelector('summary')?.focus(); }
});
document.querySelectorAll<HTMLSelectElement>('[data-auto]').forEach((select) => select.addEventListener('change', () => select.form?.requestSubmit()));

void device();
// lists of what concerns nobody by name
live(/ld-page-(instances|procedures|outgoing|engine-room)\b/.test(document.body.className) ? 10 : undefined);

// What the device keeps for whoever is signed in: the worker and its pages. It goes when they sign out or somebody else signs in; what is not sent stays, for them alone.
import { find, make } from './dom.js';
import { forget, keysKept } from './kept.js';
import { dropOutlines, dropSent, itemsOf } from './outbox/box.js';
import { wake } from './outbox/wake.js';
import { all as visits } from './visit-box.js';

const WHOSE = 'liandong-device';
/** What forms keep for a person (see kept.ts); half-made procedures are not about people and stay. */
const texts = ['task', 'register', 'report', 'visit-words'];
export const personHere = (): string => document.querySelector<HTMLMetaElement>('meta[name=person]')?.content ?? '';

/** What was kept for whoever was here before. */
async function forgetOwner(): Promise<void> {
  if ('caches' in window) for (const name of await caches.keys()) if (name.startsWith('liandong-pages-')) await caches.delete(name);
  await Promise.allSettled([dropOutlines(), dropSent(Infinity)]);
}

/** The worker keeps the pages that open without a connection, as this person sees them. Without TLS there is none, and all else works. */
async function keepPages(person: string): Promise<void> {
  if (localStorage.getItem(WHOSE) !== person) await forgetOwner();
  localStorage.setItem(WHOSE, person);
  if (!navigator.serviceWorker) return;
  await navigator.serviceWorker.register('/sw.js', { scope: '/' });
  (await navigator.serviceWorker.ready).active?.postMessage('warm');
}

export async function device(): Promise<void> {
  const person = personHere();
  if (!person) return;
  await Promise.allSettled([keepPages(person), wake(person)]);
}

/** Asks when something here was not sent yet. @returns whether to sign out */
export async function mayLeave(): Promise<boolean> {
  const person = personHere();
  const reports = (await itemsOf(person).catch(() => [])).filter(({ state }) => state !== 'sent');
  const count = reports.length + (await visits(person)).length;
  if (count === 0) return true;
  find('[data-leaving]')?.remove();
  const stay = make('button', { class: 'btn', type: 'button' }, '先不退出');
  const leave = make('button', { class: 'btn btn-danger', type: 'button' }, '退出登录');
  const dialog = make('dialog', { class: 'ld-dialog', 'data-leaving': '', 'aria-labelledby': 'leaving' },
    make('h2', { id: 'leaving' }, `还有 ${count} 件没有送达`),
    make('p', {}, '退出后它们留在这台手机上，等您下次在这里登录后自动发送；别人登录看不到，也不会替您发送。'),
    make('div', { class: 'ld-dialog-actions' }, stay, leave));
  document.body.append(dialog);
  return new Promise((resolve) => {
    stay.onclick = () => dialog.close('');
    leave.onclick = () => dialog.close('leave');
    dialog.onclose = () => { dialog.remove(); resolve(dialog.returnValue === 'leave'); };
    dialog.showModal();
  });
}

/** After signing out: everything goes that is about this person, but for what was not sent. */
export async function leaveDevice(): Promise<void> {
  const person = personHere();
  await forgetOwner();
  for (const name of texts) for (const key of keysKept(name)) if (`${key}:`.startsWith(`${name}:${person}:`)) forget(key);
  localStorage.removeItem(WHOSE);
}

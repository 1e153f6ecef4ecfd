// Keeps the outbox going while a page is open: when it opens, when the connection is back, when it is looked at again, and when a pause is over.
import { dropSent, itemsOf, onChange } from './box.js';
import { waits } from './words.js';
import { sendWaiting } from './send.js';

/** How long what has arrived stays listed, milliseconds. */
const SHOWN_MS = 3 * 86_400_000;
/** The browser's own retries go on when no page is open; not every browser has them. */
type Syncing = ServiceWorkerRegistration & { sync?: { register(tag: string): Promise<void> } };

let timer: ReturnType<typeof setTimeout> | undefined;

async function again(person: string): Promise<void> {
  const waiting = (await itemsOf(person)).filter(({ state }) => state === 'waiting');
  clearTimeout(timer);
  if (waiting.length === 0) return;
  const next = Math.min(...waiting.map(({ nextAt }) => nextAt));
  timer = setTimeout(() => void turn(person), Math.max(1_000, next - Date.now()));
  const registration = await navigator.serviceWorker?.getRegistration() as Syncing | undefined;
  await registration?.sync?.register('liandong-outbox').catch(() => undefined);
}

/** One round of sending. @param now also what waits for a later try */
export async function turn(person: string, now = false): Promise<void> {
  // the device itself says that there is no use in trying; `online` comes back here
  if (navigator.onLine) await sendWaiting(person, { now });
  await again(person);
}

async function count(person: string): Promise<void> {
  const waiting = (await itemsOf(person)).filter(waits).length;
  document.querySelectorAll<HTMLElement>('[data-waits]').forEach((link) => {
    link.hidden = waiting === 0;
    link.querySelector('b')!.textContent = String(waiting);
  });
}

export async function wake(person: string): Promise<void> {
  onChange(() => void count(person));
  await dropSent(Date.now() - SHOWN_MS);
  addEventListener('online', () => void turn(person, true));
  document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'visible') void turn(person); });
  await count(person);
  await turn(person, true);
}

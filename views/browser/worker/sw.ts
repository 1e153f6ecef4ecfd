// The worker on the phone: reporting and the outbox open without a connection. It keeps bundles, and those two pages as their owner last saw them; never an answer about anybody or any case.
import { itemsOf, owners } from '../lib/outbox/box.js';
import { sendWaiting } from '../lib/outbox/send.js';
import { offlinePage } from './offline-page.js';
import type { Extended, Fetching, Told, Worker } from './types.js';

declare const BUILT: string;
declare const FILES: string[];
declare const self: Worker;

/** One cache a build: what is in it belongs together. */
const BUNDLES = `liandong-bundles-${BUILT}`;
const PAGES = `liandong-pages-${BUILT}`;
/** The pages that open without a connection. */
const kept = ['/report', '/outbox'];
/** How long a connection that hardly works may keep somebody waiting who has the page on the device, milliseconds. */
const PATIENCE_MS = 5_000;

const isPages = (name: string): boolean => name.startsWith('liandong-pages-');

/** Older builds go once this one has its pages; until then theirs still open, with their own bundles. */
async function sweep(): Promise<void> {
  if ((await (await caches.open(PAGES)).keys()).length < kept.length) return;
  for (const name of await caches.keys()) if (name.startsWith('liandong-') && name !== BUNDLES && name !== PAGES) await caches.delete(name);
}

/** Only a page of its own address and with status 200: no sign-in page, no error. */
const whole = (answer: Response): boolean => answer.status === 200 && answer.type === 'basic' && !answer.redirected;

/** A page of another build names other bundles: this worker has not got them, the next one will. */
const isOurs = async (answer: Response): Promise<boolean> => (await answer.clone().text()).includes(`/assets/app.js?${BUILT}"`);

async function keepPage(path: string, answer: Response): Promise<void> {
  if (!whole(answer) || !await isOurs(answer)) return;
  await (await caches.open(PAGES)).put(path, answer);
  await sweep();
}

/** Fetches what is not kept yet, when somebody is signed in. */
async function warm(): Promise<void> {
  for (const path of kept) {
    if (await (await caches.open(PAGES)).match(path)) continue;
    const answer = await fetch(path, { credentials: 'same-origin', redirect: 'manual', headers: { accept: 'text/html', 'x-liandong-background': '1' } }).catch(() => undefined);
    if (answer) await keepPage(path, answer);
  }
}

async function keptPage(path: string): Promise<Response | undefined> {
  const own = await (await caches.open(PAGES)).match(path);
  if (own) return own;
  for (const name of (await caches.keys()).filter(isPages)) {
    const older = await (await caches.open(name)).match(path);
    if (older) return older;
  }
  return undefined;
}

/** A page from the server; without a connection the kept one, or a word on what still works. */
async function open(event: Fetching): Promise<Response> {
  const { pathname, search } = new URL(event.request.url);
  const path = kept.includes(pathname) ? pathname : undefined;
  const asked = fetch(event.request).then((answer) => {
    // what an address asks for besides is not part of the page that is kept
    if (path && !search) event.waitUntil(keepPage(path, answer.clone()));
    return answer;
  });
  const here = path && await keptPage(path);
  const broken = (answer: Response): boolean => answer.status === 502 || answer.status === 503 || answer.status === 504;
  if (!here) return asked.catch(() => offlinePage(BUILT));
  const late = new Promise<undefined>((resolve) => { setTimeout(resolve, PATIENCE_MS); });
  const first = await Promise.race([asked.catch(() => undefined), late]);
  asked.catch(() => undefined);
  return first && !broken(first) ? first : here;
}

self.addEventListener('install', (event: Extended) => {
  event.waitUntil((async () => {
    await (await caches.open(BUNDLES)).addAll(FILES);
    await self.skipWaiting();
  })());
});

self.addEventListener('activate', (event: Extended) => {
  event.waitUntil((async () => {
    await self.clients.claim();
    await warm();
    await sweep();
  })());
});

self.addEventListener('fetch', (event: Fetching) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (request.mode === 'navigate') event.respondWith(open(event));
  // under its exact address: a page of another build never gets this one's bundle
  else if (url.pathname.startsWith('/assets/')) event.respondWith(caches.match(request).then((here) => here ?? fetch(request)));
});

self.addEventListener('message', (event: Told) => {
  if (event.data === 'warm') event.waitUntil(warm());
});

self.addEventListener('sync', (event: Extended) => {
  event.waitUntil((async () => {
    const people = await owners();
    // the browser knows that there is a connection: pauses are over
    for (const person of people) await sendWaiting(person, { now: true });
    for (const person of people) if ((await itemsOf(person)).some(({ state }) => state === 'waiting')) throw new Error('not all is sent: the browser asks again later');
  })());
});

// The outbox as the browser keeps it: items, the contents of their photos beside them, and the outlines that find a grid without a connection.
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { Item } from './item.js';

interface Kept extends DBSchema {
  items: { key: string; value: Item };
  photos: { key: string; value: { key: string; item: string; blob: Blob }; indexes: { item: string } };
  outlines: { key: string; value: { person: string; outlines: unknown } };
}

let opened: Promise<IDBPDatabase<Kept>> | undefined;
const box = (): Promise<IDBPDatabase<Kept>> => (opened ??= openDB<Kept>('liandong', 1, {
  upgrade(made) {
    made.createObjectStore('items', { keyPath: 'id' });
    made.createObjectStore('photos', { keyPath: 'key' }).createIndex('item', 'item');
    made.createObjectStore('outlines', { keyPath: 'person' });
  },
  // a later version of the site waits for this one to let go
  blocking: () => { void opened?.then((db) => db.close()); opened = undefined; },
}));

const CHANNEL = 'liandong-outbox';
const channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel(CHANNEL);
const listeners = new Set<() => void>();
const tell = (): void => { listeners.forEach((each) => each()); channel?.postMessage('changed'); };
channel?.addEventListener('message', () => listeners.forEach((each) => each()));

/** Calls back when anything here changed, in this tab or another. */
export const onChange = (listener: () => void): void => void listeners.add(listener);

/**
 * Keeps an item as it is now. A photo that the server has stays known as such: another tab that wrote the same item may not have heard of it, and its content is gone from here.
 *
 * @throws where the browser keeps nothing (private windows, full storage)
 */
export async function put(item: Item): Promise<void> {
  const work = (await box()).transaction('items', 'readwrite');
  const before = await work.store.get(item.id);
  const known = (key: string) => before?.photos.find((one) => one.key === key && one.id);
  await work.store.put({ ...item, photos: item.photos.map((one) => (one.id ? one : known(one.key) ?? one)) });
  await work.done;
  tell();
}

export const find = async (id: string): Promise<Item | undefined> => (await box()).get('items', id);

/** What one person has here, oldest first. */
export async function itemsOf(person: string): Promise<Item[]> {
  return (await (await box()).getAll('items')).filter((item) => item.person === person).sort((a, b) => a.at - b.at);
}

/** Takes away what arrived before then, whoever's it is. @param before milliseconds */
export async function dropSent(before: number): Promise<void> {
  for (const { id, state, at } of await (await box()).getAll('items')) if (state === 'sent' && at < before) await drop(id);
}

/** Everybody who has something here. */
export const owners = async (): Promise<string[]> => [...new Set((await (await box()).getAll('items')).map(({ person }) => person))];

export async function putPhoto(item: string, key: string, blob: Blob): Promise<void> { await (await box()).put('photos', { key, item, blob }); }
export const photo = async (key: string): Promise<Blob | undefined> => (await (await box()).get('photos', key))?.blob;
export async function dropPhoto(key: string): Promise<void> { await (await box()).delete('photos', key); }

/** Lets the contents of an item's photos go. */
export async function dropPhotos(item: string): Promise<void> {
  const work = (await box()).transaction('photos', 'readwrite');
  for (const key of await work.store.index('item').getAllKeys(item)) await work.store.delete(key);
  await work.done;
}

/** Puts one item in the place of another; the photos' contents go with it. */
export async function replace(old: string, item: Item): Promise<void> {
  const work = (await box()).transaction(['items', 'photos'], 'readwrite');
  for (const one of await work.objectStore('photos').index('item').getAll(old)) await work.objectStore('photos').put({ ...one, item: item.id });
  await work.objectStore('items').delete(old);
  await work.objectStore('items').put(item);
  await work.done;
  tell();
}

export async function drop(id: string): Promise<void> {
  await dropPhotos(id);
  await (await box()).delete('items', id);
  tell();
}

/** The outlines of a person's grids, as the server last gave them. */
export const outlinesOf = async (person: string): Promise<unknown> => (await (await box()).get('outlines', person))?.outlines;
export async function keepOutlines(person: string, outlines: unknown): Promise<void> { await (await box()).put('outlines', { person, outlines }); }
export async function dropOutlines(): Promise<void> { await (await box()).clear('outlines'); }

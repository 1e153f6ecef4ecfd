// What was typed into a report this very moment, kept before the key is let go: the outbox has it a few milliseconds later, and a tab may be killed in between.
import { forget, keep, kept, keysKept } from '../kept.js';
import { find, put } from './box.js';
import type { Item } from './item.js';

const keyOf = ({ person, id }: Pick<Item, 'person' | 'id'>): string => `typed:${person}:${id}`;

/** Keeps it at once, without waiting for anything. */
export const typed = (item: Item): void => void keep(keyOf(item), item);

/** The outbox has it like this: what was typed since stays. */
export function settled(item: Item): void {
  if (JSON.stringify(kept<Item>(keyOf(item))?.value) === JSON.stringify(item)) forget(keyOf(item));
}

/** Nothing of it is wanted any more: it is empty, or on its way. */
export const done = (item: Pick<Item, 'person' | 'id'>): void => forget(keyOf(item));

/** Puts what a killed tab left into the outbox; what is on its way already stays as it is there. */
export async function heal(person: string): Promise<void> {
  for (const key of keysKept(`typed:${person}:`)) {
    const last = kept<Item>(key)?.value;
    const there = last && await find(last.id);
    if (last && (!there || (there.state === 'draft' && there.at <= last.at))) await put(last);
    forget(key);
  }
}

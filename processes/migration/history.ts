// The versions that an instance ran on, and what of it ran on each: history is drawn on the diagram on which it happened.
import type { Store } from '../store/store.js';
import type { Element, Instance, Release } from '../store/types.js';

export interface RanOn { definitionKey: string; version: number; now: boolean; until?: Date }

/** The versions of an instance, the present one first; `version` is the release's number where it has one. */
export async function ranOn(store: Store, { definitionKey, version, history = [] }: Pick<Instance, 'definitionKey' | 'version' | 'history'>): Promise<RanOn[]> {
  // moved away and back again it is drawn once: with the last time
  const before = [...new Map(history.filter((one) => one.definitionKey !== definitionKey).map((one) => [one.definitionKey, one])).values()].reverse();
  const keys = [definitionKey, ...before.map((one) => one.definitionKey)];
  const releases = new Map((await store.releases.find({ definitionKey: { $in: keys } }, { definitionKey: 1, number: 1 }).lean<Release[]>()).map((one) => [one.definitionKey, one.number]));
  return [
    { definitionKey, version: releases.get(definitionKey) ?? version, now: true },
    ...before.map((one) => ({ definitionKey: one.definitionKey, version: releases.get(one.definitionKey) ?? one.version, now: false, until: one.until })),
  ];
}

export type Drawn = Omit<Element, 'state'> & { state: Element['state'] | 'moved' };

/** The elements as they were on one version: what ended there, what is there now, and (`moved`) what was taken along from there to another one. */
export function elementsOn(elements: Element[], definitionKey: string): Drawn[] {
  return elements.flatMap((element): Drawn[] => {
    if (element.definitionKey === definitionKey) return [element];
    const was = element.was?.filter((one) => one.definitionKey === definitionKey).at(-1);
    return was ? [{ ...element, elementId: was.elementId, definitionKey, state: 'moved', endedAt: was.until }] : [];
  });
}

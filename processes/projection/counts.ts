// How often each element of an instance was entered and left, as diagrams show it.
import type { Element } from '../store/types.js';

export type Counts = Record<string, { active: number; completed: number; terminated: number }>;

/** Counts by element; the body around a multi-instance is not counted beside its items. */
export function countByElement(elements: Element[]): Counts {
  const counts: Counts = {};
  for (const { elementId, state, type } of elements) {
    if (state === 'taken' || type === 'MULTI_INSTANCE_BODY' || type === 'PROCESS') continue;
    const own = (counts[elementId] ??= { active: 0, completed: 0, terminated: 0 });
    own[state] += 1;
  }
  return counts;
}

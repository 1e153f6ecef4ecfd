// How often each element of an instance was entered and left, as diagrams show it.

/** `moved`: taken along to another version while it was active. */
export type Counts = Record<string, { active: number; completed: number; terminated: number; moved?: number }>;

interface Counted { elementId: string; type: string; state: 'active' | 'completed' | 'terminated' | 'taken' | 'moved' }

/** Counts by element; the body around a multi-instance is not counted beside its items. */
export function countByElement(elements: Counted[]): Counts {
  const counts: Counts = {};
  for (const { elementId, state, type } of elements) {
    if (state === 'taken' || type === 'MULTI_INSTANCE_BODY' || type === 'PROCESS') continue;
    const own = (counts[elementId] ??= { active: 0, completed: 0, terminated: 0 });
    own[state] = (own[state] ?? 0) + 1;
  }
  return counts;
}

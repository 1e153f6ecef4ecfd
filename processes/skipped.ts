// What an instance has left aside: elements that it did not enter though it is past them, on the version that is drawn.
import type { Drawing, DrawnElement } from './migration/drawing.js';
import type { Element } from './store/types.js';

type Part = Pick<Element, '_id' | 'elementId' | 'type' | 'scopeKey'> & { state: string };

/** How many steps from the start of its scope an element is at least; boundary events begin nothing here: what follows one alone was not to be expected. */
function depths(drawing: Drawing, scope: string | undefined): Map<string, number> {
  const own = [...drawing.elements.values()].filter(({ parent }) => parent === scope);
  const depth = new Map(own.filter(({ type }) => type === 'START_EVENT').map(({ id }) => [id, 0]));
  const queue = [...depth.keys()];
  for (const id of queue) {
    for (const { from, to } of drawing.flows) {
      if (from !== id || depth.has(to)) continue;
      depth.set(to, depth.get(id)! + 1);
      queue.push(to);
    }
  }
  return depth;
}

const isStep = ({ type }: DrawnElement): boolean => /TASK|SUB_PROCESS|CALL_ACTIVITY|CATCH|THROW|END_EVENT/.test(type);

/**
 * The ids of elements that were not taken. In a scope that is over it is everything that was not entered but its other ends; in one that runs, what lies before the place
 * where it stands (before the first of several), so that a branch that is only slow does not count.
 *
 * @param elements of one instance, on the version that is drawn @param over the instance has ended
 */
export function skippedIn(drawing: Drawing, elements: Part[], over: boolean): string[] {
  const entered = new Set(elements.filter(({ state }) => state !== 'taken').map(({ elementId }) => elementId));
  const active = new Set(elements.filter(({ state }) => state === 'active').map(({ elementId }) => elementId));
  const scopes = [undefined, ...[...drawing.elements.values()].filter(({ type, id }) => type === 'SUB_PROCESS' && entered.has(id)).map(({ id }) => id)];
  return scopes.flatMap((scope) => {
    const depth = depths(drawing, scope);
    const here = [...active].flatMap((id) => (drawing.elements.get(id)?.parent === scope ? depth.get(id) ?? [] : []));
    const running = scope === undefined ? !over : active.has(scope);
    if (running && here.length === 0) return [];
    const line = running ? Math.min(...here) : Infinity;
    return [...depth].flatMap(([id, at]) => {
      const element = drawing.elements.get(id);
      if (!element || entered.has(id) || !isStep(element) || at >= line || element.type === 'END_EVENT') return [];
      // what lies in a scope that was left aside was left aside with it
      return [id, ...[...drawing.elements.values()].filter((inner) => inner.type !== 'SEQUENCE_FLOW' && isStep(inner) && isIn(drawing, inner, id)).map((inner) => inner.id)];
    });
  });
}

function isIn(drawing: Drawing, element: DrawnElement, scope: string): boolean {
  for (let { parent } = element; parent !== undefined; parent = drawing.elements.get(parent)?.parent) if (parent === scope) return true;
  return false;
}

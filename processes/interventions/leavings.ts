// From where tokens of an instance can be moved, and where to: only what the engine takes.
import { drawingOf } from '../migration/drawing.js';
import { getDefinition } from '../migration/versions.js';
import type { Store } from '../store/store.js';
import type { Instance } from '../store/types.js';
import { isTarget, leavable, scopeFor, scopesOf } from './targets.js';
import { activeIn } from './whereabouts.js';

export interface Leaving { key: string; elementId: string; name: string; type: string; targets: { id: string; name: string; type: string }[] }

/** So many are offered: of an instance with thousands of branches nobody reads more. */
const MOST = 30;

/** The active elements that can be left, the innermost first, each with where a token can go from there; elements without a name last. */
export async function leavings(instance: Instance, store: Store): Promise<Leaving[]> {
  const drawing = await drawingOf(await getDefinition(store, instance.definitionKey));
  const active = await activeIn(store, [instance]);
  const depth = (id: string) => scopesOf(drawing, id).length;
  return leavable(active).sort((a, b) => depth(b.elementId) - depth(a.elementId)).slice(0, MOST).map((one) => ({
    key: one._id, elementId: one.elementId, name: drawing.elements.get(one.elementId)?.name || one.elementId, type: one.type,
    targets: [...drawing.elements.values()].filter((goal) => isTarget(drawing, goal) && !scopesOf(drawing, goal.id).includes(one.elementId) && scopeFor(drawing, active, one, goal.id) !== false)
      .map(({ id, name, type }) => ({ id, name, type })).sort((a, b) => Number(!a.name) - Number(!b.name)),
  }));
}

// From where tokens of an instance can be moved, and where to: only what the engine takes.
import { drawingOf } from '../migration/drawing.js';
import { getDefinition } from '../migration/versions.js';
import type { Store } from '../store/store.js';
import type { Instance } from '../store/types.js';
import { isTarget, leavable, scopeFor, scopesOf } from './targets.js';
import { activeIn, type Active } from './whereabouts.js';

export interface Goal { id: string; name: string; type: string }
export interface Leaving { key: string; elementId: string; name: string; type: string; startedAt: Date; targets: Goal[] }

/** So many are offered: of an instance with thousands of branches nobody reads more. */
const MOST = 30;

/** The active elements that can be left, the innermost first, each with where a token can go from there, and where one can be begun beside them; elements without a name last. */
export async function leavings(instance: Instance, store: Store): Promise<{ leavings: Leaving[]; begins: Goal[] }> {
  const drawing = await drawingOf(await getDefinition(store, instance.definitionKey));
  const active = await activeIn(store, [instance]);
  const depth = (id: string) => scopesOf(drawing, id).length;
  const goals = (leaving?: Active): Goal[] => [...drawing.elements.values()]
    .filter((goal) => isTarget(drawing, goal) && !(leaving && scopesOf(drawing, goal.id).includes(leaving.elementId)) && scopeFor(drawing, active, leaving, goal.id) !== false)
    .map(({ id, name, type }) => ({ id, name, type })).sort((a, b) => Number(!a.name) - Number(!b.name));
  return {
    leavings: leavable(active).sort((a, b) => depth(b.elementId) - depth(a.elementId)).slice(0, MOST)
      .map((one) => ({ key: one._id, elementId: one.elementId, name: drawing.elements.get(one.elementId)?.name || one.elementId, type: one.type, startedAt: one.startedAt, targets: goals(one) })),
    begins: goals(),
  };
}

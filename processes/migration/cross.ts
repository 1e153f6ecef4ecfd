// Moving one instance in the engine: straight, or over the bridge where a message is waited for before and after.
import type { Deps } from '../deps.js';
import { Conflict, Invalid, NotFound } from '../errors.js';
import type { Definition } from '../store/types.js';
import { onBridge } from './bridge-name.js';
import { bridgeOf } from './bridge.js';
import { MIGRATABLE, type Drawing } from './drawing.js';

/** How often and how long apart, milliseconds, the second half is tried at once: the engine ends the old subscriptions in its own time. */
const TRIES = 12;
const APART = 50;

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Deploys the bridge to a definition; doing it again gives the same one. @returns its definition key */
export async function layBridge(target: Definition, { engine }: Pick<Deps, 'engine'>): Promise<string> {
  const { processes } = await engine.deploy([await bridgeOf(target)]);
  return processes[0]!.key;
}

/** The first half: from the old version onto the bridge. @throws as `Engine.migrate` */
export async function ontoBridge(instance: string, bridge: string, mapping: Record<string, string>, { engine }: Pick<Deps, 'engine'>): Promise<void> {
  await engine.migrate({ instance, to: bridge, mapping: Object.fromEntries(Object.entries(mapping).map(([from, to]) => [from, onBridge(to)])) });
}

/**
 * The second half: from the bridge to the version that it leads to.
 *
 * @returns `across`; `not there` when the instance is not on the bridge (not yet, or across already); `later` when it cannot go on as it stands; `gone` when it has ended
 * @throws Unavailable when there was no answer
 */
export async function offTheBridge(instance: string, target: Drawing, { engine }: Pick<Deps, 'engine'>): Promise<'across' | 'not there' | 'later' | 'gone'> {
  const places = [...target.elements.values()].filter(({ type }) => MIGRATABLE.has(type));
  const mapping = Object.fromEntries(places.map(({ id }) => [onBridge(id), id]));
  for (let left = TRIES; left > 0; left -= 1) {
    try {
      await engine.migrate({ instance, to: target.definitionKey, mapping });
      return 'across';
    } catch (error) {
      if (error instanceof NotFound) return 'gone';
      if (error instanceof Invalid) return 'not there';
      if (!(error instanceof Conflict)) throw error;
      await pause(APART);
    }
  }
  return 'later';
}

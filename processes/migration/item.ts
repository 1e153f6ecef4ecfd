// One instance of a migration: judged once more as it stands now, moved, and its outcome known even if we were killed in between.
import type { Deps } from '../deps.js';
import { auditEntry } from '../entries.js';
import { insertOnce } from '../store/store.js';
import { Conflict, Invalid, NotFound } from '../errors.js';
import type { Definition, Entry, Instance, Migration, MigrationItem } from '../store/types.js';
import { layBridge, offTheBridge, ontoBridge } from './cross.js';
import { drawingOf } from './drawing.js';
import { handOf, planOf } from './plan.js';
import { preflight } from './preflight.js';
import { refusalWords } from './refusals.js';
import { getDefinition } from './versions.js';
import { whereStand } from './where.js';

type Around = Pick<Deps, 'store' | 'engine' | 'clock'>;
/** What became of an item; `again` is how long to wait before the next try, milliseconds. */
export type Outcome = Partial<Pick<MigrationItem, 'state' | 'hindrances' | 'said' | 'bridged'>> & { again?: number };

/** A case that is between two steps is looked at again this often before it counts as refused. */
const PATIENCE = 4;

/**
 * Moves the instance of an item, whatever was done of it before.
 *
 * @param item as it was taken; with `tries` above 0 an earlier try may have moved it
 * @throws Unavailable when the engine or the store does not answer: the outcome is then unknown, and this is called again
 */
export async function moveItem(item: MigrationItem, migration: Migration, deps: Around): Promise<Outcome> {
  const target = await getDefinition(deps.store, migration.to);
  const drawing = await drawingOf(target);
  if (migration.bridge && (item.bridged || item.tries > 0)) {
    const crossed = await offTheBridge(item.instanceKey, drawing, deps);
    if (crossed === 'across') return moved(item, migration, deps);
    if (crossed === 'gone') return { state: 'ended' };
    if (crossed === 'later') return { state: 'moving', bridged: true, again: 2_000 };
  }
  const instance = await deps.store.instances.findById(item.instanceKey).lean<Instance>();
  if (!instance || instance.state !== 'active') return { state: 'ended' };
  // what the records say is what counts: an earlier try moved it, or somebody else did
  if (instance.definitionKey === migration.to) return moved(item, migration, deps);
  // of a migration that was paused or stopped meanwhile only what is half-way is brought to its end
  if (migration.state !== 'running') return { state: migration.state === 'paused' ? 'waiting' : 'left' };
  return begin(item, instance, migration, target, deps);
}

async function begin(item: MigrationItem, instance: Instance, migration: Migration, target: Definition, deps: Around): Promise<Outcome> {
  const [source, goal] = [await drawingOf(await getDefinition(deps.store, instance.definitionKey)), await drawingOf(target)];
  const plan = planOf(source, goal, handOf(migration.hand, instance.definitionKey));
  const where = (await whereStand(deps.store, [instance], new Map([[source.definitionKey, source]]))).get(instance._id)!;
  const { ok, hindrances, bridge } = preflight(source, goal, plan, where);
  if (!ok) return item.tries < PATIENCE && hindrances.every(({ offers }) => offers.includes('wait')) ? { state: 'waiting', again: 1_000, hindrances } : { state: 'refused', hindrances };
  try {
    if (!bridge) await deps.engine.migrate({ instance: instance._id, to: target._id, mapping: plan.mapping });
    else {
      const key = migration.bridge ?? await bridgeFor(migration, target, deps);
      await ontoBridge(instance._id, key, plan.mapping, deps);
      await deps.store.migrationItems.updateOne({ _id: item._id }, { $set: { bridged: true } });
      const crossed = await offTheBridge(instance._id, goal, deps);
      if (crossed === 'later') return { state: 'moving', bridged: true, again: 2_000 };
      if (crossed === 'gone') return { state: 'ended' };
    }
  } catch (error) {
    if (error instanceof NotFound) return { state: 'ended' };
    if (!(error instanceof Conflict || error instanceof Invalid)) throw error;
    // the records are a moment behind the engine: what was true a second ago is looked at once more
    if (item.tries < PATIENCE) return { state: 'waiting', again: 1_000 };
    return { state: 'refused', said: refusalWords(error.message) };
  }
  return moved(item, migration, deps);
}

async function bridgeFor(migration: Migration, target: Definition, deps: Around): Promise<string> {
  const key = await layBridge(target, deps);
  await deps.store.migrations.updateOne({ _id: migration._id }, { $set: { bridge: key } });
  migration.bridge = key;
  return key;
}

async function moved(item: MigrationItem, migration: Migration, { store, clock }: Around): Promise<Outcome> {
  const entry: Entry = {
    _id: `migrated:${item._id}`, caseNo: item.caseNo, at: clock.now(), who: migration.by, action: '迁移', why: migration.reason,
    text: `流程由第 ${item.fromVersion} 版转到第 ${migration.toRelease ?? migration.toVersion} 版，正在办的任务和时限不变`, element: { id: migration.procedure, procedure: migration.procedure },
  };
  await Promise.all([insertOnce(store.entries, [entry]), auditEntry(store, entry)]);
  return { state: 'moved', bridged: false };
}

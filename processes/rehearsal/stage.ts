// Sets the stage of a rehearsal in a store of its own: the organisation and the calendar as they are, every procedure in force, and the draft on top.
import type { Deps } from '../deps.js';
import { Unavailable } from '../errors.js';
import { findInForce, newestReleases, publish, settleReleases } from '../publication.js';
import { insertOnce, type Store } from '../store/store.js';
import type { Definition, ProcedureFile, Release } from '../store/types.js';

/** What only the live system knows and a rehearsal needs. */
export interface Surroundings { releases: Release[] }

/** Copies units, people and the calendar. Nobody can sign in with what is copied, and nobody can be called. */
export async function copyOrganisation(live: Store, own: Store): Promise<Surroundings> {
  const [units, people, calendar, releases] = await Promise.all([
    live.units.find().lean(), live.people.find().lean(), live.settings.findById('calendar').lean(), newestReleases(live),
  ]);
  await Promise.all([
    insertOnce(own.units, units as any), insertOnce(own.people, people.map(({ phone: _phone, ...one }) => ({ ...one, passwordHash: 'none' })) as any),
    ...(calendar ? [insertOnce(own.settings, [calendar])] : []),
  ]);
  // the newest of each, in the order in which they went into force: of a table that two bring, the later one counts
  return { releases: [...releases.values()].sort((a, b) => a.at.getTime() - b.at.getTime()) };
}

const REHEARSAL = { system: '演练' };
/** A broker that has just started on a busy machine takes its time over the first deployments, milliseconds. */
const PATIENCE = 90_000;

/** Repeats a deployment that was not answered. @throws Unavailable when the engine stays away */
async function insist(procedure: string, deps: Deps): Promise<Release> {
  for (const end = Date.now() + PATIENCE; ;) {
    try {
      await settleReleases(deps);
      return (await findInForce(deps.store, procedure))!;
    } catch (error) {
      if (!(error instanceof Unavailable) || Date.now() > end) throw error;
    }
  }
}

async function put(release: Pick<Release, 'procedure' | 'name' | 'files'>, deps: Deps): Promise<Release> {
  const made = await publish({ procedure: release.procedure, name: release.name, files: release.files, origin: 'draft', by: REHEARSAL, reason: '演练', changes: [] }, deps).catch((error) => {
    if (error instanceof Unavailable) return insist(release.procedure, deps);
    throw error;
  });
  // An engine that knows these files already says nothing of them in its records.
  const xml = release.files.find(({ name }) => name.endsWith('.bpmn'))!.content;
  const known: Definition = { _id: made.definitionKey!, partition: 1, pos: 0, procedure: made.procedure, version: made.engineVersion!, resource: `${made.procedure}.bpmn`, xml, at: made.at };
  await insertOnce(deps.store.definitions, [known]);
  return made;
}

/**
 * Publishes everything in force, and what is rehearsed last, so that its tables count.
 *
 * @throws Invalid with the engine's words when it refuses the draft
 */
export async function publishStage(draft: { procedure: string; name: string; files: ProcedureFile[] }, { releases }: Surroundings, deps: Deps): Promise<Release> {
  for (const release of releases.filter(({ procedure }) => procedure !== draft.procedure)) await put(release, deps);
  await put(draft, deps);
  return (await findInForce(deps.store, draft.procedure))!;
}

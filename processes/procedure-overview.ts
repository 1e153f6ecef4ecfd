// What the list and the page of a procedure show: the version in force, the draft, the last change, and the cases that run on each version.
import { actorName } from './drafts.js';
import { describedAs } from './projection/described.js';
import type { Store } from './store/store.js';
import type { Actor, Definition, ProcedureDraft, ProcedureEntry, Release, Snapshot } from './store/types.js';

export interface Running { definitionKey: string; version: number; release?: number; count: number }
export interface Overview {
  id: string; name: string; housekeeping: boolean; joint: boolean;
  /** The number of the release in force; absent while there is only a draft. */
  version?: number; definitionKey?: string; deployedAt?: Date; running: number; byVersion: Running[];
  draft?: Pick<ProcedureDraft, 'state' | 'revision' | 'base' | 'updatedAt' | 'updatedBy' | 'submission' | 'returned'>;
  last?: Pick<ProcedureEntry, 'at' | 'who' | 'action' | 'text' | 'why'>;
}

const by = <T>(all: T[], key: (one: T) => string): Map<string, T[]> => {
  const made = new Map<string, T[]>();
  for (const one of all) made.set(key(one), [...(made.get(key(one)) ?? []), one]);
  return made;
};

async function runningBy(store: Store, procedure?: string): Promise<Map<string, Running[]>> {
  const counts = await store.instances.aggregate<{ _id: string; procedure: string; version: number; count: number }>([
    { $match: { state: 'active', ...(procedure ? { procedure } : {}) } },
    { $group: { _id: '$definitionKey', procedure: { $first: '$procedure' }, version: { $first: '$version' }, count: { $sum: 1 } } },
  ]);
  const releases = new Map((await store.releases.find({ definitionKey: { $in: counts.map(({ _id }) => _id) } }, { definitionKey: 1, number: 1 }).lean<Release[]>()).map((one) => [one.definitionKey!, one.number]));
  const rows = counts.map(({ _id, version, count, procedure: of }) => ({ of, definitionKey: _id, version, count, ...(releases.has(_id) ? { release: releases.get(_id)! } : {}) }));
  return new Map([...by(rows, ({ of }) => of)].map(([of, all]) => [of, all.sort((a, b) => b.version - a.version).map(({ of: _of, ...row }) => row)]));
}

/** Every procedure, or one: those in force and those that are only drafts, in the order of their ids. */
export async function overview(store: Store, procedure?: string): Promise<Overview[]> {
  const one = procedure ? { procedure } : {};
  const [releases, drafts, definitions, running, entries] = await Promise.all([
    store.releases.find({ ...one, state: 'published' }, { files: 0, changes: 0 }).sort({ number: 1 }).lean<Omit<Release, 'files' | 'changes'>[]>(),
    store.drafts.find(procedure ? { _id: procedure } : {}, { files: 0, baseFiles: 0 }).lean<Omit<ProcedureDraft, 'files' | 'baseFiles'>[]>(),
    store.definitions.find(one, { xml: 0 }).sort({ version: 1 }).lean<Omit<Definition, 'xml'>[]>(), runningBy(store, procedure),
    store.procedureEntries.find(one, { changes: 0 }).sort({ at: 1 }).lean<ProcedureEntry[]>(),
  ]);
  const newest = new Map(releases.map((release) => [release.procedure, release]));
  const drawn = new Map(definitions.map((definition) => [definition.procedure, definition]));
  const draftOf = new Map(drafts.map((draft) => [draft._id, draft]));
  const lastOf = new Map(entries.map((entry) => [entry.procedure, entry]));
  const ids = [...new Set([...newest.keys(), ...drawn.keys(), ...draftOf.keys()])].sort();
  return Promise.all(ids.map(async (id): Promise<Overview> => {
    const [release, definition, draft, last] = [newest.get(id), drawn.get(id), draftOf.get(id), lastOf.get(id)];
    const read = definition && await describedAs(store, definition._id);
    const byVersion = running.get(id) ?? [];
    return {
      id, name: read?.name ?? release?.name ?? draft?.name ?? id, housekeeping: read?.housekeeping ?? false, joint: read?.joint ?? false,
      ...(release || definition ? { version: release?.number ?? definition?.version, definitionKey: release?.definitionKey ?? definition?._id, deployedAt: release?.at ?? definition?.at } : {}),
      running: byVersion.reduce((sum, { count }) => sum + count, 0), byVersion,
      ...(draft ? { draft: { state: draft.state, revision: draft.revision, base: draft.base, updatedAt: draft.updatedAt, updatedBy: draft.updatedBy, submission: draft.submission, returned: draft.returned } } : {}),
      ...(last ? { last: { at: last.at, who: last.who, action: last.action, text: last.text, why: last.why } } : {}),
    };
  }));
}

/** All releases and snapshots of a procedure without their contents, the newest first. */
export async function versionsOf(store: Store, procedure: string): Promise<{ releases: object[]; snapshots: object[] }> {
  const [releases, snapshots] = await Promise.all([
    store.releases.find({ procedure }, { 'files.content': 0 }).sort({ number: -1 }).lean<Release[]>(),
    store.snapshots.find({ procedure }, { 'files.content': 0 }).sort({ at: -1 }).limit(100).lean<Snapshot[]>(),
  ]);
  const named = (actor?: Actor) => actor && actorName(actor);
  return {
    releases: releases.map(({ number, at, state, origin, by: who, approvedBy, reason, changes, definitionKey, files }) => ({
      number, at, state, origin, by: named(who), approvedBy: named(approvedBy), reason, changes, definitionKey, files: files.map(({ name }) => name),
    })),
    snapshots: snapshots.map(({ _id, at, by: who, why, files }) => ({ id: _id, version: `snapshot:${_id}`, at, by: named(who), why, files: files.map(({ name }) => name) })),
  };
}

// What the diagrams in force say, each read once: a release never changes.
import { readProcedure, type Procedure } from './procedure.js';
import { newestOf } from './publication.js';
import type { Store } from './store/store.js';
import type { Release } from './store/types.js';

type Light = Pick<Release, '_id' | 'procedure' | 'number' | 'name' | 'hash'>;

const known = new Map<string, Promise<Procedure | undefined>>();
const keyOf = ({ _id, hash }: Pick<Release, '_id' | 'hash'>): string => `${_id} ${hash}`;

async function read({ procedure, files }: Release): Promise<Procedure | undefined> {
  const diagram = files.find(({ name }) => name === `${procedure}.bpmn`);
  return diagram && readProcedure(diagram.content).catch(() => undefined);
}

/** The procedures in force, each with what its diagram says; `drawn` is absent where it is missing or cannot be read. Contents are brought from the store only the first time. */
export async function drawnInForce(store: Store): Promise<{ procedure: string; name: string; drawn?: Procedure }[]> {
  const newest = newestOf(await store.releases.find({ state: 'published' }, { procedure: 1, number: 1, name: 1, hash: 1 }).lean<Light[]>());
  const unread = newest.filter((one) => !known.has(keyOf(one))).map(({ _id }) => _id);
  if (unread.length > 0) for (const release of await store.releases.find({ _id: { $in: unread } }).lean<Release[]>()) known.set(keyOf(release), read(release));
  return Promise.all(newest.map(async ({ procedure, name, ...one }) => ({ procedure, name, drawn: await known.get(keyOf(one)) })));
}

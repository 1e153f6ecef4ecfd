// The one place that knows mongoose: opens the store and hands out its collections.
import mongoose, { type Connection, type Model, type Schema } from 'mongoose';
import { indexFiles } from './files.js';
import { schemas, type Shapes } from './schemas.js';

export type CollectionName = keyof Shapes;

/** The open store: a model per collection, and the connection beneath. */
export type Store = { [K in CollectionName]: Model<Shapes[K]> } & { connection: Connection; close(): Promise<void> };

/**
 * Connects and makes the indexes.
 *
 * @param uri a MongoDB address (a real one, or the embedded store's)
 * @throws when nothing answers there within ten seconds
 */
export async function openStore(uri: string): Promise<Store> {
  const connection = mongoose.createConnection(uri, {
    serverSelectionTimeoutMS: 10_000, retryWrites: false, maxPoolSize: 30, writeConcern: { w: 'majority' },
  });
  await connection.asPromise();
  const store = { connection, close: () => connection.close() } as Store;
  for (const [name, made] of Object.entries(schemas)) (store as any)[name] = connection.model(name, made as Schema<any>, name);
  await Promise.all([...Object.values(connection.models).map((model) => model.createIndexes()), indexFiles(connection)]);
  return store;
}

/** What time it is by the store's clock, which marks what changes there (`changed`); a store that does not say is believed to agree with ours. */
export async function storeTime({ connection }: Pick<Store, 'connection'>): Promise<Date> {
  const { localTime } = await connection.db!.command({ hello: 1 }) as { localTime?: Date };
  return localTime ?? new Date();
}

/** Whether the store answers within two seconds. */
export async function storeAnswers({ connection }: Pick<Store, 'connection'>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => { timer = setTimeout(() => resolve(false), 2_000); });
  return Promise.race([connection.db!.command({ ping: 1 }).then(() => true, () => false), late]).finally(() => clearTimeout(timer));
}

/** The error number by which MongoDB says that a unique key is taken. */
const DUPLICATE = 11000;
/** Whether a write was refused because there is one of that key already. */
export const isDuplicate = (error: unknown): boolean => (error as { code?: number } | undefined)?.code === DUPLICATE;

/** Inserts unless a document of that `_id` is there already: how a repeated hop does nothing twice. */
export async function insertOnce<T extends { _id: string }>(model: Model<T>, documents: T[]): Promise<void> {
  if (documents.length === 0) return;
  const operations = documents.map((document) => {
    const { _id, ...rest } = document;
    return { updateOne: { filter: { _id }, update: { $setOnInsert: rest }, upsert: true } };
  });
  await model.collection.bulkWrite(operations as any, { ordered: false });
}

/** Inserts those of which there is none yet, by `_id` or another unique key. @returns those that are new */
export async function insertNew<T extends { _id: string }>(model: Model<T>, documents: T[]): Promise<T[]> {
  if (documents.length === 0) return [];
  try {
    await model.collection.insertMany(documents as any, { ordered: false });
    return documents;
  } catch (error) {
    const refused = [(error as { writeErrors?: { index: number; code: number }[] }).writeErrors ?? []].flat();
    if (refused.length === 0 || refused.some((one) => !isDuplicate(one))) throw error;
    return documents.filter((_, n) => !refused.some(({ index }) => index === n));
  }
}

/** Takes the next number of a named counter, or the last of several; numbers are never given twice, a crash may leave a gap. */
export async function nextNumber(store: Store, counter: string, several = 1): Promise<number> {
  const after = await store.settings.findOneAndUpdate({ _id: `counter:${counter}` }, { $inc: { value: several } }, { upsert: true, returnDocument: 'after' }).lean();
  return (after as { value: number }).value;
}

// Files that the system made for somebody (exports), kept in the store as GridFS under the id of the work that made them, until they are swept.
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import mongoose from 'mongoose';
import type { Store } from './store.js';

const BUCKET = 'made';
const bucket = (store: Store) => new mongoose.mongo.GridFSBucket(store.connection.db!, { bucketName: BUCKET });

/** Throws a file away, or what was begun of one. */
export async function dropMade(store: Store, id: string): Promise<void> {
  const db = store.connection.db!;
  await db.collection<any>(`${BUCKET}.files`).deleteOne({ _id: id });
  await db.collection<any>(`${BUCKET}.chunks`).deleteMany({ files_id: id });
}

/** Keeps a file as it is made, piece by piece; what was kept under the id before is replaced. @returns its length in bytes */
export async function keepMade(store: Store, id: string, name: string, content: Readable): Promise<number> {
  await dropMade(store, id);
  const upload = bucket(store).openUploadStreamWithId(id as never, name);
  try {
    await pipeline(content, upload);
  } catch (error) {
    await dropMade(store, id).catch(() => undefined);
    throw error;
  }
  return upload.length;
}

/** The content of a file, piece by piece. */
export const readMade = (store: Store, id: string): Readable => bucket(store).openDownloadStream(id as never);

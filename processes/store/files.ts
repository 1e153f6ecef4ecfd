// Files that people attach (photos, evidence), kept in the store as GridFS; what is known of a file is its type, size, hash and owner.
import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import mongoose from 'mongoose';
import type { Store } from './store.js';

export interface StoredFile {
  id: string; name: string; type: string; size: number; sha256: string; by: string; at: Date;
  /** The cases that hold it. */
  cases: string[];
}

const BUCKET = 'attachments';
interface Kept { _id: unknown; filename: string; length: number; uploadDate: Date; metadata?: { type: string; sha256: string; by: string; cases: string[] } }

// The driver comes through mongoose, so that there is only one; the connection is open once the store is.
const bucket = (store: Store) => new mongoose.mongo.GridFSBucket(store.connection.db!, { bucketName: BUCKET });
const files = (store: Store) => store.connection.db!.collection<any>(`${BUCKET}.files`);

const shown = ({ _id, filename, length, uploadDate, metadata }: Kept): StoredFile => ({
  id: String(_id), name: filename, size: length, at: uploadDate, type: metadata!.type, sha256: metadata!.sha256, by: metadata!.by, cases: metadata!.cases,
});

/**
 * Keeps a file. It is there once this returns: the description is written after the last piece.
 *
 * @param by the id of the person who uploaded it
 */
export async function keepFile(store: Store, content: Buffer, { name, type, by }: { name: string; type: string; by: string }): Promise<StoredFile> {
  const id = crypto.randomUUID();
  const metadata = { type, by, sha256: createHash('sha256').update(content).digest('hex'), cases: [] };
  await pipeline([content], bucket(store).openUploadStreamWithId(id as never, name, { metadata }));
  return { id, name, type, by, sha256: metadata.sha256, size: content.length, at: new Date(), cases: [] };
}

/** What is known of a file, or nothing. */
export async function findFile(store: Store, id: string): Promise<StoredFile | undefined> {
  const found = await files(store).findOne({ _id: id });
  return found ? shown(found) : undefined;
}

/** What is known of several files; ids that are none are left out. */
export async function findFiles(store: Store, ids: string[]): Promise<StoredFile[]> {
  const found = await files(store).find({ _id: { $in: ids } }).toArray();
  return (found as Kept[]).map(shown);
}

/** Notes that a case holds these files, so that whoever may see the case may see them. Noting it again changes nothing. */
export async function attachFiles(store: Store, ids: string[], caseNo: string): Promise<void> {
  if (ids.length) await files(store).updateMany({ _id: { $in: ids } }, { $addToSet: { 'metadata.cases': caseNo } });
}

/** The content of a file, piece by piece. */
export const readFileContent = (store: Store, id: string): Readable => bucket(store).openDownloadStream(id as never);

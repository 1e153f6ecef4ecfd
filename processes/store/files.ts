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
 * @param key the device's own name for it: sent again under it, it is the same file
 */
export async function keepFile(store: Store, content: Buffer, { name, type, by, key }: { name: string; type: string; by: string; key?: string }): Promise<StoredFile> {
  const before = key && await keptAs(store, by, key);
  if (before) return before;
  const id = crypto.randomUUID();
  const metadata = { type, by, ...(key ? { key } : {}), sha256: createHash('sha256').update(content).digest('hex'), cases: [] };
  await pipeline([content], bucket(store).openUploadStreamWithId(id as never, name, { metadata }));
  // of two that came at once the first stands
  return (key && await keptAs(store, by, key)) || { id, name, type, by, sha256: metadata.sha256, size: content.length, at: new Date(), cases: [] };
}

/** The file that a person's device sent under this key, the first when it came twice at once. */
async function keptAs(store: Store, by: string, key: string): Promise<StoredFile | undefined> {
  const found = await files(store).find({ 'metadata.key': key, 'metadata.by': by }).sort({ uploadDate: 1, _id: 1 }).limit(1).toArray();
  return found[0] && shown(found[0] as Kept);
}

/** What files are looked up by, beside their id. */
export async function indexFiles(connection: Pick<Store, 'connection'>['connection']): Promise<void> {
  const kept = connection.db!.collection(`${BUCKET}.files`);
  await Promise.all([kept.createIndex({ 'metadata.key': 1 }, { sparse: true }), kept.createIndex({ 'metadata.cases': 1 })]);
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

/** What a person uploaded, at most so many. */
export const filesBy = async (store: Store, person: string, most: number): Promise<StoredFile[]> => (await files(store).find({ 'metadata.by': person }).limit(most).toArray() as Kept[]).map(shown);

/** The ids of the files that a case holds. */
export const filesOfCase = async (store: Store, caseNo: string): Promise<string[]> => (await files(store).find({ 'metadata.cases': caseNo }, { projection: { _id: 1 } }).toArray()).map(({ _id }) => String(_id));

/**
 * Lets go of files: one that no other case and no other visit holds is thrown away, its content first, so that one that broke off is found again.
 *
 * @param by the case or the visit that no longer holds them
 */
export async function dropFiles(store: Store, ids: string[], by: { caseNo?: string; visit?: string } = {}): Promise<void> {
  for (const { id, cases } of await findFiles(store, [...new Set(ids)])) {
    const isHeld = cases.some((one) => one !== by.caseNo) || await store.visits.exists({ attachments: id, _id: { $ne: by.visit ?? '' } });
    if (isHeld) {
      await files(store).updateOne({ _id: id }, { $pull: { 'metadata.cases': by.caseNo } } as never);
      continue;
    }
    await store.connection.db!.collection<any>(`${BUCKET}.chunks`).deleteMany({ files_id: id });
    await files(store).deleteOne({ _id: id });
  }
}

/** Throws away uploads from before a day that nothing names: their report was never sent. @returns how many */
export async function dropUnnamed(store: Store, before: Date, most: number): Promise<number> {
  let dropped = 0;
  for await (const { _id } of files(store).find({ uploadDate: { $lt: before }, 'metadata.cases': { $size: 0 } }, { projection: { _id: 1 } })) {
    if (await store.visits.exists({ attachments: _id })) continue;
    await dropFiles(store, [String(_id)]);
    if ((dropped += 1) === most) break;
  }
  return dropped;
}

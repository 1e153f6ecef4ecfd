// How large the store is and how much room its disk has, as far as it tells.
import { stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { Deps } from '../deps.js';

export interface Storage {
  /** Bytes. `file`: the embedded store's; `database`: what a MongoDB says its data and indexes take. */
  file?: number; database?: number;
  /** Bytes free and in all on the disk of our data folder. */
  free?: number; total?: number;
  /** The oldest bulk that is kept, and how many there are. */
  bulks?: number;
}

/** Below this much free room Zeebe takes no work (its own limit is 2 GB), bytes. */
export const LEAST_ROOM = 3 * 1024 ** 3;

/** Never throws: what cannot be told is left out. */
export async function storageOf({ store, settings }: Pick<Deps, 'store' | 'settings'>): Promise<Storage> {
  const quietly = <T>(work: Promise<T>): Promise<T | undefined> => work.catch(() => undefined);
  const folder = settings.data ?? '.';
  const [file, disk, stats, bulks] = await Promise.all([
    quietly(stat(join(folder, 'store', 'liandong.db'))), quietly(statfs(folder)), quietly(store.connection.db!.command({ dbStats: 1 })), quietly(store.bulks.estimatedDocumentCount()),
  ]);
  const size = stats && Number(stats.storageSize ?? stats.dataSize ?? 0) + Number(stats.indexSize ?? 0);
  return {
    ...(file ? { file: file.size } : {}), ...(!file && size ? { database: size } : {}), ...(disk ? { free: disk.bavail * disk.bsize, total: disk.blocks * disk.bsize } : {}), ...(bulks === undefined ? {} : { bulks }),
  };
}

// The embedded store as the tests here start it: built once, on a file in a folder of its own, with the real driver connected.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Db, MongoClient } from 'mongodb';
import { findJdk } from '../../runtime/jdk.mjs';
import { buildStore, startStore } from '../../runtime/store.mjs';

const folders: string[] = [];

export async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'liandong-store-'));
  folders.push(folder);
  return folder;
}

export async function removeFolders(): Promise<void> {
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true })));
}

export async function start(file: string, { port = 0, wrap = async (java: string) => java, heap }: { port?: number; wrap?(java: string): Promise<string>; heap?: string } = {}) {
  const jdk = await findJdk();
  await buildStore({ java: jdk.home });
  return startStore({ java: await wrap(jdk.java), file, port, ...(heap ? { heap } : {}) });
}

export async function open(file: string, options: Parameters<typeof start>[1] = {}) {
  const store = await start(file, options);
  const client = await MongoClient.connect(`mongodb://127.0.0.1:${store.port}/?directConnection=true`);
  return {
    store,
    client,
    db: client.db('test'),
    async close() {
      await client.close();
      await store.stop();
    },
  };
}

export interface Stats {
  /** documents put to a query since the start */
  examined: number;
  commits: number;
  fileBytes: number;
}

export const stats = async (db: Db): Promise<Stats> => (await db.command({ liandongStats: 1 })) as unknown as Stats;

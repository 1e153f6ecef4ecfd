// A fresh database for each test that asks, on one embedded store a test process (or the one that LIANDONG_TEST_MONGODB_URI names).
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore, type Store } from '../../processes/store/store.js';
import { findJdk } from '../../runtime/jdk.mjs';
import { buildStore, startStore } from '../../runtime/store.mjs';

interface Server { uri: string; stop(): Promise<void> }

let server: Promise<Server> | undefined;
const opened = new Set<Store>();

async function startServer(): Promise<Server> {
  const given = process.env.LIANDONG_TEST_MONGODB_URI;
  if (given) return { uri: given, stop: async () => {} };
  const jdk = await findJdk();
  await buildStore({ java: jdk.home });
  const folder = await mkdtemp(join(tmpdir(), 'liandong-test-'));
  const running = await startStore({ java: jdk.java, file: join(folder, 'store.mv'), bind: '127.0.0.1' });
  // A test process that is killed must not leave its store behind.
  process.once('exit', () => running.child.kill('SIGKILL'));
  return {
    uri: `mongodb://127.0.0.1:${running.port}`,
    async stop() {
      await running.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The address of a database of that name on the tests' store. */
function address(uri: string, database: string): string {
  const made = new URL(uri);
  made.pathname = `/${database}`;
  // With one server named, the driver must not look for a replica set first.
  if (!made.searchParams.has('replicaSet')) made.searchParams.set('directConnection', 'true');
  return made.href;
}

/** The address of a fresh, empty database. */
export async function testStoreUri(): Promise<string> {
  const { uri } = await (server ??= startServer());
  return address(uri, `t${crypto.randomUUID().replaceAll('-', '').slice(0, 16)}`);
}

/** Opens a fresh, empty store. Call `closeTestStore()` in `afterAll`. */
export async function openTestStore(): Promise<Store> {
  const store = await openStore(await testStoreUri());
  opened.add(store);
  return store;
}

/** Drops what this test file opened, and ends the embedded store that it started. */
export async function closeTestStore(): Promise<void> {
  for (const store of opened) {
    await store.connection.dropDatabase().catch(() => {});
    await store.close();
  }
  opened.clear();
  const started = server;
  server = undefined;
  await (await started)?.stop();
}

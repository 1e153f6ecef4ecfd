// The embedded store as one of our children: built when needed, started in its place in the data folder, its refusals told as ours.
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { endChild } from './child.mjs';
import { requireMaven } from './maven.mjs';
import { Refusal } from './refusal.mjs';
import { buildStore, startStore, storeBuilt, storeExit } from './store.mjs';

const grace = 15_000;
// Trying again would end the same way.
const final = [storeExit.usage, storeExit.corrupt, storeExit.folder, storeExit.disk];

/** @param {{ root: string, jdk: { home: string }, log: (line: string) => void }} need */
export async function getStore({ root, jdk, log }) {
  if (await storeBuilt(root)) return;
  await requireMaven(jdk);
  log('Building the embedded store with Maven (once) …');
  try {
    await buildStore({ root, java: jdk.home });
  } catch (error) {
    throw new Refusal(error.message.split('\n').slice(0, 2).join(' ').slice(0, 400), { final: true, cause: error });
  }
}

/** Where the store's file is in a data folder. @param {string} dataDir */
export const storeFile = (dataDir) => join(dataDir, 'store', 'liandong.db');

/** @param {{ root: string, jdk: { java: string }, dataDir: string, port: number, log: (line: string) => void }} settings */
export async function startEmbeddedStore({ root, jdk, dataDir, port, log }) {
  const file = storeFile(dataDir);
  mkdirSync(dirname(file), { recursive: true });
  try {
    const store = await startStore({ java: jdk.java, file, port, home: root, log });
    return { child: store.child, stop: () => endChild(store.child, grace) };
  } catch (error) {
    const sentence = `The embedded store did not start: ${error.message.trim().split('\n')[0].replace(/\.?$/, '.')}`;
    throw Object.assign(new Refusal(sentence, { final: final.includes(error.exitCode), cause: error }), { killed: error.exitCode === null });
  }
}

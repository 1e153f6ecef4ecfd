// The end of the chain, given out: whoever can write the store could rewrite the whole chain, but not what was kept elsewhere.
import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Store } from '../store/store.js';
import type { Head } from './entry.js';
import { findHead, keepHead } from './head.js';

/** The file of the data folder that keeps ends of the chain, a line each: when, number, hash. */
export const anchorsFile = (data: string): string => join(data, 'audit-anchors.log');

/** Gives the end of the chain out: into the file and the log. @returns what was given, or nothing when it is the one that was given before */
export async function giveAnchor(store: Store, data: string, before?: Head, say: (line: string) => void = console.log): Promise<Head | undefined> {
  const head = await findHead(store, before);
  if (head.seq === 0 || head.seq === before?.seq) return undefined;
  await keepHead(store, head);
  const line = `${new Date().toISOString()} ${head.seq} ${head.hash}`;
  await appendFile(anchorsFile(data), `${line}\n`, { mode: 0o600 });
  say(`audit: ${line}`);
  return head;
}

/** What a file of anchors holds: hashes by number. A line that was broken off is passed over; an absent file is an empty one. */
export async function readAnchors(file: string): Promise<Map<number, string>> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  return new Map([...text.matchAll(/^\S+ (\d{1,12}) ([\da-f]{64})$/gm)].map(([, seq, hash]) => [Number(seq), hash!]));
}

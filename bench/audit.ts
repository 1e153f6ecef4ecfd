// What it takes to verify the audit, and what memory: `npm run bench -- audit [entries]`. The embedded store, or the one at MONGODB_URI; a hundredth first: what the program takes by itself.
import { fork } from 'node:child_process';
import { loadavg } from 'node:os';
import { entryOf } from '../processes/audit.js';
import { chained, GENESIS, seqOf, type Head } from '../processes/audit/entry.js';
import { keepHead, writeMark } from '../processes/audit/head.js';
import type { Store } from '../processes/store/store.js';
import { onEmbedded } from './lib/embedded.js';
import { onFilled } from './lib/filled.js';
import type { Verified } from './lib/verify-run.js';

const BATCH = 5_000;

/** A chain as some years of work leave it. */
async function fill(store: Store, entries: number): Promise<void> {
  let head: Head = { seq: 0, hash: GENESIS };
  await writeMark(store, 'carried', { at: new Date(), entries: 0 });
  while (head.seq < entries) {
    const documents = chained(head, Array.from({ length: Math.min(BATCH, entries - head.seq) }, (_, at) => {
      const n = head.seq + at;
      return entryOf(new Date(), { id: `person-${n % 3_000}`, unit: 'by-jinghe' }, 'request', { kind: 'case', id: `BY-2026-${String(n % 100_000).padStart(6, '0')}` }, `POST /api/tasks/${2_251_799_813_685_249 + n}/submit`, { address: `10.1.${n % 200}.7` });
    }));
    await store.audit.collection.insertMany(documents as never, { ordered: true });
    const { _id, hash } = documents.at(-1)!;
    head = { seq: seqOf(_id), hash };
  }
  await keepHead(store, head);
}

/** Verifies in a process that does nothing else. */
function verified(uri: string): Promise<Verified> {
  return new Promise((resolve, reject) => {
    fork(new URL('./lib/verify-run.js', import.meta.url), { env: { ...process.env, MONGODB_URI: uri } }).once('message', (said) => resolve(said as Verified)).once('exit', () => reject(new Error('the verification ended without an answer')));
  });
}

async function side(uri: string, entries: number, what: string): Promise<void> {
  for (const count of [Math.ceil(entries / 100), entries]) {
    await onFilled(uri, `audit_${count}`, (store) => fill(store, count), async (address) => {
      const { ok, last, seconds, peak } = await verified(address);
      if (!ok || last !== count) throw new Error(`a sound chain of <${count}> was found whole up to <${last}>`);
      console.log(`${what}: ${count.toLocaleString('en')} entries verified in ${seconds.toFixed(1)} s, at most ${(peak / 1024 ** 2).toFixed(0)} MiB of memory (load ${loadavg()[0]!.toFixed(1)})`);
    });
  }
}

export async function run([given = '1000000']: string[]): Promise<void> {
  const entries = Number(given);
  if (!(entries >= 100)) throw new Error(`<${given}> entries are too few to measure`);
  if (process.env.MONGODB_URI) await side(process.env.MONGODB_URI, entries, 'the store at MONGODB_URI');
  else await onEmbedded((uri) => side(uri, entries, 'embedded store'));
}

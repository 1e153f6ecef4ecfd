// What an export of many rows takes, and what memory: `npm run bench -- exports [rows]`. Cases, and the tasks that one person has done (a tenth), as xlsx and as CSV, each in a process of its own; the embedded store, or the one at MONGODB_URI.
import { fork } from 'node:child_process';
import { loadavg } from 'node:os';
import { onEmbedded } from './lib/embedded.js';
import { onFilled } from './lib/filled.js';
import type { Exported } from './lib/export-run.js';
import { fillStore } from './lib/lists-data.js';

const MIB = 1024 ** 2;
const lists = ['cases', 'tasks'] as const;

/** Makes one file in a process that does nothing else. */
function exported(uri: string, list: string, format: string, most: number): Promise<Exported> {
  return new Promise((resolve, reject) => {
    fork(new URL('./lib/export-run.js', import.meta.url), [list, format, String(most)], { env: { ...process.env, MONGODB_URI: uri, TZ: 'Asia/Shanghai' } })
      .once('message', (said) => resolve(said as Exported)).once('exit', () => reject(new Error(`the export of <${list}> ended without an answer`)));
  });
}

const side = (uri: string, rows: number, what: string): Promise<void> => onFilled(uri, `exports_${rows}`, (store) => fillStore(store, rows, 0), async (address) => {
  console.log(`\n${what}: ${rows.toLocaleString('en')} cases and as many tasks`);
  for (const list of lists) {
    for (const format of ['xlsx', 'csv']) {
      // a hundredth first: what the program takes by itself
      for (const most of [Math.ceil(rows / 100), rows]) {
        const { said, size, seconds, peak } = await exported(address, list, format, most);
        console.log(`  ${list.padEnd(6)} ${format.padEnd(4)} ${said.padStart(10)} in ${seconds.toFixed(1).padStart(6)} s, a file of ${(size / MIB).toFixed(1).padStart(5)} MiB, at most ${(peak / MIB).toFixed(0)} MiB of memory (load ${loadavg()[0]!.toFixed(1)})`);
      }
    }
  }
});

export async function run([given = '200000']: string[]): Promise<void> {
  const rows = Number(given);
  if (!(rows >= 100)) throw new Error(`<${given}> rows are too few to measure`);
  if (process.env.MONGODB_URI) await side(process.env.MONGODB_URI, rows, 'the store at MONGODB_URI');
  else await onEmbedded((uri) => side(uri, rows, 'embedded store'));
}

// `npm run rebuild`: the read model anew from the records that are kept, beside the running system.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadCalendar } from '../processes/calendar-store.js';
import { rebuild } from '../processes/rebuild.js';
import { root } from '../processes/settings.js';
import { openStore } from '../processes/store/store.js';

function mongoUri(): string {
  if (process.env.MONGODB_URI) return process.env.MONGODB_URI;
  try {
    return JSON.parse(readFileSync(join(process.env.LIANDONG_DATA ?? join(root, '.data'), 'running.json'), 'utf8')).mongoUri;
  } catch {
    throw new Error('nothing is running here: start the system (npm start) or set MONGODB_URI');
  }
}

async function main(): Promise<void> {
  const store = await openStore(mongoUri());
  try {
    const result = await rebuild(store, await loadCalendar(store), (records) => {
      if (process.stdout.isTTY) process.stdout.write(`\r${records} records`);
    });
    console.log(`\r${result.records} records replayed: ${result.same} documents identical, ${result.mended} mended, ${result.missing} restored, ${result.older} older than what is kept`);
  } finally {
    await store.close();
  }
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});

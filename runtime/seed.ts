// `npm run seed -- yangzhou`: the city at its real size (5,696 + 550 grids) into the store of a running demo system.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEMO_PASSWORD } from '../processes/demo/load.js';
import { seedYangzhou } from '../processes/demo/yangzhou/seed.js';
import { root } from '../processes/settings.js';
import { openStore } from '../processes/store/store.js';

const usage = 'usage: npm run seed -- yangzhou   (while `npm start` runs, or with <MONGODB_URI>)';

function mongoUri(): string {
  if (process.env.MONGODB_URI) return process.env.MONGODB_URI;
  try {
    const { mongoUri: uri } = JSON.parse(readFileSync(join(process.env.LIANDONG_DATA ?? join(root, '.data'), 'running.json'), 'utf8')) as { mongoUri?: string };
    if (uri) return uri;
  } catch {
    // Nothing runs here; said below.
  }
  throw new Error('no store: set <MONGODB_URI>, or run this while `npm start` runs');
}

async function main(): Promise<void> {
  if (process.argv.length !== 3 || process.argv[2] !== 'yangzhou') throw new Error(usage);
  const begun = performance.now();
  const store = await openStore(mongoUri());
  try {
    const { units, general, dedicated, people, members } = await seedYangzhou(store, { production: process.env.NODE_ENV === 'production' }, (line) => console.log(line));
    console.log(`${general} 综合网格, ${dedicated} 专属网格, ${members} 网格员; ${units} units and ${people} people in all; ${((performance.now() - begun) / 1_000).toFixed(1)} s`);
    console.log(`everybody's demo password is <${DEMO_PASSWORD}>; some accounts: gy-longqiu-v01-g1 (网格员), gy-longqiu-v01-z (网格长), gy-longqiu-fl1 (分流员), gy-zh (指挥长), yz-gl (系统管理员), yz-aq (安全管理员)`);
  } finally {
    await store.close();
  }
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});

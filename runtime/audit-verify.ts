// `npm run audit:verify`: whether the audit is whole; says which entry is the first wrong one and ends with 1 when it is not. `-- --anchors FILE` takes ends of the chain that were kept elsewhere.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { anchorsFile, readAnchors } from '../processes/audit/anchor.js';
import { verifyAudit, type Fault } from '../processes/audit/verify.js';
import { root } from '../processes/settings.js';
import { openStore } from '../processes/store/store.js';

const words: Record<Fault, string> = {
  changed: 'was changed', missing: 'is missing', 'cut-off': 'and all after it are cut off', inserted: 'was inserted, or the one before it exchanged', rewritten: 'is another than when its hash was given out: the chain was rewritten',
  removed: 'is the last before the beginning, which was removed without the chain saying so',
};

const data = process.env.LIANDONG_DATA ?? join(root, '.data');

function mongoUri(): string {
  if (process.env.MONGODB_URI) return process.env.MONGODB_URI;
  try {
    return JSON.parse(readFileSync(join(data, 'running.json'), 'utf8')).mongoUri;
  } catch {
    throw new Error('nothing is running here: start the system (npm start) or set MONGODB_URI');
  }
}

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { anchors: { type: 'string' } } });
  const anchors = await readAnchors(values.anchors ?? anchorsFile(data));
  const store = await openStore(mongoUri());
  try {
    const { ok, first, last, hash, wrong } = await verifyAudit(store, { anchors, progress: (seq, of) => process.stdout.isTTY && process.stdout.write(`\r${seq} of ${of}`) });
    if (process.stdout.isTTY) process.stdout.write('\r');
    if (ok) console.log(`the audit is whole: entries ${first} to ${last}, ${anchors.size} anchors, end ${hash}`);
    else console.log(`entry <${wrong!.entry}> ${words[wrong!.fault]}; whole up to ${last}`);
    return ok ? 0 : 1;
  } finally {
    await store.close();
  }
}

main().then((code) => { process.exitCode = code; }, (error: Error) => {
  console.error(error.message);
  process.exitCode = 2;
});

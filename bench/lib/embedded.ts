// An embedded store of one's own for a bench, gone afterwards.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { script } from '../../runtime/scripts.js';

export async function onEmbedded<T>(work: (uri: string) => Promise<T>): Promise<T> {
  const [{ findJdk }, { buildStore, startStore }] = await Promise.all([script('jdk.mjs'), script('store.mjs')]);
  const jdk = await findJdk();
  await buildStore({ java: jdk.home });
  const folder = mkdtempSync(join(tmpdir(), 'liandong-bench-'));
  const running = await startStore({ java: jdk.java, file: join(folder, 'store.mv'), bind: '127.0.0.1' });
  try {
    return await work(`mongodb://127.0.0.1:${running.port}/?directConnection=true`);
  } finally {
    await running.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

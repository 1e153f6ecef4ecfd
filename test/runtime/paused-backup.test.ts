// Backups of a running system: one after another, each of a system that stands still.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pausedBackup } from '../../runtime/paused-backup.mjs';
import { root } from '../../processes/settings.js';

test('two backups asked for at once do not wake the system under each other\'s hands', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'liandong-paused-'));
  try {
    const data = join(folder, 'data');
    mkdirSync(data);
    writeFileSync(join(data, 'secrets.json'), '{}');
    const steps: string[] = [];
    const step = (name: string) => async () => { steps.push(name); };
    const backup = pausedBackup({ system: { up: step('up'), down: step('down') }, settings: { root, data, log: () => undefined }, unlessGivenUp: (promise) => promise });
    // one that fails holds up nobody
    const [first, inside, second] = await Promise.allSettled([backup(join(folder, 'a.tar.gz')), backup(join(data, 'inside.tar.gz')), backup(join(folder, 'b.tar.gz'))]);
    expect([first.status, inside.status, second.status]).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(steps).toEqual(['down', 'up', 'down', 'up', 'down', 'up']);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

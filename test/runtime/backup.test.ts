// Backup and restore: store and engine come back together, as they were when the backup was taken, or not at all.
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { backup } from '../../runtime/backup.mjs';
import { restore } from '../../runtime/restore.mjs';
import { startAll } from '../../runtime/start.mjs';
import { cleanUp, folder, onEngine, standIn } from './start-support.js';

type System = Awaited<ReturnType<typeof startAll>>;
const start = (data: string) => startAll({ data, port: 0, app: standIn, log: () => undefined });

async function acknowledged(system: System, no: string): Promise<string> {
  const client = await MongoClient.connect(system.env.MONGODB_URI!);
  try {
    const key = await onEngine(system.env.ZEEBE_ADDRESS!, (engine) => engine.start());
    await client.db().collection<{ _id: string; key: string }>('cases').insertOne({ _id: no, key });
    return key;
  } finally {
    await client.close();
  }
}

async function state(system: System) {
  const client = await MongoClient.connect(system.env.MONGODB_URI!);
  try {
    const cases = await client.db().collection<{ _id: string; key: string }>('cases').find().sort({ _id: 1 }).toArray();
    return { cases, instances: await onEngine(system.env.ZEEBE_ADDRESS!, (engine) => engine.waiting()) };
  } finally {
    await client.close();
  }
}

/** A data folder as an embedded start leaves it, as far as packing and unpacking it is concerned. */
function smallData(): string {
  const data = join(folder(), 'data');
  mkdirSync(join(data, 'store'), { recursive: true });
  mkdirSync(join(data, 'zeebe/raft'), { recursive: true });
  mkdirSync(join(data, 'logs'));
  writeFileSync(join(data, 'secrets.json'), JSON.stringify({ recordsUser: 'a', recordsPassword: 'b', sessionSecret: 'c' }));
  writeFileSync(join(data, 'store/liandong.db'), 'cases');
  writeFileSync(join(data, 'zeebe/raft/1.log'), 'instances');
  writeFileSync(join(data, 'logs/zeebe.log'), 'noise');
  return data;
}
const content = (data: string) => readFileSync(join(data, 'store/liandong.db'), 'utf8');
const quiet = () => undefined;

afterAll(cleanUp, 60_000);

describe('backup and restore of the running system', () => {
  test('a backup taken while it runs brings back exactly the cases of that moment, in store and engine', async () => {
    const data = join(folder(), 'data');
    const file = join(folder(), 'backup.tar.gz');
    let system = await start(data);
    try {
      await acknowledged(system, 'case-1');
      await acknowledged(system, 'case-2');
      const then = await state(system);
      const { url, env } = system;

      const taken = await backup({ file, data, log: quiet });
      expect(taken.files).toBeGreaterThan(3);
      expect(statSync(file).mode & 0o777).toBe(0o600);

      // It went on by itself, at the same addresses and with nothing lost.
      expect({ url: system.url, env: system.env }).toEqual({ url, env });
      expect(await state(system)).toEqual(then);
      await acknowledged(system, 'case-3');
      await expect(restore({ file, data, force: true })).rejects.toThrow(/runs on/);
      await system.stop();

      await expect(restore({ file, data })).rejects.toThrow(/not empty; with --force/);
      const done = await restore({ file, data, force: true });
      system = await start(data);
      expect(await state(system)).toEqual(then);
      expect(existsSync(join(done.aside!, 'store'))).toBe(true);
    } finally {
      await system.stop();
    }
  }, 180_000);
});

describe('a backup file', () => {
  test('holds everything but logs and notes of the running, and fills an absent folder', async () => {
    const data = smallData();
    const file = join(folder(), 'b.tar.gz');
    expect(await backup({ file, data, log: quiet })).toMatchObject({ files: 3 });
    const target = join(folder(), 'elsewhere');
    await restore({ file, data: target });
    expect(readdirSync(target).sort()).toEqual(['secrets.json', 'store', 'zeebe']);
    expect(content(target)).toBe('cases');
  });

  test('that was cut short, or is something else, changes nothing', async () => {
    const data = smallData();
    const file = join(folder(), 'b.tar.gz');
    await backup({ file, data, log: quiet });
    writeFileSync(join(data, 'store/liandong.db'), 'newer cases');
    const whole = readFileSync(file);
    const damaged = join(folder(), 'damaged.tar.gz');
    for (const bytes of [whole.subarray(0, whole.length / 2), Buffer.from('holiday pictures'), Buffer.alloc(0)]) {
      writeFileSync(damaged, bytes);
      await expect(restore({ file: damaged, data, force: true })).rejects.toMatchObject({ name: 'Refusal' });
    }
    expect(content(data)).toBe('newer cases');
    expect(readdirSync(join(data, '..'))).toEqual(['data']);
  });

  test('whose content is not what was backed up is refused by its checksums', async () => {
    const { execFileSync } = await import('node:child_process');
    const data = smallData();
    const file = join(folder(), 'b.tar.gz');
    await backup({ file, data, log: quiet });
    const desk = folder();
    execFileSync('tar', ['-xzf', file, '-C', desk]);
    writeFileSync(join(desk, 'store/liandong.db'), 'c4ses');
    execFileSync('tar', ['-czf', file, '-C', desk, '.']);
    await expect(restore({ file, data, force: true })).rejects.toThrow('store/liandong.db is not what was backed up');
    expect(content(data)).toBe('cases');
  });

  test('never replaces a folder that is not ours', async () => {
    const data = smallData();
    const file = join(folder(), 'b.tar.gz');
    await backup({ file, data, log: quiet });
    const other = folder();
    writeFileSync(join(other, 'thesis.txt'), 'years of work');
    await expect(restore({ file, data: other, force: true })).rejects.toThrow('not a data folder of Liandong');
  });

  test('of nothing, or inside the folder it is of, is refused', async () => {
    const data = smallData();
    await expect(backup({ file: join(data, 'b.tar.gz'), data, log: quiet })).rejects.toThrow('inside the data folder');
    await expect(backup({ file: join(folder(), 'b.tar.gz'), data: join(folder(), 'none'), log: quiet })).rejects.toThrow('nothing to back up');
  });
});

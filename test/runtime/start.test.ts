// The embedded start as a whole: store, Zeebe and program as real processes, killed, started again, ended.
import { closeSync, existsSync, openSync, readdirSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { startAll } from '../../runtime/start.mjs';
import { cleanUp, folder, isAlive, onEngine, standIn, until } from './start-support.js';

const data = folder();
const quiet = { data, port: 0, app: standIn, clockControlled: true, log: () => undefined };
let system: Awaited<ReturnType<typeof startAll>>;

beforeAll(async () => {
  system = await startAll(quiet);
}, 120_000);

afterAll(async () => {
  await system.stop();
  await cleanUp();
}, 60_000);

async function inStore<T>(work: (cases: ReturnType<ReturnType<MongoClient['db']>['collection']>) => Promise<T>): Promise<T> {
  const client = await MongoClient.connect(system.env.MONGODB_URI!);
  try {
    return await work(client.db().collection('cases'));
  } finally {
    await client.close();
  }
}

const app = async () => (await (await fetch(system.url)).json()) as { pid: number; records: number };

describe('the embedded start', () => {
  test('says where everything is, in running.json and in the program’s environment', async () => {
    const noted = JSON.parse(readFileSync(join(data, 'running.json'), 'utf8'));
    expect(noted).toMatchObject({ pid: process.pid, url: system.url, zeebeAddress: system.env.ZEEBE_ADDRESS, mongoUri: system.env.MONGODB_URI, recordsPort: Number(system.env.RECORDS_PORT) });
    expect(await app()).toMatchObject({ zeebe: system.env.ZEEBE_ADDRESS, mongo: system.env.MONGODB_URI, pid: system.children.app });
    for (const pid of Object.values(system.children)) expect(isAlive(pid!)).toBe(true);
  });

  test('the engine’s records reach the program, and its clock can be moved', async () => {
    await onEngine(system.env.ZEEBE_ADDRESS!, (engine) => engine.start());
    await until(async () => (await app()).records > 0, 15_000);
    const moved = await fetch(`${system.env.ZEEBE_MANAGEMENT}/actuator/clock/add`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"offsetMilli":1000}' });
    expect(moved.status).toBe(200);
  });

  test('whichever child is killed comes back at its address with what it had acknowledged', async () => {
    const key = await onEngine(system.env.ZEEBE_ADDRESS!, (engine) => engine.start());
    await inStore((cases) => cases.insertOne({ no: 'before' }));
    const before = { ...system.children };
    for (const pid of Object.values(before)) process.kill(pid!, 'SIGKILL');
    await until(() => Object.entries(system.children).every(([name, pid]) => pid && pid !== before[name as keyof typeof before]), 100_000);
    expect(await onEngine(system.env.ZEEBE_ADDRESS!, (engine) => engine.waiting())).toContain(key);
    expect(await inStore((cases) => cases.countDocuments({ no: 'before' }))).toBe(1);
    await until(async () => (await app()).records > 0, 30_000);
  }, 120_000);

  test('another start finds what the one before it left, at other ports, and ends with every child', async () => {
    const former = { ...system.children, address: system.env.ZEEBE_ADDRESS };
    const waiting = await onEngine(system.env.ZEEBE_ADDRESS!, (engine) => engine.waiting());
    await system.stop();
    for (const pid of [former.app, former.store, former.zeebe]) expect(isAlive(pid!)).toBe(false);
    expect(existsSync(join(data, 'running.json'))).toBe(false);
    system = await startAll(quiet);
    expect(system.env.ZEEBE_ADDRESS).not.toBe(former.address);
    expect(await onEngine(system.env.ZEEBE_ADDRESS!, (engine) => engine.waiting())).toEqual(waiting);
    expect(await inStore((cases) => cases.countDocuments({ no: 'before' }))).toBe(1);
  }, 120_000);

  test('damaged data of the engine is refused in one sentence, and nothing keeps running', async () => {
    await system.stop();
    const log = readdirSync(join(data, 'zeebe'), { recursive: true, encoding: 'utf8' }).find((name) => name.endsWith('-1.log'))!;
    const file = openSync(join(data, 'zeebe', log), 'r+');
    writeSync(file, Buffer.alloc(4096, 0xff));
    closeSync(file);
    await expect(startAll(quiet)).rejects.toThrow(/^Zeebe cannot start, for its data is damaged; .*npm run restore/);
    expect(existsSync(join(data, 'running.json'))).toBe(false);
  }, 120_000);
});

// `npm run audit:verify`, and the chain under programs that are killed: what was acknowledged is there, and what was touched is named.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { audit } from '../../processes/audit.js';
import { anchorsFile, giveAnchor } from '../../processes/audit/anchor.js';
import { verifyAudit } from '../../processes/audit/verify.js';
import { openStore, type Store } from '../../processes/store/store.js';
import { builtCommand, type Command } from '../support/command.js';
import { closeTestStore, testStoreUri } from '../support/store.js';

let command: Command;
let writer: Command;
beforeAll(async () => { [command, writer] = await Promise.all([builtCommand('runtime/audit-verify.ts'), builtCommand('test/support/audit-writer.ts')]); });
afterAll(async () => {
  await Promise.all([command.remove(), writer.remove()]);
  await closeTestStore();
});

async function opened(): Promise<{ uri: string; store: Store; data: string; verify: (args?: string[]) => ReturnType<Command['run']>; close(): Promise<void> }> {
  const uri = await testStoreUri();
  const store = await openStore(uri);
  const data = join(command.folder, crypto.randomUUID());
  await mkdir(data);
  return { uri, store, data, verify: (args) => command.run(args, { env: { MONGODB_URI: uri, LIANDONG_DATA: data } }), async close() { await store.connection.dropDatabase(); await store.close(); } };
}
const add = async (store: Store, count: number) => { for (let n = 0; n < count; n += 1) await audit(store, new Date(), { system: 'test' }, 'trial', { kind: 'case', id: `BY${n}` }, `第 ${n} 次`); };

describe('npm run audit:verify', () => {
  test('says that the audit is whole and how many ends kept elsewhere agree; names the entry that was changed, and ends with one', async () => {
    const { store, data, verify, close } = await opened();
    await add(store, 5);
    await giveAnchor(store, data, undefined, () => undefined);
    expect(await verify()).toEqual({ code: 0, said: expect.stringMatching(/the audit is whole: entries 1 to 5, 1 anchors, end [\da-f]{64}/) });
    await store.audit.collection.updateOne({ _id: '000000000003' as never }, { $set: { text: '别的话' } });
    expect(await verify()).toEqual({ code: 1, said: expect.stringContaining('entry <3> was changed; whole up to 2') });
    await close();
  });

  test('finds a chain that was rewritten as a whole by the ends that were kept elsewhere', async () => {
    const [one, other] = [await opened(), await opened()];
    await Promise.all([add(one.store, 4), add(other.store, 4)]);
    await giveAnchor(one.store, one.data, undefined, () => undefined);
    expect((await other.verify()).code).toBe(0);
    expect(await other.verify(['--anchors', anchorsFile(one.data)])).toEqual({ code: 1, said: expect.stringContaining('rewritten') });
    await Promise.all([one.close(), other.close()]);
  });

  test('says what it lacks when nothing runs here', async () => {
    const folder = join(command.folder, 'empty');
    await mkdir(folder);
    expect(await command.run([], { env: { LIANDONG_DATA: folder } })).toEqual({ code: 2, said: expect.stringContaining('MONGODB_URI') });
    await writeFile(join(folder, 'running.json'), '{');
    expect((await command.run([], { env: { LIANDONG_DATA: folder } })).code).toBe(2);
  });
});

test('three programs that write at once, killed in the midst of it one after another, leave a whole chain with everything that was acknowledged, once', async () => {
  const { uri, store, verify, close } = await opened();
  const acknowledged: string[] = [];
  const children = ['a', 'b', 'c'].map((name) => {
    const child = writer.start([name], { MONGODB_URI: uri });
    let rest = '';
    child.stdout.on('data', (text) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop()!;
      acknowledged.push(...lines);
    });
    return { child, name, ended: once(child, 'close') };
  });
  const of = (name: string) => acknowledged.filter((id) => id.startsWith(name)).length;
  // all of them write before the first is killed, and the others write on
  for (const [at, { child, name, ended }] of children.entries()) {
    while (!children.every((each) => of(each.name) > 0) || of(name) < (at + 1) * 100) {
      expect(child.exitCode).toBeNull();
      await new Promise((later) => setTimeout(later, 20));
    }
    child.kill('SIGKILL');
    await ended;
  }
  const { ok, last } = await verifyAudit(store);
  const written = (await store.audit.find({}, { about: 1 }).lean()).map(({ about }) => about.id);
  expect([ok, last, new Set(written).size]).toEqual([true, written.length, written.length]);
  expect(acknowledged.filter((id) => !written.includes(id))).toEqual([]);
  expect((await verify()).code).toBe(0);
  await close();
});

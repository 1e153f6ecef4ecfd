// The audit's chain: what is tampered with is found and named, many add to it at once, nothing acknowledged is lost, old entries go and the rest stays verifiable.
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { saveRules, readRules } from '../../processes/accounts/rules.js';
import { audit } from '../../processes/audit.js';
import { anchorsFile, giveAnchor, readAnchors } from '../../processes/audit/anchor.js';
import { carryOver } from '../../processes/audit/carry-over.js';
import { chained, GENESIS, hashOf, idOf } from '../../processes/audit/entry.js';
import { chainStart, findHead, keepHead } from '../../processes/audit/head.js';
import { trimAudit } from '../../processes/audit/trim.js';
import { verifyAudit } from '../../processes/audit/verify.js';
import { engineClock } from '../../processes/clock.js';
import { DAY } from '../../processes/shanghai.js';
import { openStore, type Store } from '../../processes/store/store.js';
import type { AuditEntry } from '../../processes/store/types.js';
import { breaking, reopened } from '../support/breaking-store.js';
import { closeTestStore, openTestStore } from '../support/store.js';

let store: Store;
beforeEach(async () => { store = await openTestStore(); });
afterAll(closeTestStore);

const who = { id: 'caoba', name: '周晓梅', unit: 'by-jinghe-caoba-g1' };
const add = (n: number, to = store) => Promise.all(Array.from({ length: n }, (_, index) => audit(to, new Date(), who, 'reveal', { kind: 'case', id: `BY-${index % 7}` }, `第 ${index} 次`)));
const raw = () => store.audit.collection as any;
const entries = async () => (await store.audit.find().lean<AuditEntry[]>()).sort((a, b) => (a._id < b._id ? -1 : 1));
const wrong = async (anchors?: Map<number, string>) => (await verifyAudit(store, { anchors })).wrong;

describe('a chain', () => {
  test('names people by id, hides numbers, and each entry follows the one before', async () => {
    await audit(store, new Date(), who, 'reveal', { kind: 'case', id: 'BY1' }, '核实 13812345678，身份证 321023198001012345 \uD800', '10.0.0.1');
    await audit(store, new Date(Date.now() + 3 * DAY), { system: '督办' }, '黄牌', { kind: 'case', id: 'BY1' }, '');
    const [one, two] = await entries();
    expect(one).toMatchObject({ _id: '000000000001', who: { id: 'caoba', unit: 'by-jinghe-caoba-g1' }, text: '核实 [号码]，身份证 [号码] \uFFFD', address: '10.0.0.1', prev: GENESIS });
    expect(one!.who).not.toHaveProperty('name');
    expect(one!.engineAt).toBeUndefined();
    expect(two!.engineAt!.getTime() - two!.at.getTime()).toBeGreaterThan(2 * DAY);
    expect(two!.prev).toBe(one!.hash);
    expect(await verifyAudit(store)).toEqual({ ok: true, first: 1, last: 2, hash: two!.hash });
  });

  test('keeps a hash whole, though digits in it look like somebody\'s number', async () => {
    const hash = `${'ab'.repeat(13)}13812345678${'c'.repeat(27)}`;
    await audit(store, new Date(), { system: '审计' }, 'audit-trimmed', { kind: 'audit', id: `7:${hash}` }, `止于 ${hash}`);
    expect((await entries())[0]).toMatchObject({ about: { id: `7:${hash}` }, text: `止于 ${hash}` });
  });

  test('is empty and whole before anything was done', async () => {
    expect(await verifyAudit(store)).toEqual({ ok: true, first: 0, last: 0, hash: GENESIS });
  });

  test('does not change when whom it names is renamed or blanked', async () => {
    await store.people.create({ _id: 'caoba', name: '周晓梅', account: 'caoba', passwordHash: '-', posts: [], groups: [], active: true } as never);
    await add(3);
    await store.people.updateOne({ _id: 'caoba' }, { $set: { name: '已离岗人员', account: 'left-caoba' } });
    expect((await verifyAudit(store)).ok).toBe(true);
    expect(JSON.stringify(await entries())).not.toContain('周晓梅');
  });
});

describe('what is tampered with is found, and the first wrong entry named', () => {
  beforeEach(async () => {
    await add(700);
    await keepHead(store, await findHead(store));
    expect((await verifyAudit(store)).ok).toBe(true);
  });

  test.each([['text', '没看过'], ['who', { id: 'lds' }], ['at', new Date(0)], ['action', 'export'], ['about', { kind: 'case', id: 'BY-9' }], ['address', '10.9.9.9'], ['status', 403], ['hash', 'f'.repeat(64)]])('a changed %s', async (field, value) => {
    await raw().updateOne({ _id: idOf(612) }, { $set: { [field]: value } });
    expect(await wrong()).toEqual({ entry: 612, fault: 'changed' });
  });

  test('a change with its hash made anew: the next no longer follows', async () => {
    const changed = { ...(await entries())[99]!, text: '没看过' };
    await raw().replaceOne({ _id: changed._id }, { ...changed, hash: hashOf(changed) });
    expect(await wrong()).toEqual({ entry: 101, fault: 'inserted' });
  });

  test('one that is missing in the middle, and many', async () => {
    await raw().deleteOne({ _id: idOf(5) });
    expect(await wrong()).toEqual({ entry: 5, fault: 'missing' });
    await raw().deleteMany({ _id: { $in: Array.from({ length: 690 }, (_, index) => idOf(5 + index)) } });
    expect(await wrong()).toEqual({ entry: 5, fault: 'missing' });
  });

  test('the end cut off, and it stays visible after others were added behind it', async () => {
    await raw().deleteMany({ _id: { $in: Array.from({ length: 60 }, (_, index) => idOf(641 + index)) } });
    expect(await wrong()).toEqual({ entry: 641, fault: 'cut-off' });
    await add(3, reopened(store));
    expect(await wrong()).toEqual({ entry: 641, fault: 'missing' });
  });

  test('the end cut off together with the mark beside the chain, by what was given out', async () => {
    const head = await findHead(store);
    await raw().deleteMany({ _id: { $in: [idOf(699), idOf(700)] } });
    await store.settings.deleteOne({ _id: 'audit:head' });
    expect(await wrong()).toBeUndefined();
    expect(await wrong(new Map([[head.seq, head.hash]]))).toEqual({ entry: 699, fault: 'cut-off' });
  });

  test('one that was put in: at a place of another, behind the last, or at no place', async () => {
    const all = await entries();
    const foreign = { ...all[300]!, text: '插进来的', prev: all[299]!.hash };
    await raw().replaceOne({ _id: foreign._id }, { ...foreign, hash: hashOf(foreign) });
    expect(await wrong()).toEqual({ entry: 302, fault: 'inserted' });
    await raw().replaceOne({ _id: foreign._id }, all[300]);
    await raw().insertOne({ ...foreign, _id: '000000000300x' });
    expect(await wrong()).toEqual({ entry: '000000000300x', fault: 'inserted' });
    await raw().deleteOne({ _id: '000000000300x' });
    const behind = { ...all[699]!, _id: idOf(701), prev: all[500]!.hash };
    await raw().insertOne({ ...behind, hash: hashOf(behind) });
    expect(await wrong()).toEqual({ entry: 701, fault: 'inserted' });
  });

  test('the whole chain written anew, by what was given out', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'liandong-audit-'));
    const said: string[] = [];
    const given = await giveAnchor(store, folder, undefined, (line) => void said.push(line));
    expect(given!.seq).toBe(700);
    expect(await giveAnchor(store, folder, given)).toBeUndefined();
    expect(said).toEqual([`audit: ${(await readFile(anchorsFile(folder), 'utf8')).trim()}`]);
    const anew = chained({ seq: 0, hash: GENESIS }, (await entries()).map(({ _id: _i, prev: _p, hash: _h, ...entry }) => ({ ...entry, text: '改写' })));
    await raw().deleteMany({});
    await raw().insertMany(anew);
    await store.settings.updateOne({ _id: 'audit:head' }, { $set: { value: { seq: 700, hash: anew[699]!.hash } } });
    expect(await wrong()).toBeUndefined();
    await writeFile(anchorsFile(folder), `${await readFile(anchorsFile(folder), 'utf8')}2026-01-01T00:00:00.000Z 70`, 'utf8');
    expect(await wrong(await readAnchors(anchorsFile(folder)))).toEqual({ entry: 700, fault: 'rewritten' });
    await rm(folder, { recursive: true });
  });

  test('the beginning removed without the chain saying so', async () => {
    const [, , third] = await entries();
    await raw().deleteMany({ _id: { $in: [1, 2, 3].map(idOf) } });
    expect(await wrong()).toEqual({ entry: 1, fault: 'missing' });
    await store.settings.create({ _id: 'audit:checkpoint', value: { seq: 3, hash: third!.hash, at: new Date() } });
    expect(await wrong()).toEqual({ entry: 3, fault: 'removed' });
  });
});

describe('many at once', () => {
  test('two processes add to one chain: nothing is lost, nothing doubled, and it is whole', async () => {
    const other = await openStore(address());
    const third = await openStore(address());
    await Promise.all([store, other, third].flatMap((each) => [add(400, each), each === third ? undefined : add(200, each)]));
    expect((await verifyAudit(store))).toMatchObject({ ok: true, last: 1600 });
    expect(await store.audit.countDocuments()).toBe(1600);
    await Promise.all([other.close(), third.close()]);
  }, 60_000);

  test('what has a key is written once, however often and from wherever it is tried', async () => {
    const other = await openStore(address());
    const once = (to: Store, key: string) => audit(to, new Date(), { system: '督办' }, '黄牌', { kind: 'case', id: 'BY1' }, '', { key });
    await Promise.all([store, other].flatMap((each) => ['a', 'b', 'a', 'c'].flatMap((key) => [once(each, key), once(each, key)])));
    await once(store, 'b');
    expect((await entries()).map(({ key }) => key).sort()).toEqual(['a', 'b', 'c']);
    await other.close();
  });

  const address = () => { const [{ host, port }] = store.connection.getClient().options.hosts as any; return `mongodb://${host}:${port}/${store.connection.name}?directConnection=true`; };
});

test.each(['half', 'after'] as const)('a store that breaks (%s) is said to whoever waits, and the chain goes on whole', async (how) => {
  await add(3);
  const broken = breaking(store, 1, how);
  await expect(add(2, broken.store)).rejects.toThrow('broke');
  await add(5, broken.store);
  await add(2, reopened(store));
  expect((await verifyAudit(store)).ok).toBe(true);
  expect((await entries()).length).toBeGreaterThanOrEqual(10);
});

describe('what is older than it must be kept', () => {
  const deps = () => ({ store, clock: engineClock() });
  const later = (days: number) => new Date(Date.now() + days * DAY);
  const texts = async () => (await entries()).map(({ text }) => text);

  test('stays for 190 days, whatever the engine\'s clock shows', async () => {
    await add(3);
    expect(await trimAudit({ store, clock: { now: () => later(400), seen: () => undefined } })).toBe(0);
    expect(await trimAudit(deps(), later(189))).toBe(0);
    await saveRules(store, { ...await readRules(store), audit: { days: 365 } });
    expect(await trimAudit(deps(), later(300))).toBe(0);
  });

  test('goes then, the rest stays verifiable, and says so', async () => {
    await add(1200);
    const { hash } = (await entries())[1199]!;
    expect(await trimAudit(deps(), later(191))).toBe(1200);
    expect(await chainStart(store)).toMatchObject({ seq: 1200, hash });
    expect(await texts()).toEqual(['移除保存满 190 天的记录：第 1 至 1200 条']);
    await add(2);
    expect(await verifyAudit(store)).toMatchObject({ ok: true, first: 1201, last: 1203 });
    expect(await trimAudit(deps(), later(191))).toBe(3);
    expect(await verifyAudit(store)).toMatchObject({ ok: true, first: 1204, last: 1204 });
    await raw().insertOne({ ...(await entries())[0]!, _id: idOf(7) });
    expect(await wrong()).toEqual({ entry: idOf(7), fault: 'inserted' });
  });

  test('a removal that breaks off at any write is gone on with; the chain is whole all the while', async () => {
    for (let n = 1; n <= 6; n++) {
      await add(600);
      const broken = breaking(store, n);
      await trimAudit({ store: broken.store, clock: engineClock() }, later(191)).catch(() => 0);
      expect((await verifyAudit(store)).ok).toBe(true);
      await trimAudit(deps(), later(191));
      expect(await verifyAudit(store)).toMatchObject({ ok: true });
    }
  }, 60_000);

  test('two that remove at once do it once', async () => {
    await add(900);
    await Promise.all([trimAudit({ store: reopened(store), clock: engineClock() }, later(191)), trimAudit({ store: reopened(store), clock: engineClock() }, later(191))]);
    expect((await verifyAudit(store)).ok).toBe(true);
    expect((await chainStart(store)).seq).toBeGreaterThanOrEqual(900);
  });
});

describe('what was written down before there was a chain', () => {
  const former = Array.from({ length: 450 }, (_, index) => ({
    _id: index === 7 ? 'blank:case:BY1' : crypto.randomUUID(), at: new Date(Date.UTC(2026, 0, 1, 0, index)), who: index % 9 ? { id: 'caoba', name: '周晓梅', unit: 'by' } : { system: '到期清除' }, action: '停用账号',
    about: { kind: 'person', id: 'lds' }, text: `林静怡（lds）：调离 ${index}`, ...(index % 2 ? { address: '10.0.0.1' } : {}),
  }));

  test.each([0, 1, 2, 3, 4, 5])('is put on it once, without names, though it breaks off at write %s', async (n) => {
    await raw().insertMany(former);
    if (n > 0) await carryOver(breaking(store, n).store).catch(() => undefined);
    await Promise.all([carryOver(reopened(store)), carryOver(reopened(store))]);
    await carryOver(store);
    const all = await entries();
    const carried = all.filter(({ action }) => action === '停用账号');
    expect(carried.map(({ text }) => text)).toEqual(former.map((_, index) => `调离 ${index}`));
    expect(carried.map(({ at }) => at)).toEqual(former.map(({ at }) => at));
    expect(carried[1]).toMatchObject({ who: { id: 'caoba', unit: 'by' }, address: '10.0.0.1' });
    expect(JSON.stringify(all)).not.toMatch(/周晓梅|林静怡/);
    expect(await verifyAudit(store)).toMatchObject({ ok: true, first: 1, last: all.length });
  }, 30_000);
});

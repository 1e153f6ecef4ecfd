// What is marked is computed, once for many marks, and a mark that comes while it is computed is not lost.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { computeStale, markStale } from '../../../processes/figures/stale.js';
import type { Store } from '../../../processes/store/store.js';
import { closeTestStore, openTestStore } from '../../support/store.js';

let store: Store;
beforeAll(async () => { store = await openTestStore(); });
afterAll(closeTestStore);

test('many marks of a cell are computed once', async () => {
  await markStale(store, 'day', ['a', 'a', 'b']);
  await markStale(store, 'day', ['a']);
  const seen: string[] = [];
  expect(await computeStale(store, { day: async (_store, cells) => { seen.push(...cells); } })).toBe(2);
  expect(seen.sort()).toEqual(['a', 'b']);
  expect(await computeStale(store, { day: async () => { throw new Error('nothing is stale'); } })).toBe(0);
});

test('a mark that comes meanwhile stays for the next round: figures that change all the time leave others their time', async () => {
  await markStale(store, 'day', ['a']);
  let times = 0;
  const compute = async () => { if (++times <= 2) await markStale(store, 'day', ['a']); };
  expect(await computeStale(store, { day: compute })).toBe(1);
  expect(await computeStale(store, { day: compute })).toBe(1);
  expect(await computeStale(store, { day: compute })).toBe(1);
  expect(await computeStale(store, { day: compute })).toBe(0);
});

test('what follows from a cell is computed after it', async () => {
  await markStale(store, 'day', ['2026-06-21/by']);
  const seen: string[] = [];
  await computeStale(store, { day: async () => [{ kind: 'month', cells: ['2026-06/by'] }], month: async (_store, cells) => { seen.push(...cells); } });
  expect(seen).toEqual(['2026-06/by']);
});

test('cells whose computing fails stay marked', async () => {
  await markStale(store, 'day', ['c']);
  await expect(computeStale(store, { day: async () => { throw new Error('away'); } })).rejects.toThrow('away');
  expect(await computeStale(store, { day: async () => undefined })).toBe(1);
});

test('what went before one that fails is done, and what follows from it stays marked', async () => {
  await markStale(store, 'day', ['d']);
  const days: string[] = [];
  const day = async (_store: Store, cells: string[]) => { days.push(...cells); return [{ kind: 'month', cells: ['2026-06/d'] }]; };
  await expect(computeStale(store, { day, month: async () => { throw new Error('away'); } })).rejects.toThrow('away');
  const months: string[] = [];
  expect(await computeStale(store, { day, month: async (_store, cells) => { months.push(...cells); } })).toBe(1);
  expect([days, months]).toEqual([['d'], ['2026-06/d']]);
});

test('a mark that is set between two rounds of two processes is not struck off by the one that began before it', async () => {
  await markStale(store, 'day', ['e']);
  const slow = computeStale(store, { day: async () => {
    await computeStale(store, { day: async () => undefined });
    await markStale(store, 'day', ['e']);
  } });
  expect(await slow).toBe(1);
  expect(await computeStale(store, { day: async () => undefined })).toBe(1);
});

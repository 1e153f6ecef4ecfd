// The city at its real size: the numbers of the article, whole, and never in production.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { seedYangzhou } from '../../../../processes/demo/yangzhou/seed.js';
import { yangzhouPeople } from '../../../../processes/demo/yangzhou/people.js';
import { yangzhouUnits } from '../../../../processes/demo/yangzhou/units.js';
import { demoUnits } from '../../../../processes/demo/units.js';
import { chain } from '../../../../processes/organisation.js';
import type { Store } from '../../../../processes/store/store.js';
import { closeTestStore, openTestStore } from '../../../support/store.js';

let store: Store;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(closeTestStore);

test('every unit lies below one that exists, one level above it, under an id that says so, and has a name of its own there', () => {
  const units = [...demoUnits, ...yangzhouUnits()];
  const byId = new Map(units.map((unit) => [unit._id, unit]));
  expect(byId.size).toBe(units.length);
  const above = { county: ['city'], town: ['county'], village: ['town'], grid: ['village'], department: ['city', 'county', 'town'] };
  const wrong = units.filter(({ _id, level, parent, path }) => level !== 'city' && !(byId.has(parent!) && (above[level] as string[]).includes(byId.get(parent!)!.level)
    && path.join() === [...byId.get(parent!)!.path, _id].join() && (level === 'county' || _id.startsWith(`${parent}${level === 'department' ? '.' : '-'}`))));
  expect(wrong).toEqual([]);
  expect(new Set(units.map(({ parent, name }) => `${parent}:${name}`)).size).toBe(units.length);
  expect(units.filter(({ level }) => level === 'county')).toHaveLength(6);
});

test('every account can be typed and is one person\'s, and the same at every run', () => {
  const people = yangzhouPeople(yangzhouUnits(), 'x');
  expect(people.filter(({ account }) => !/^[a-z][a-z0-9._-]{1,31}$/.test(account))).toEqual([]);
  expect(new Set(people.map(({ account }) => account)).size).toBe(people.length);
  expect(yangzhouPeople(yangzhouUnits(), 'x')).toEqual(people);
});

test('production refuses it, and a store of real people does', async () => {
  await expect(seedYangzhou(store, { production: true })).rejects.toMatchObject({ name: 'Forbidden' });
  await store.people.collection.insertOne({ _id: 'real', account: 'real', name: '真人', active: true, posts: [], groups: [] } as never);
  await expect(seedYangzhou(store, { production: false })).rejects.toMatchObject({ name: 'Forbidden' });
  expect(await store.units.countDocuments()).toBe(0);
  await store.people.deleteOne({ _id: 'real' });
});

test('the store then holds the city of the article, and a second run changes nothing', async () => {
  const made = await seedYangzhou(store, { production: false });
  expect(made).toMatchObject({ general: 5_696, dedicated: 550 });
  expect(made.members).toBeGreaterThan(6_000);
  await store.units.updateOne({ _id: 'gy-longqiu' }, { $set: { name: '龙虬街道' } });
  expect(await seedYangzhou(store, { production: false })).toEqual(made);
  expect(await store.units.findById('gy-longqiu').lean()).toMatchObject({ name: '龙虬街道' });
  expect(await chain(store, 'gy-longqiu-v01-g1')).toEqual({ grid: 'gy-longqiu-v01-g1', village: 'gy-longqiu-v01', town: 'gy-longqiu', county: 'gy', city: 'yz' });
}, 120_000);

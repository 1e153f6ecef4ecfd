// The demo organisation: whole, loaded once, and never in production.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { DEMO_PASSWORD, demoSignIns, loadDemo } from '../../processes/demo/load.js';
import { demoPeople } from '../../processes/demo/people.js';
import { demoUnits } from '../../processes/demo/units.js';
import { categories } from '../../processes/categories.js';
import { isPassword } from '../../processes/passwords.js';
import { findRole } from '../../processes/roles.js';
import type { Store } from '../../processes/store/store.js';
import { closeTestStore, openTestStore } from '../support/store.js';

let store: Store;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(closeTestStore);

const groups = new Set(demoPeople.flatMap(([, , ...posts]) => posts));

describe('the demo\'s data', () => {
  test('every post is at a unit that exists, in a role that exists, and every account is one person\'s', () => {
    for (const group of groups) {
      const [unit, role] = group.split('/');
      expect([group, demoUnits.some(({ _id }) => _id === unit), findRole(role!) !== undefined]).toEqual([group, true, true]);
    }
    expect(new Set(demoPeople.map(([account]) => account)).size).toBe(demoPeople.length);
    expect(new Set(demoPeople.map(([, name]) => name)).size).toBe(demoPeople.length);
  });

  test('everybody whom the chain of a grid event needs is there, from the grid to the city', () => {
    const towns = ['zzb', 'pcs', 'lds', 'sfs', 'zfj', 'cgb', 'aqb', 'nyb', 'mzb', 'wjb'];
    const needed = [
      'by-jinghe-caoba-g1/grid-member', 'by-jinghe-caoba/grid-leader', 'by-jinghe-caoba/intake', 'by-jinghe-songzhu/intake', 'by-jinghe-xiaohan/intake', 'by-jinghe/dispatcher',
      'by-jinghe/duty-leader', 'by-jinghe/follow-up', 'by-jinghe/supervisor', 'by/dispatcher', 'by/commander', 'by/supervisor', 'by/follow-up', 'by/policy', 'by/admin', 'by/assessor',
      'by.fy/officer', 'yz/commander', ...towns.flatMap((suffix) => ['by-jinghe', 'by'].flatMap((unit) => ['officer', 'head'].map((role) => `${unit}.${suffix}/${role}`))),
    ];
    expect(needed.filter((group) => !groups.has(group))).toEqual([]);
  });

  test('there are 51 categories in 10 groups', () => {
    expect(categories).toHaveLength(51);
    expect(new Set(categories.map(({ group }) => group)).size).toBe(10);
    expect(categories.find(({ code }) => code === 'B03')?.name).toBe('欠薪逃匿/哄抢');
  });
});

describe('loading it', () => {
  test('production refuses it and nothing is written', async () => {
    await expect(loadDemo(store, { production: true })).rejects.toMatchObject({ name: 'Forbidden' });
    expect(await store.people.find().lean()).toEqual([]);
    expect(await store.units.find().lean()).toEqual([]);
  });

  test('a second load keeps what somebody changed', async () => {
    await loadDemo(store, { production: false });
    await store.people.updateOne({ _id: 'caoba' }, { $set: { name: '周大梅', active: false } });
    await store.units.updateOne({ _id: 'by-jinghe' }, { $set: { name: '泾河街道' } });
    await store.people.deleteOne({ _id: 'wjb' });
    await loadDemo(store, { production: false });
    expect(await store.people.findById('caoba').lean()).toMatchObject({ name: '周大梅', active: false });
    expect(await store.units.findById('by-jinghe').lean()).toMatchObject({ name: '泾河街道' });
    expect((await store.people.find().lean()).length).toBe(demoPeople.length);
  });

  test('an account that a real person has taken is left to them', async () => {
    await store.people.deleteMany({});
    await store.people.create({ _id: 'real', name: '真人', account: 'ducha', passwordHash: 'x', posts: [], groups: [], active: true });
    await loadDemo(store, { production: false });
    expect((await store.people.find({ account: 'ducha' }).lean()).map(({ _id }) => _id)).toEqual(['real']);
  });

  test('everybody in the banner can sign in with the demo password', async () => {
    expect(demoSignIns[0]).toEqual({ account: 'caoba', name: '周晓梅', role: '网格员', unit: '曹坝园区网格' });
    const found = await store.people.findOne({ account: 'jinghe' }).lean();
    expect(await isPassword(DEMO_PASSWORD, found!.passwordHash)).toBe(true);
    expect(found!.demo).toBe(true);
  });
});

// The organisation: where a grid lies, who belongs to a group, and who has the least to do.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { loadDemo } from '../../processes/demo/load.js';
import { chain, findMembers, findPeople, findUnits, getPerson, getUnit, leastLoaded, parseGroup } from '../../processes/organisation.js';
import { standInGroups } from '../../processes/stand-ins.js';
import type { Store } from '../../processes/store/store.js';
import { closeTestStore, openTestStore } from '../support/store.js';
import { aTask } from '../support/web.js';

let store: Store;
beforeAll(async () => {
  store = await openTestStore();
  await loadDemo(store, { production: false });
});
afterAll(closeTestStore);

describe('units', () => {
  test('a grid knows its village, town, county and city', async () => {
    expect(await chain(store, 'by-jinghe-caoba-g1')).toEqual({ grid: 'by-jinghe-caoba-g1', village: 'by-jinghe-caoba', town: 'by-jinghe', county: 'by', city: 'yz' });
  });

  test('a village is no grid, and neither is an unknown unit', async () => {
    await store.units.updateOne({ _id: 'by-jinghe-caoba-g1' }, { $set: { endedOn: '2026-01-01' } });
    await expect(chain(store, 'by-jinghe-caoba-g1')).rejects.toMatchObject({ name: 'Invalid', problems: [{ path: 'grid', message: expect.stringContaining('2026-01-01 撤销') }] });
    expect(await chain(store, 'by-jinghe-caoba-g1', true)).toMatchObject({ village: 'by-jinghe-caoba' });
    await store.units.updateOne({ _id: 'by-jinghe-caoba-g1' }, { $unset: { endedOn: '' } });
    await expect(chain(store, 'by-jinghe-caoba')).rejects.toMatchObject({ name: 'Invalid', problems: [{ path: 'grid', message: '「曹坝村」不是网格' }] });
    await expect(chain(store, 'nowhere')).rejects.toMatchObject({ name: 'Invalid', problems: [{ path: 'grid' }] });
    await expect(getUnit(store, 'nowhere')).rejects.toThrow('<nowhere>');
  });

  test('what lies under a town is its own and nobody else\'s', async () => {
    expect((await findUnits(store, { under: 'by-jinghe', level: 'grid' })).map(({ _id }) => _id)).toHaveLength(6);
    const under = await findUnits(store, { under: 'by-jinghe' });
    expect(under.every(({ _id }) => _id.startsWith('by-jinghe') && _id !== 'by-jinghe')).toBe(true);
  });

  test('a department bears the same suffix in town and county', async () => {
    for (const { _id } of await findUnits(store, { under: 'by-jinghe', level: 'department' })) await expect(getUnit(store, `by.${_id.split('.')[1]}`)).resolves.toBeDefined();
  });
});

describe('people', () => {
  test('a group is a unit and a role', async () => {
    expect(parseGroup('by-jinghe.lds/officer')).toEqual({ unit: 'by-jinghe.lds', role: 'officer' });
    expect(() => parseGroup('by-jinghe')).toThrow('<by-jinghe>');
    expect((await findMembers(store, 'by-jinghe/dispatcher')).map(({ _id }) => _id)).toEqual(['jinghe', 'jinghe2']);
  });

  test('the people of a unit are those posted there and below', async () => {
    expect((await findPeople(store, { unit: 'by-anyi' })).map(({ _id }) => _id)).toEqual(['anyi', 'chengbei', 'chengbeishequ']);
    expect((await findPeople(store, { unit: 'by-jinghe', role: 'intake' })).map(({ _id }) => _id)).toEqual(['caobacun', 'songzhucun', 'xiaohancun']);
  });

  test('who was switched off belongs to no group', async () => {
    await store.people.updateOne({ _id: 'songzhucun' }, { $set: { active: false } });
    expect(await findMembers(store, 'by-jinghe-songzhu/intake')).toEqual([]);
    expect((await getPerson(store, 'songzhucun')).active).toBe(false);
  });
});

describe('the least loaded', () => {
  const group = 'by-jinghe/dispatcher';
  const least = async () => (await leastLoaded(store, group))?._id ?? null;
  beforeEach(async () => {
    await store.tasks.deleteMany({});
  });

  test('between equals it is the first id', async () => expect(await least()).toBe('jinghe'));

  test('whoever holds or was assigned an open task has more to do', async () => {
    await store.tasks.create(aTask({ assignee: 'jinghe' }));
    expect(await least()).toBe('jinghe2');
    await store.tasks.create([aTask({ holder: { person: 'jinghe2', at: new Date() } }), aTask({ assignee: 'jinghe2' })]);
    expect(await least()).toBe('jinghe');
  });

  test('what is finished, or was taken over by another, is no load', async () => {
    await store.tasks.create([aTask({ assignee: 'jinghe', state: 'completed' }), aTask({ assignee: 'jinghe', holder: { person: 'jinghe2', at: new Date() } })]);
    expect(await least()).toBe('jinghe');
  });

  test('a group without members has nobody', async () => expect(await leastLoaded(store, 'by-fanshui/dispatcher')).toBeNull());
});

test('for a department that was never set up the unit whose it would be stands in, and those above it', async () => {
  const units = async (of: string) => (await standInGroups(store, of)).map(([group]) => group!.split('/')[0]);
  expect(await units('by.nowhere')).toEqual(['by.nowhere', ...await units('by')]);
  expect(await units('nowhere')).toEqual(['nowhere']);
});

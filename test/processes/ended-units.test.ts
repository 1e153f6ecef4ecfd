// A unit that has ended is offered for nothing new: no suggestion, no form's list, no joint handling, no partner's table.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { findInvitable } from '../../processes/co-handling.js';
import { loadDemo } from '../../processes/demo/load.js';
import { listsOf, type Option } from '../../processes/form-lists.js';
import { mapOrder, problemsOf } from '../../processes/partners/mapping.js';
import { knownDepartments } from '../../processes/pattern/departments.js';
import type { Store } from '../../processes/store/store.js';
import type { Case, Task } from '../../processes/store/types.js';
import { departmentsFor } from '../../processes/suggestions.js';
import { forgetUnits } from '../../processes/units.js';
import { closeTestStore, openTestStore } from '../support/store.js';

let store: Store;
beforeAll(async () => {
  store = await openTestStore();
  await loadDemo(store, { production: false });
});
afterAll(closeTestStore);

const about = { town: 'by-jinghe', county: 'by', scope: ['by-jinghe', 'by'] as string[] } as Case;
/** Everything that is offered, by where. */
async function offered() {
  const lists = await listsOf({ components: [{ type: 'select', key: 'unit', valuesKey: 'countyDepartments' }] } as never, store, async () => about);
  return {
    suggestion: (await departmentsFor(about, { store })).map(({ _id }) => _id), form: lists.countyDepartments!.map(({ value }) => value),
    invitation: (await findInvitable(store, { candidateGroups: [] as string[] } as Task, about)).map(({ _id }) => _id), joint: (await knownDepartments(store)).map(({ suffix, levels }) => `${suffix} ${levels.join()}`),
  };
}

test('a department that has ended is offered nowhere', async () => {
  const department = (await store.units.findOne({ parent: 'by', level: 'department' }).lean())!._id;
  const before = await offered();
  for (const ids of [before.suggestion, before.form, before.invitation]) expect(ids).toContain(department);
  await store.units.updateOne({ _id: department }, { $set: { endedOn: '2026-06-01' } });
  const after = await offered();
  for (const where of ['suggestion', 'form', 'invitation'] as const) expect(after[where]).toEqual(before[where].filter((id) => id !== department));
  expect(after.joint).not.toEqual(before.joint);
});

test('joint enforcement offers the town\'s departments, then the county\'s; what was filled in with one that ended is still read by its name', async () => {
  const form = { components: ['jointDepartments', 'everyJointDepartment'].map((valuesKey) => ({ type: 'select', key: valuesKey, valuesKey })) } as never;
  const read = async () => (await listsOf(form, store, async () => about)) as { jointDepartments: Option[]; everyJointDepartment: Option[] };
  await store.units.collection.insertOne({ _id: 'by-jinghe.sjz', name: '泾河镇市监分局', level: 'department', parent: 'by-jinghe', path: ['yz', 'by', 'by-jinghe', 'by-jinghe.sjz'], endedOn: null } as never);
  const { jointDepartments } = await read();
  expect(jointDepartments).toEqual(expect.arrayContaining([{ label: '泾河镇市监分局', value: 'by-jinghe.sjz' }, { label: '县消防救援大队', value: 'by.xf' }]));
  const ids = jointDepartments.map(({ value }) => value);
  expect(ids.findIndex((id) => !id.startsWith('by-jinghe.'))).toBeGreaterThan(ids.indexOf('by-jinghe.sjz'));
  expect(ids.filter((id) => !/^by(-jinghe)?\./.test(id))).toEqual([]);
  await store.units.updateOne({ _id: 'by-jinghe.sjz' }, { $set: { endedOn: '2026-06-01' } });
  const after = await read();
  expect([after.jointDepartments, after.everyJointDepartment].map((list) => list.some(({ value }) => value === 'by-jinghe.sjz'))).toEqual([false, true]);
  // one that had a task of the case and stands elsewhere now comes last
  await store.units.updateOne({ _id: 'by-jinghe.sjz' }, { $set: { parent: 'by-anyi', endedOn: null } });
  const moved = (await listsOf(form, store, async () => ({ ...about, scope: ['by-jinghe', 'by-jinghe.sjz'] }))) as { jointDepartments: Option[]; everyJointDepartment: Option[] };
  expect([moved.jointDepartments.some(({ value }) => value === 'by-jinghe.sjz'), moved.everyJointDepartment.at(-1)!.value]).toEqual([false, 'by-jinghe.sjz']);
});

test('an order whose grid has ended is sorted by people, and the table that names it is not saved again', async () => {
  const tables = { categories: [{ theirs: '暴露垃圾', ours: 'D01' }], units: [{ theirs: '曹坝', ours: 'by-jinghe-caoba-g1' }], urgencies: [], fields: [] };
  const order = { category: '暴露垃圾', address: '曹坝村一组' };
  expect(await mapOrder(order as never, tables, { store })).toMatchObject({ unit: { _id: 'by-jinghe-caoba-g1' }, missing: [] });
  expect(await problemsOf(tables, 'by-jinghe', { store })).toEqual([]);
  await store.units.updateOne({ _id: 'by-jinghe-caoba-g1' }, { $set: { endedOn: '2026-06-01' } });
  forgetUnits(store);
  const { unit, missing } = await mapOrder(order as never, tables, { store });
  expect([unit, missing]).toEqual([undefined, ['grid']]);
  expect(await problemsOf(tables, 'by-jinghe', { store })).toEqual([{ path: 'units.0.ours', message: expect.stringContaining('已撤销') }]);
});

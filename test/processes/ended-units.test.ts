// A unit that has ended is offered for nothing new: no suggestion, no form's list, no joint handling, no partner's table.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { findInvitable } from '../../processes/co-handling.js';
import { loadDemo } from '../../processes/demo/load.js';
import { listsOf } from '../../processes/form-lists.js';
import { mapOrder, problemsOf } from '../../processes/partners/mapping.js';
import { knownDepartments } from '../../processes/pattern/departments.js';
import type { Store } from '../../processes/store/store.js';
import type { Case, Task } from '../../processes/store/types.js';
import { departmentsFor } from '../../processes/suggestions.js';
import { closeTestStore, openTestStore } from '../support/store.js';

let store: Store;
beforeAll(async () => {
  store = await openTestStore();
  await loadDemo(store, { production: false });
});
afterAll(closeTestStore);

const about = { town: 'by-jinghe', county: 'by' } as Case;
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

test('an order whose grid has ended is sorted by people, and the table that names it is not saved again', async () => {
  const tables = { categories: [{ theirs: '暴露垃圾', ours: 'D01' }], units: [{ theirs: '曹坝', ours: 'by-jinghe-caoba-g1' }], urgencies: [], fields: [] };
  const order = { category: '暴露垃圾', address: '曹坝村一组' };
  expect(await mapOrder(order as never, tables, { store })).toMatchObject({ unit: { _id: 'by-jinghe-caoba-g1' }, missing: [] });
  expect(await problemsOf(tables, 'by-jinghe', { store })).toEqual([]);
  await store.units.updateOne({ _id: 'by-jinghe-caoba-g1' }, { $set: { endedOn: '2026-06-01' } });
  const { unit, missing } = await mapOrder(order as never, tables, { store });
  expect([unit, missing]).toEqual([undefined, ['grid']]);
  expect(await problemsOf(tables, 'by-jinghe', { store })).toEqual([{ path: 'units.0.ours', message: expect.stringContaining('已撤销') }]);
});

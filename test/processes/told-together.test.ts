// The visits that a warning opens are told together (see aid/told.ts); everything else, and whoever had begun, is told one by one.
import { tell } from '../../processes/projection/told.js';
import type { Store } from '../../processes/store/store.js';
import type { Task } from '../../processes/store/types.js';
import { closeTestStore, openTestStore } from '../support/store.js';

let store: Store;
beforeAll(async () => { store = await openTestStore(); });
afterAll(closeTestStore);

const at = new Date('2026-07-01T02:00:00Z');
const task = (_id: string, more: object): Task => ({
  _id, caseNo: 'BY-1', elementId: 'check-household', elementKey: _id, name: '上门排查', procedure: 'emergency-aid', candidateGroups: ['by-jinghe-caoba-g1/grid-member'], createdAt: at, state: 'open', about: { warning: 'w', grid: 'by-jinghe-caoba-g1', village: 'by-jinghe-caoba' }, ...more,
}) as unknown as Task;

test('a visit of a warning has no notice of its own; what was begun by hand, and what follows, has', async () => {
  await tell(store, [
    task('1', {}), task('2', { about: {} }), task('3', { elementId: 'second-try' }), task('4', { state: 'withdrawn', endedAt: at }), task('5', { state: 'withdrawn', endedAt: at, holder: { person: 'caoba', at } }),
    task('6', { candidateGroups: ['by-jinghe-caoba-g1/helper'] }),
  ]);
  expect((await store.notices.find().lean()).map(({ _id }) => _id).sort()).toEqual(['open:2', 'open:3', 'open:6', 'withdrawn:5']);
});

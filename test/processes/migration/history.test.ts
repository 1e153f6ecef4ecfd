// What the read model keeps of a migration: the versions that an instance ran on, and what of it was where; records that come twice change nothing.
import { elementsOn, ranOn } from '../../../processes/migration/history.js';
import { receiveBulk } from '../../../processes/projection/receive.js';
import { rebuild } from '../../../processes/rebuild.js';
import { defaultCalendar } from '../../../processes/calendar.js';
import type { Element, Incident, Instance, Task } from '../../../processes/store/types.js';
import { depsOf, diagram } from '../../support/journey.js';
import { RecordLog } from '../../support/records.js';
import { closeTestStore, openTestStore } from '../../support/store.js';

afterAll(() => closeTestStore());

test('history stays on the version that it happened on, the open task reads as the new version has it, and a rebuild gives the same', async () => {
  const store = await openTestStore();
  const log = new RecordLog(1);
  const first = log.deploy('grid-event', diagram('grid-event'));
  const second = log.deploy('grid-event', diagram('grid-event').replace('id="village-handle" name="村（网格）处置"', 'id="village-handle" name="村里办"').replaceAll('formKey="village-handle"', 'formKey="check"'), 2);
  const run = log.start('grid-event', first);
  run.variable('caseNo', 'BY-2026-000001');
  const intake = run.task('intake', { groups: ['by-jinghe-caoba/intake'] });
  run.endTask('intake', intake, 'COMPLETED');
  run.flow('intake-to-intake-decided');
  const handle = run.task('village-handle', { groups: ['by-jinghe-caoba/intake'], limit: '1 工作日' });
  const stuck = run.enter('classify', 'SERVICE_TASK');
  const incident = run.incident('CREATED', log.key(), 'classify', stuck, log.key());
  run.migrate(second);
  run.element('grid-event', 'PROCESS', 'ELEMENT_MIGRATED', run.key, -1n, 'UNSPECIFIED', 2);
  run.element('village-handle', 'USER_TASK', 'ELEMENT_MIGRATED', handle.element, run.key, 'UNSPECIFIED', 2);
  run.job('MIGRATED', handle.job, 'village-handle', handle.element, {});
  run.element('tell-accepted', 'SERVICE_TASK', 'ELEMENT_MIGRATED', stuck, run.key, 'UNSPECIFIED', 2);
  run.incident('MIGRATED', incident, 'tell-accepted', stuck, log.key());

  await receiveBulk(log.body(), depsOf(store));
  await receiveBulk(log.body(), depsOf(store));

  const instance = (await store.instances.findById(String(run.key)).lean<Instance>())!;
  expect(instance).toMatchObject({ version: 2, definitionKey: String(second), history: [{ definitionKey: String(first), version: 1 }] });
  expect((await ranOn(store, instance)).map(({ version, now }) => [version, now])).toEqual([[2, true], [1, false]]);

  const elements = await store.elements.find({ instanceKey: instance._id, type: { $ne: 'PROCESS' } }).lean<Element[]>();
  const on = (key: bigint) => elementsOn(elements, String(key)).map(({ elementId, state }) => `${elementId}:${state}`).sort();
  expect(on(first)).toEqual(['classify:moved', 'intake-to-intake-decided:taken', 'intake:completed', 'village-handle:moved']);
  expect(on(second)).toEqual(['tell-accepted:active', 'village-handle:active']);

  const task = (await store.tasks.findById(String(handle.job)).lean<Task>())!;
  expect(task).toMatchObject({ name: '村里办', formKey: 'check', definitionKey: String(second), state: 'open', limit: '1 工作日', candidateGroups: ['by-jinghe-caoba/intake'] });
  expect((await store.incidents.findById(String(incident)).lean<Incident>())!.elementId).toBe('tell-accepted');
  expect(await rebuild(store, defaultCalendar())).toMatchObject({ mended: 0, missing: 0 });
});

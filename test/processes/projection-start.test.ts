// An instance that was started by command has its variables before it begins: it belongs to its case all the same.
import { defaultCalendar } from '../../processes/calendar.js';
import { engineClock } from '../../processes/clock.js';
import type { Deps } from '../../processes/deps.js';
import { receiveBulk } from '../../processes/projection/receive.js';
import { diagram } from '../support/journey.js';
import { RecordLog } from '../support/records.js';
import { closeTestStore, openTestStore } from '../support/store.js';

afterAll(closeTestStore);

test.each([['in one bulk', 99], ['cut between them', 2]])('variables before the beginning, %s', async (_how, cut) => {
  const store = await openTestStore();
  const deps = { store, calendar: defaultCalendar(), clock: engineClock() } as unknown as Deps;
  const log = new RecordLog(1, new Date().toISOString());
  const definition = log.deploy('instalment', diagram('instalment'));
  const key = log.key();
  log.write('VARIABLE', 'CREATED', log.key(), { bpmnProcessId: 'instalment', processDefinitionKey: definition, processInstanceKey: key, scopeKey: key, name: 'caseNo', value: '"BY-2026-000007"' });
  log.write('PROCESS_INSTANCE', 'ELEMENT_ACTIVATING', key, {
    bpmnProcessId: 'instalment', processDefinitionKey: definition, processInstanceKey: key, version: 1, elementId: 'instalment', bpmnElementType: 'PROCESS', flowScopeKey: -1n,
    bpmnEventType: 'UNSPECIFIED', parentProcessInstanceKey: -1n, parentElementInstanceKey: -1n,
  });
  for (const body of [log.body(0, cut), log.body(cut)]) if (body) await receiveBulk(body, deps);
  expect(await store.instances.findById(String(key)).lean()).toMatchObject({ caseNo: 'BY-2026-000007', procedure: 'instalment', state: 'active' });
});

test.each([['in one bulk', 99], ['cut after the event began', 5], ['cut among its variables', 6]])('what a start event is given is kept once, where it goes on, %s', async (_how, cut) => {
  const store = await openTestStore();
  const deps = { store, calendar: defaultCalendar(), clock: engineClock() } as unknown as Deps;
  const log = new RecordLog(1, new Date().toISOString());
  const one = log.start('instalment', log.deploy('instalment', diagram('instalment')));
  const begun = one.enter('begun', 'START_EVENT');
  for (const scope of [begun, undefined]) for (const name of ['caseNo', 'grid']) one.variable(name, 'BY-2026-000008', scope);
  one.leave('begun', 'START_EVENT', begun);
  for (const body of [log.body(0, cut), log.body(cut)]) if (body) await receiveBulk(body, deps);
  const kept = await store.variables.find({}).lean();
  expect(kept.map(({ name }) => name).sort()).toEqual(['caseNo', 'grid']);
  expect(new Set(kept.map(({ scopeKey, instanceKey }) => scopeKey === instanceKey))).toEqual(new Set([true]));
  expect(await store.instances.findOne({}).lean()).toMatchObject({ caseNo: 'BY-2026-000008' });
});

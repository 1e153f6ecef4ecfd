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

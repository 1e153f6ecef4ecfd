// Business errors that nothing catches.
import { foundBy, severities } from '../../support/rule-fixture.js';

test('an error that a worker may throw is found where neither the task, nor a sub-process around it, catches it', async () => {
  const found = await foundBy('error-caught');
  expect(severities(found)).toEqual({ 'bare': 'error', 'other': 'error', 'in-done': 'warning' });
  expect(found['bare']!.message).toMatch(/「MERGE_TARGET」.*错误边界事件/);
});

test('nothing is said of a worker that throws none, or that is not known', async () => {
  expect(severities(await foundBy('error-caught', undefined, { jobs: { merge: [] } }))).toEqual({ 'in-done': 'warning' });
  expect(severities(await foundBy('error-caught', undefined, { jobs: undefined }))).toEqual({ 'in-done': 'warning' });
});

test('an error that an event sub-process catches is caught', async () => {
  const catcher = '<bpmn:subProcess id="catcher" triggeredByEvent="true"><bpmn:startEvent id="caught-inside"><bpmn:errorEventDefinition id="x" /></bpmn:startEvent></bpmn:subProcess></bpmn:process>';
  expect(await foundBy('error-caught', (xml) => xml.replace('</bpmn:process>', catcher))).toEqual({});
});

// The bridge between two versions: like the target, but that nothing starts it and no activity waits for a message; and the read model never sees it.
import { bridgeOf } from '../../../processes/migration/bridge.js';
import { readBridge } from '../../../processes/migration/bridge-name.js';
import { drawingOf } from '../../../processes/migration/drawing.js';
import { readProcedure } from '../../../processes/procedure.js';
import type { EngineRecord } from '../../../processes/projection/record.js';
import { unbridged } from '../../../processes/projection/unbridged.js';
import { boundary, onMessage, onTimer, sketch, task } from '../../support/sketch.js';
import { diagram } from '../../support/journey.js';

const record = (valueType: string, value: object): EngineRecord => ({ partition: 1, position: 1, key: '7', timestamp: 0, valueType, intent: 'ELEMENT_MIGRATED', recordType: 'EVENT', value });

describe('the bridge', () => {
  test('carries every element of the target under an id of its own, but no message events on activities', async () => {
    const target = sketch(task('a') + boundary('late', 'a', onMessage('deadline.a')) + boundary('slow', 'a', onTimer), { version: 3, messages: ['deadline.a'] });
    const { name, content } = await bridgeOf(target);
    const drawn = await drawingOf({ ...target, _id: 'bridge', xml: content, procedure: name.replace('.bpmn', '') });
    expect([...drawn.elements.keys()].sort()).toEqual(['a--bridge', 'slow--bridge']);
    expect(drawn.elements.get('a--bridge')!.boundaries.map(({ kind }) => kind)).toEqual(['timer']);
    expect(readBridge(drawn.procedure)).toEqual({ to: target._id, version: 3, procedure: 'sketch' });
  });

  test.each(['grid-event', 'wage-arrears', 'order-to-pay', 'instalment'])('of %s is a whole diagram that no message starts', async (id) => {
    const target = { ...sketch(''), procedure: id, xml: diagram(id) };
    const [before, after] = [await readProcedure(target.xml), await readProcedure((await bridgeOf(target)).content)];
    const events = before.elements.filter(({ type }) => type === 'START_EVENT').map(({ id: element }) => `${element}--bridge`);
    expect(after.messages.filter(({ element }) => events.includes(element))).toEqual([]);
    expect(after.userTasks.map(({ formKey, groups }) => [formKey, groups])).toEqual(before.userTasks.map(({ formKey, groups }) => [formKey, groups]));
    expect(after.jobTypes).toEqual(before.jobTypes);
  });

  test('records from it read as if the instance stood on the version that it leads to, and it is no procedure', () => {
    const value = { bpmnProcessId: 'bridge--99--3--sketch', processDefinitionKey: '55', version: 1, elementId: 'a--bridge', bpmnElementType: 'USER_TASK' };
    expect(unbridged([record('PROCESS_INSTANCE', value)])[0]!.value).toMatchObject({ bpmnProcessId: 'sketch', processDefinitionKey: '99', version: 3, elementId: 'a' });
    expect(unbridged([record('PROCESS_INSTANCE', { ...value, bpmnElementType: 'PROCESS', elementId: 'bridge--99--3--sketch' })])[0]!.value.elementId).toBe('sketch');
    expect(unbridged([record('PROCESS', value)])).toEqual([]);
    const other = record('PROCESS_INSTANCE', { ...value, bpmnProcessId: 'sketch' });
    expect(unbridged([other])).toEqual([other]);
  });
});

// What the engine would refuse is said before, each reason from a small diagram; the sentences are those that people read.
import { drawingOf } from '../../../processes/migration/drawing.js';
import { planOf } from '../../../processes/migration/plan.js';
import { preflight } from '../../../processes/migration/preflight.js';
import { boundary, flow, onMessage, onTimer, sketch, task } from '../../support/sketch.js';

const sub = (id: string, inside: string, attributes = '') => `<bpmn:subProcess id="${id}" name="${id}" ${attributes}>${inside}</bpmn:subProcess>`;
const MULTI = '<bpmn:multiInstanceLoopCharacteristics/>';
const TYPES: Record<string, string> = { s: 'SERVICE_TASK', sub: 'SUB_PROCESS', call: 'CALL_ACTIVITY', c: 'INTERMEDIATE_CATCH_EVENT', g: 'EXCLUSIVE_GATEWAY' };

async function judge(before: string, after: string, active: string[], { joins = [] as string[], broken = [] as string[], hand = {}, messages = ['deadline.a', 'other'] } = {}) {
  const [source, target] = [await drawingOf(sketch(before, { messages })), await drawingOf(sketch(after, { version: 2, messages }))];
  const where = { active: active.map((id) => ({ key: `1${id}`, elementId: id, type: TYPES[id] ?? 'USER_TASK' })), waitingJoins: joins, broken: broken.map((id) => `1${id}`) };
  return preflight(source, target, planOf(source, target, hand), where);
}
const reasons = async (...given: Parameters<typeof judge>) => (await judge(...given)).hindrances.map(({ reason }) => reason);

describe('the pre-flight', () => {
  test('a case at a mapped task may go, straight', async () => {
    expect(await judge(task('a'), task('a'), ['a'])).toEqual({ ok: true, hindrances: [], bridge: false });
  });

  test('one that waits for the same message before and after may go, over a bridge; with another message straight', async () => {
    const with_ = (name: string) => task('a') + boundary('b', 'a', onMessage(name));
    expect(await judge(with_('deadline.a'), with_('deadline.a'), ['a'])).toMatchObject({ ok: true, bridge: true });
    expect(await judge(with_('deadline.a'), with_('other'), ['a'])).toMatchObject({ ok: true, bridge: false });
  });

  test.each([
    ['an element without a counterpart', task('a'), task('b'), ['a'], 'unmapped', '没有对应的环节'],
    ['a move into another sub-process', task('a'), sub('sub', task('a')), ['a'], 'scope', '移到了另一个子流程'],
    ['a timer that hangs on it', task('a') + boundary('b', 'a', onTimer), task('a'), ['a'], 'boundary', '计时'],
    ['a timer that hangs on its counterpart', task('a'), task('a') + boundary('b', 'a', onTimer), ['a'], 'boundary', '目标版本在「a」上附着了计时事件'],
    ['an error event on a called procedure', '<bpmn:callActivity id="call"/>' + boundary('b', 'call', '<bpmn:errorEventDefinition/>'), '<bpmn:callActivity id="call"/>', ['call'], 'boundary', '错误'],
    ['a waiting event', `<bpmn:intermediateCatchEvent id="c">${onTimer}</bpmn:intermediateCatchEvent>`, task('a'), ['c'], 'place', '停在「c」处'],
    ['a gateway with an incident', '<bpmn:exclusiveGateway id="g"/>', '<bpmn:exclusiveGateway id="g"/>', ['g'], 'place', '停在网关「g」'],
    ['many at work at once', task('a', 'a', MULTI), task('a', 'a', MULTI), ['a'], 'multiple', '多实例'],
    ['a task inside what is multiplied', sub('sub', task('a') + MULTI), sub('sub', task('a') + MULTI), ['a'], 'multiple', '多实例'],
    ['a counterpart that is multiplied', task('a'), task('a', 'a', MULTI), ['a'], 'multiple', '改为多方同时办理'],
    ['an event sub-process in the old version', task('a') + sub('e', '', 'triggeredByEvent="true"'), task('a'), ['a'], 'event-sub-process', '原版本里有事件子流程'],
    ['an event sub-process in the new version', task('a'), task('a') + sub('e', '', 'triggeredByEvent="true"'), ['a'], 'event-sub-process', '目标版本里有事件子流程'],
    ['a task that the engine would manage itself', task('a'), task('a', 'a', '<bpmn:extensionElements><zeebe:userTask/></bpmn:extensionElements>'), ['a'], 'type', '不是同一种环节'],
  ])('%s keeps a case where it is', async (_what, before, after, active, reason, words) => {
    const { ok, hindrances } = await judge(before, after, active);
    expect({ ok, hindrances }).toEqual({ ok: false, hindrances: [expect.objectContaining({ reason, text: expect.stringContaining(words), offers: expect.arrayContaining(['finish']) })] });
  });

  test('branches that wait for others at a join keep a case, and it may be asked again later', async () => {
    const drawn = task('a') + task('b') + '<bpmn:parallelGateway id="j" name="都办完"><bpmn:incoming>f</bpmn:incoming><bpmn:incoming>h</bpmn:incoming></bpmn:parallelGateway>' + flow('f', 'a', 'j') + flow('h', 'b', 'j');
    expect((await judge(drawn, drawn, ['b'], { joins: ['j'] })).hindrances).toEqual([{ reason: 'join', element: 'j', text: '一部分并行环节已办完，正在「都办完」处等其余的；等它们都到齐后再迁移', offers: ['finish', 'wait'] }]);
  });

  test('an automatic step goes straight, waits before a bridge, and crosses it when it is broken', async () => {
    const drawn = sub('sub', '<bpmn:serviceTask id="s"/>') + boundary('b', 'sub', onMessage('other'));
    expect(await reasons('<bpmn:serviceTask id="s"/>', '<bpmn:serviceTask id="s"/>', ['s'])).toEqual([]);
    expect(await reasons(drawn, drawn, ['sub', 's'])).toEqual(['busy']);
    expect(await reasons(drawn, drawn, ['sub', 's'], { broken: ['s'] })).toEqual([]);
  });

  test('everything that is wrong is said, not only the first', async () => {
    expect(await reasons(task('a') + task('b') + boundary('t', 'b', onTimer), task('b'), ['a', 'b'])).toEqual(['unmapped', 'boundary']);
  });

  test('a case between two steps is asked to wait', async () => {
    expect(await judge(task('a'), task('a'), [])).toMatchObject({ ok: false, hindrances: [{ reason: 'busy', offers: ['finish', 'wait'] }] });
  });

  test('an element that is mapped by hand may go', async () => {
    expect(await reasons(task('a'), task('b'), ['a'], { hand: { a: 'b' } })).toEqual([]);
  });
});

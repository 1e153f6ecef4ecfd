// Which element of the old version goes where: by id, by name, by hand.
import { drawingOf } from '../../../processes/migration/drawing.js';
import { planOf } from '../../../processes/migration/plan.js';
import { sketch, task } from '../../support/sketch.js';

const plan = async (before: string, after: string, hand = {}) => planOf(await drawingOf(sketch(before)), await drawingOf(sketch(after, { version: 2 })), hand);

describe('the plan of a migration', () => {
  test('an element of the same id and type goes to it, whatever it is called now', async () => {
    const { mapping, rows } = await plan(task('a', '签收'), task('a', '部门签收'));
    expect(mapping).toEqual({ a: 'a' });
    expect(rows).toEqual([{ id: 'a', name: '签收', type: 'USER_TASK', to: 'a', toName: '部门签收', how: 'id' }]);
  });

  test('one whose id is gone goes to the only one of its name and type', async () => {
    const { mapping, rows } = await plan(task('a', '签收'), task('b', '签收') + task('c', '核查'));
    expect(mapping).toEqual({ a: 'b' });
    expect(rows[0]!.how).toBe('name');
  });

  test('of two of one name neither is guessed', async () => {
    expect((await plan(task('a', '签收'), task('b', '签收') + task('c', '签收'))).unmapped).toEqual(['a']);
    expect((await plan(task('a', '签收') + task('b', '签收'), task('c', '签收'))).unmapped).toEqual(['a', 'b']);
  });

  test('an id that is another type now is not taken, nor is a name that another element went to', async () => {
    const { mapping, unmapped } = await plan(task('a', '签收') + task('b', '核查'), '<bpmn:serviceTask id="a" name="签收"/>' + task('b', '签收'));
    expect({ mapping, unmapped }).toEqual({ mapping: { b: 'b' }, unmapped: ['a'] });
  });

  test('what a person decides goes before what is found, and so does nowhere', async () => {
    const { mapping, unmapped } = await plan(task('a') + task('b'), task('a') + task('c'), { a: 'c', b: '' });
    expect({ mapping, unmapped }).toEqual({ mapping: { a: 'c' }, unmapped: ['b'] });
  });

  test('events, gateways and flows are not mapped: the engine refuses the first and needs none of them', async () => {
    expect((await plan('<bpmn:startEvent id="s"/><bpmn:exclusiveGateway id="g"/>' + task('a'), '<bpmn:startEvent id="s"/><bpmn:exclusiveGateway id="g"/>' + task('a'))).mapping).toEqual({ a: 'a' });
  });

  test.each([
    ['an old element that is not there', { x: 'a' }, '没有可以对照的环节'], ['a new one that is not there', { a: 'x' }, '没有环节「x」'], ['one of another type', { a: 's' }, '不是同一种环节'],
    ['a name that every object has', { constructor: 'a' }, '没有可以对照的环节'],
  ])('a decision that names %s is refused with its place', async (_what, hand, words) => {
    await expect(plan(task('a'), `${task('a')}<bpmn:serviceTask id="s"/>`, hand)).rejects.toMatchObject({
      name: 'Invalid', problems: [{ path: `mapping.${Object.keys(hand)[0]}`, message: expect.stringContaining(words) }],
    });
  });
});

// What is published together stays together: a case reads the forms of the version that it runs on.
import { Invalid, Unavailable } from '../../processes/errors.js';
import type { Deps } from '../../processes/deps.js';
import { engineClock } from '../../processes/clock.js';
import { findInForce, formsOf, publish, settleReleases } from '../../processes/publication.js';
import type { Store } from '../../processes/store/store.js';
import { closeTestStore, openTestStore } from '../support/store.js';

let store: Store;
beforeEach(async () => { store = await openTestStore(); });
afterAll(closeTestStore);

const form = (label: string) => JSON.stringify({ id: 'intake', components: [{ type: 'textfield', key: 'reason', label }] });
const diagram = '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d"><bpmn:process id="grid-event" isExecutable="true" /></bpmn:definitions>';
const wanted = (label: string, more: object[] = []) => ({
  procedure: 'grid-event', name: '办理', origin: 'draft' as const, by: { id: 'liucheng', name: '沈知行' }, reason: '试', changes: [],
  files: [{ name: 'intake.form', content: form(label) }, { name: 'grid-event.bpmn', content: diagram }, ...more] as { name: string; content: string }[],
});
/** An engine that gives each new content its own key, and the same content the same, as Zeebe does. */
function engine(): Deps['engine'] & { deployed: string[][] } {
  const known = new Map<string, string>();
  const deployed: string[][] = [];
  return {
    deployed,
    async deploy(given: { name: string; content: string }[]) {
      deployed.push(given.map(({ name }) => name));
      const xml = given.find(({ name }) => name.endsWith('.bpmn'))!.content;
      if (!known.has(xml)) known.set(xml, crypto.randomUUID());
      return { key: '1', processes: [{ procedure: 'grid-event', version: known.size, key: known.get(xml)!, resource: 'grid-event.bpmn' }] };
    },
  } as never;
}
const refusing = (error: Error) => ({ ...engine(), deploy: async () => { throw error; } }) as unknown as Deps['engine'];

describe('publishing', () => {
  test('each version keeps its own forms, even when only a form has changed', async () => {
    const deps = { store, engine: engine(), clock: engineClock() };
    const [first, second] = [await publish(wanted('旧'), deps), await publish(wanted('新'), deps)];
    const label = async (key: string) => ((await formsOf(store, key)).get('intake') as any).components[0].label;
    expect([first.number, second.number, first.definitionKey === second.definitionKey]).toEqual([1, 2, false]);
    expect([await label(first.definitionKey!), await label(second.definitionKey!)]).toEqual(['旧', '新']);
  });

  test('all files of a version go to the engine in one deployment', async () => {
    const deps = { store, engine: engine(), clock: engineClock() };
    await publish(wanted('旧', [{ name: 'levels.dmn', content: '<definitions />' }]), deps);
    expect(deps.engine.deployed).toEqual([['intake.form', 'grid-event.bpmn', 'levels.dmn']]);
  });

  test('one that the engine refuses leaves nothing behind', async () => {
    const deps = { store, clock: engineClock() };
    const first = await publish(wanted('旧'), { ...deps, engine: engine() });
    await expect(publish(wanted('坏'), { ...deps, engine: refusing(new Invalid('no such element')) })).rejects.toThrow('no such element');
    expect((await findInForce(store, 'grid-event'))?.number).toBe(1);
    for (const key of [first.definitionKey!, 'deployed by another']) expect(((await formsOf(store, key)).get('intake') as any).components[0].label).toBe('旧');
  });

  test('one whose answer never came is finished later, once', async () => {
    const deps = { store, clock: engineClock() };
    await expect(publish(wanted('旧'), { ...deps, engine: refusing(new Unavailable('away')) })).rejects.toThrow(Unavailable);
    await expect(publish(wanted('又'), { ...deps, engine: engine() })).rejects.toThrow('发布中');
    expect((await settleReleases({ ...deps, engine: engine() })).map(({ number, state }) => [number, state])).toEqual([[1, 'published']]);
    expect(await settleReleases({ ...deps, engine: engine() })).toEqual([]);
  });

  test('without its diagram there is nothing to publish', async () => {
    await expect(publish({ ...wanted('旧'), files: [] }, { store, engine: engine(), clock: engineClock() })).rejects.toThrow(Invalid);
  });
});

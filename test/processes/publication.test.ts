// What is deployed together stays together: a case reads the forms of the version that it runs on.
import { Invalid } from '../../processes/errors.js';
import type { Deps } from '../../processes/deps.js';
import { engineClock } from '../../processes/clock.js';
import { formsOf, publish } from '../../processes/publication.js';
import type { Store } from '../../processes/store/store.js';
import { closeTestStore, openTestStore } from '../support/store.js';

let store: Store;
beforeEach(async () => { store = await openTestStore(); });
afterAll(closeTestStore);

const form = (label: string) => JSON.stringify({ id: 'intake', components: [{ type: 'textfield', key: 'reason', label }] });
const resources = (label: string) => [{ name: 'intake.form', content: form(label) }, { name: 'grid-event.bpmn', content: `<xml>${label}</xml>` }];
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

describe('publishing', () => {
  test('keeps what was deployed, and each version finds its own forms', async () => {
    const deps = { store, engine: engine(), clock: engineClock() };
    const [first, second] = [await publish(resources('旧'), deps), await publish(resources('新'), deps)];
    const label = async (key: string) => ((await formsOf(store, key)).get('intake') as any).components[0].label;
    expect(await label(first.definitions[0]!.key)).toBe('旧');
    expect(await label(second.definitions[0]!.key)).toBe('新');
  });

  test('the same content again, in any order, is the same publication', async () => {
    const deps = { store, engine: engine(), clock: engineClock() };
    const first = await publish(resources('旧'), deps);
    const again = await publish(resources('旧').reverse(), deps);
    expect(again._id).toBe(first._id);
    expect(again.definitions).toEqual(first.definitions);
    expect(await store.publications.countDocuments()).toBe(1);
  });

  test('that the engine refuses changes nothing for those that run', async () => {
    const deps = { store, engine: engine(), clock: engineClock() };
    const first = await publish(resources('旧'), deps);
    const refusing = { ...deps, engine: { deploy: async () => { throw new Invalid('no such element'); } } as never };
    await expect(publish(resources('坏'), refusing)).rejects.toThrow('no such element');
    for (const key of [first.definitions[0]!.key, 'deployed by another']) expect(((await formsOf(store, key)).get('intake') as any).components[0].label).toBe('旧');
  });

  test('of nothing is refused', async () => {
    await expect(publish([], { store, engine: engine(), clock: engineClock() })).rejects.toThrow(Invalid);
  });
});

// What comes with the product follows the product, until policy staff have made a version of their own: that is never taken back.
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Deps } from '../../processes/deps.js';
import { engineClock } from '../../processes/clock.js';
import { findInForce, liveDecisions, publish } from '../../processes/publication.js';
import { root } from '../../processes/settings.js';
import { packagesIn, publishShipped } from '../../processes/shipped.js';
import type { Store } from '../../processes/store/store.js';
import { closeTestStore, openTestStore } from '../support/store.js';
import { workers } from '../../workers/list.js';

let store: Store;
let folder: string;
let deps: Deps;
/** What the engine holds as newest, by resource. */
let held: Map<string, string>;

beforeEach(async () => {
  store = await openTestStore();
  folder = await mkdtemp(join(tmpdir(), 'shipped-'));
  await cp(join(root, 'processes/diagrams'), folder, { recursive: true });
  held = new Map();
  const versions = new Map<string, number>();
  const deploy = async (resources: { name: string; content: string }[]) => ({
    key: '1',
    processes: resources.filter(({ name, content }) => {
      if (held.get(name) !== content) versions.set(name, (versions.get(name) ?? 0) + 1);
      held.set(name, content);
      return name.endsWith('.bpmn');
    }).map(({ name }) => ({ procedure: name.replace('.bpmn', ''), version: versions.get(name)!, key: `${name}-${versions.get(name)}`, resource: name })),
  });
  const jobs = Object.fromEntries(Object.entries(workers).map(([type, { errors = [] }]) => [type, [...errors]]));
  deps = { store, clock: engineClock(), engine: { deploy }, settings: { diagrams: folder }, jobs } as never;
});
afterEach(() => rm(folder, { recursive: true, force: true }));
afterAll(closeTestStore);

const rename = async (file: string, to: string) => {
  const path = join(folder, file);
  await writeFile(path, (await readFile(path, 'utf8')).replace(/name="[^"]*"(?= isExecutable)/, `name="${to}"`));
};
const own = (procedure: string, files: { name: string; content: string }[]) =>
  publish({ procedure, name: '自己的', files, origin: 'draft', by: { id: 'liucheng', name: '沈知行' }, reason: '本县', changes: [] }, deps);

test('every procedure is a package of its diagram, the forms of its tasks and the tables that it asks', async () => {
  const packages = new Map((await packagesIn(folder)).map(({ procedure, files }) => [procedure, files.map(({ name }) => name)]));
  expect(packages.get('grid-event')).toEqual(expect.arrayContaining(['grid-event.bpmn', 'intake.form', 'event-classification.dmn']));
  expect(packages.get('supervision')).toEqual(['supervision.bpmn', 'supervision-ladder.dmn']);
  const all = new Set([...packages.values()].flat());
  expect((await readdir(folder)).filter((file) => /\.(bpmn|dmn|form)$/.test(file) && !all.has(file))).toEqual([]);
});

test('starting again publishes nothing anew', async () => {
  await publishShipped(deps);
  const before = await store.releases.countDocuments({});
  await publishShipped(deps);
  const shipped = (await readdir(folder)).filter((file) => file.endsWith('.bpmn')).length;
  expect([before, await store.releases.countDocuments({})]).toEqual([shipped, shipped]);
});

test('a product with a newer diagram brings it into force where nobody has changed the procedure', async () => {
  await publishShipped(deps);
  await rename('instalment.bpmn', '新的分期');
  await publishShipped(deps);
  expect(await findInForce(store, 'instalment')).toMatchObject({ number: 2, name: '新的分期', origin: 'shipped' });
  expect((await findInForce(store, 'grid-event'))?.number).toBe(1);
});

test('a version of policy staff stays in force over restarts and updates, and what the update brings is laid beside it once', async () => {
  await publishShipped(deps);
  const { files } = (await findInForce(store, 'instalment'))!;
  await own('instalment', files.map((file) => (file.name === 'instalment.bpmn' ? { ...file, content: file.content.replace(/name="[^"]*"(?= isExecutable)/, 'name="自己的"') } : file)));
  await publishShipped(deps);
  await rename('instalment.bpmn', '更新带来的');
  await publishShipped(deps);
  await publishShipped(deps);
  expect(await findInForce(store, 'instalment')).toMatchObject({ number: 2, name: '自己的' });
  expect(held.get('instalment.bpmn')).toContain('自己的');
  // the first is what it was shipped with, the second what the update brought
  expect((await store.snapshots.find({ procedure: 'instalment' }).lean()).filter(({ files: kept }) => kept.some(({ content }) => content.includes('更新带来的')))).toHaveLength(1);
});

test('a table that one procedure published newer is not taken back when the others are made sure of', async () => {
  await publishShipped(deps);
  const { files } = (await findInForce(store, 'order-to-pay'))!;
  const table = files.find(({ name }) => name.endsWith('.dmn'))!;
  await own('wage-arrears', [...(await findInForce(store, 'wage-arrears'))!.files, { name: table.name, content: table.content.replace('<definitions ', '<definitions exporter="ours" ') }]);
  await publishShipped(deps);
  expect(held.get(table.name)).toContain('exporter="ours"');
  expect((await liveDecisions(store)).get(table.name)?.release.procedure).toBe('wage-arrears');
});

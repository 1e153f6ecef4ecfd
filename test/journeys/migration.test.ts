// Running cases moved to a new version of their procedure, on the real engine: the open task stays, its deadline still works, history stays on its own version.
import { until } from '../../runtime/client.js';
import { defaultCalendar } from '../../processes/calendar.js';
import { rebuild } from '../../processes/rebuild.js';
import { openStore } from '../../processes/store/store.js';
import { startSystem, type System } from '../support/system.js';
import { entriesOf, HOUR, peopleOf } from '../support/ways.js';

let system: System;
let people: ReturnType<typeof peopleOf>;
const cases = { first: '', rest: '', late: '', untouched: '' };
const path = '/procedures/grid-event';
let to = '';

const officer = () => system.as('liucheng');
const changeDiagram = (xml: string) => xml.replace('name="受理核实"', 'name="受理与核实（新）"').replace('id="village-handle" name="村（网格）处置"', 'id="village-handle" name="村（网格）办理"');

async function publishSecond(): Promise<void> {
  const author = await officer();
  await author.post('/drafts', { procedure: 'grid-event' });
  const draft = await author.get('/drafts/grid-event');
  const file = draft.files.find(({ name }: any) => name === 'grid-event.bpmn');
  const saved = await author.put('/drafts/grid-event/files/grid-event.bpmn', { content: changeDiagram(file.content), revision: file.revision });
  await author.post('/drafts/grid-event/submit', { reason: '环节改名', revision: saved.draft.revision });
  await (await system.as('liucheng2')).post('/drafts/grid-event/approve', { revision: (await author.get('/drafts/grid-event')).revision });
}

const migrate = async (body: object) => (await officer()).post(`${path}/migrations`, { to, reason: '环节改名，旧案一并转过来', ...body });
const ended = async (id: string) => until(`the end of migration <${id}>`, async () => {
  const { migration } = await (await officer()).get(`${path}/migrations/${id}`);
  return migration.state !== 'running' && migration;
}, 60_000);
const instanceOf = async (caseNo: string) => (await people.read(caseNo)).instances.find(({ parentKey }: any) => !parentKey);

beforeAll(async () => {
  // one of its own: what is published and moved here would show in everybody else's cases
  system = await startSystem();
  people = peopleOf(system);
  for (const name of Object.keys(cases) as (keyof typeof cases)[]) {
    cases[name] = await people.report('caoba');
    await people.has('caobacun', cases[name], 'intake');
  }
  await people.does('caobacun', cases.late, 'intake', { outcome: 'accepted' });
  await people.has('caobacun', cases.late, 'village-handle');
  await publishSecond();
  to = await until('the new version', async () => {
    const { versions } = await (await officer()).post(`${path}/migrations/preflight`, {});
    return versions[0].running === 0 && versions[0].version > (await instanceOf(cases.first)).version && versions[0].definitionKey;
  });
}, 240_000);
afterAll(() => system.stop());

describe('migration', () => {
  test('the pre-flight maps every element by its id and takes the cases that wait at a task with a deadline', async () => {
    const before = await (await officer()).post(`${path}/migrations/preflight`, { to, size: 100 });
    const mine = before.items.filter(({ caseNo }: any) => Object.values(cases).includes(caseNo));
    expect(mine.map(({ ok, hindrances }: any) => [ok, hindrances])).toEqual(mine.map(() => [true, []]));
    expect(mine).toHaveLength(4);
    expect(before.plans[0].unmapped).toEqual([]);
  });

  test('nothing but one case is moved before one was tried', async () => {
    await expect(migrate({ mode: 'rest', cases: [cases.rest] })).rejects.toMatchObject({ status: 409 });
  });

  test('one case is moved: its open task has the new name, and is completed as if nothing had happened', async () => {
    const begun = await migrate({ mode: 'one', cases: [cases.first] });
    const { counts } = await ended(begun.id);
    expect(counts).toMatchObject({ moved: 1, refused: 0 });
    const view = await people.once(cases.first, 'the new name', ({ tasks }) => tasks[0].name === '受理与核实（新）');
    expect(view.tasks.map(({ state, elementId }: any) => [state, elementId])).toEqual([['open', 'intake']]);
    expect(entriesOf(view, '迁移')).toHaveLength(1);
    await people.does('caobacun', cases.first, 'intake', { outcome: 'accepted' });
    const next = await people.has('caobacun', cases.first, 'village-handle');
    expect(next.name).toBe('村（网格）办理');
  });

  test('the rest follows in the background, and what was not chosen stays where it is', async () => {
    const begun = await migrate({ mode: 'rest', cases: [cases.rest, cases.late] });
    expect((await ended(begun.id)).counts).toMatchObject({ moved: 2, refused: 0 });
    const moved = async () => (await Promise.all(Object.values(cases).map(async (caseNo) => (await instanceOf(caseNo)).definitionKey === to))).join();
    await until('the records of the three', async () => await moved() === 'true,true,true,false');
    const log = (await (await officer()).get(path)).log.filter(({ action }: any) => action === '迁移');
    expect(log[0].text).toMatch(/迁移结束.*2 件/);
    expect(log.every(({ who }: any) => who.name)).toBe(true);
  });

  test('a case can still be withdrawn on its new version: the message that ends it is heard', async () => {
    await (await system.as('caoba')).post(`/cases/${cases.rest}/withdraw`, { reason: '报错了' });
    await people.end(cases.rest);
  });

  test('a case that cannot go is named before, with its reason and what can be done; begun anew elsewhere, it can', async () => {
    const [{ from }] = (await (await officer()).post(`${path}/migrations/preflight`, { to })).plans;
    const mapping = [{ from, element: 'intake', to: '' }];
    const { items } = await (await officer()).post(`${path}/migrations/preflight`, { to, mapping });
    const mine = items.find(({ caseNo }: any) => caseNo === cases.untouched);
    expect(mine).toMatchObject({ ok: false, hindrances: [{ reason: 'unmapped', text: '「受理核实」在目标版本里没有对应的环节；请在对照表里为它选一个', offers: ['finish', 'move'] }] });
    await expect(migrate({ mode: 'rest', cases: [cases.untouched], mapping })).rejects.toMatchObject({ status: 422 });
    await (await officer()).post(`${path}/anew`, { instance: mine.instanceKey, element: mine.hindrances[0].key, at: 'village-handle', to, mapping, reason: '新版没有受理环节' });
    await people.has('caobacun', cases.untouched, 'village-handle');
    const begun = await migrate({ mode: 'rest', cases: [cases.untouched], mapping });
    expect((await ended(begun.id)).counts).toMatchObject({ moved: 1 });
    const view = await people.once(cases.untouched, 'its new version', ({ tasks }) => tasks.some(({ name, state }: any) => state === 'open' && name === '村（网格）办理'));
    expect(view.tasks.map(({ elementId, state }: any) => `${elementId}:${state}`).sort()).toEqual(['intake:withdrawn', 'village-handle:open']);
    expect(entriesOf(view, '调整环节')).toHaveLength(1);
  });

  test('history stays drawn on the version that it ran on', async () => {
    const { key } = await instanceOf(cases.late);
    const now = await (await officer()).get(`/instances/${key}`);
    expect(now.versions.map(({ now: current }: any) => current)).toEqual([true, false]);
    expect(now.counts.intake).toBeUndefined();
    expect(now.counts['village-handle']).toMatchObject({ active: 1 });
    const before = await (await officer()).get(`/instances/${key}?definitionKey=${now.versions[1].definitionKey}`);
    expect(before.counts.intake).toMatchObject({ completed: 1 });
    expect(before.counts['village-handle']).toMatchObject({ active: 0, moved: 1 });
    expect(before.flows).toContain('intake-to-intake-decided');
  });

  test('the deadline of a task that was taken along still fires', async () => {
    await people.has('caobacun', cases.late, 'village-handle');
    await system.move(30 * 24 * HOUR);
    await people.has('jinghe', cases.late, 'town-dispatch', { time: 180_000 });
    const { tasks } = await people.read(cases.late);
    expect(tasks.find(({ elementId }: any) => elementId === 'village-handle').state).toBe('withdrawn');
  }, 240_000);

  test('making the read model anew gives the same', async () => {
    const store = await openStore(system.mongoUri);
    try {
      const { mended, missing } = await rebuild(store, defaultCalendar());
      expect({ mended, missing }).toEqual({ mended: 0, missing: 0 });
    } finally {
      await store.close();
    }
  }, 120_000);
});

// Instances keep who may see their case, whenever that changes; those from before get it.
import { fillInstances } from '../../processes/projection/fill-instances.js';
import type { Case, Instance } from '../../processes/store/types.js';
import { openApi, type Api } from '../support/api.js';
import { closeTestStore } from '../support/store.js';

let api: Api;
beforeAll(async () => { api = await openApi(); }, 60_000);
afterAll(closeTestStore);

const both = async (caseNo: string) => {
  const [found, instance] = await Promise.all([api.store.cases.findById(caseNo).lean<Case>(), api.store.instances.findOne({ caseNo }).lean<Instance>()]);
  return [[...found!.scope].sort(), [...instance!.scope ?? []].sort()];
};

test('an instance has the scope of its case, with the department that a task reaches', async () => {
  const { caseNo } = await api.open('dept-handle', ['by-jinghe.lds/officer'], { limit: '5 工作日' });
  const [wanted, has] = await both(caseNo);
  expect(has).toEqual(wanted);
  expect(has).toEqual(expect.arrayContaining(['by-jinghe.lds', 'by', 'person:caoba']));
});

test('a department that is invited later sees the instance, too', async () => {
  const { caseNo, key } = await api.open('dept-handle', ['by-jinghe.lds/officer'], { limit: '5 工作日' });
  const officer = await api.as('lds');
  await officer.post(`/api/tasks/${key}/claim`).send({}).expect(200);
  await officer.post(`/api/tasks/${key}/co-handlings`).send({ id: crypto.randomUUID(), unit: 'by-jinghe.sfs', part: '协办', asked: '请派人到场' }).expect(201);
  const [wanted, has] = await both(caseNo);
  expect(has).toEqual(wanted);
  expect(has).toContain('by-jinghe.sfs');
});

test('what is kept of a case in memory hears of a department that is invited, and of one that is not asked any more', async () => {
  const { caseNo, key } = await api.open('dept-handle', ['by-jinghe.lds/officer'], { limit: '5 工作日' });
  const [officer, id] = [await api.as('lds'), crypto.randomUUID()];
  await officer.post(`/api/tasks/${key}/claim`).send({}).expect(200);
  const long = new Date(0);
  const heard = async () => {
    const { changed, scope } = (await api.store.cases.findById(caseNo).lean<{ changed?: Date; scope: string[] }>())!;
    await api.store.cases.collection.updateOne({ _id: caseNo as never }, { $set: { changed: long } });
    return [changed! > long, scope.includes('by-jinghe.sfs')];
  };
  await heard();
  await officer.post(`/api/tasks/${key}/co-handlings`).send({ id, unit: 'by-jinghe.sfs', part: '协办', asked: '请派人到场' }).expect(201);
  expect(await heard()).toEqual([true, true]);
  await officer.post(`/api/co-handlings/${id}/withdraw`).send({}).expect(204);
  expect(await heard()).toEqual([true, false]);
});

test('an instance from before gets its scope and where it stands, once', async () => {
  const { caseNo, end } = await api.open('dept-handle', ['by-jinghe.lds/officer'], { limit: '5 工作日' });
  const before = await api.store.instances.findOne({ caseNo }).lean<Instance>();
  expect([before!.tokens!.map(({ id }) => id), before!.faults ?? [], before!.movedAt]).toEqual([['dept-handle'], [], expect.any(Date)]);
  await api.store.instances.updateOne({ caseNo }, { $unset: { scope: '', tokens: '', faults: '', movedAt: '', told: '' } });
  await api.store.instances.collection.insertOne({ _id: '77', procedure: 'grid-event', state: 'active', startedAt: new Date(), caseNo: 'BY20200101001' } as never);
  expect(await fillInstances(api.store)).toBe(2);
  const [wanted, has] = await both(caseNo);
  expect(has).toEqual(wanted);
  expect(await api.store.instances.findOne({ caseNo }).lean<Instance>()).toMatchObject({ tokens: before!.tokens, faults: [], movedAt: before!.movedAt });
  expect(await fillInstances(api.store)).toBe(0);
  await end('COMPLETED');
  expect((await api.store.instances.findOne({ caseNo }).lean<Instance>())!.tokens).toEqual([]);
});

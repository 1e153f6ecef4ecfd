// Instances as managers look for them: each filter, any mixture, exact totals, nobody else's; one thing done to many with a result for each.
import { backgroundKinds } from '../../api/background-kinds.js';
import { runItems } from '../../processes/background/run.js';
import type { Instance } from '../../processes/store/types.js';
import { expectProblem, openApi, type Api, type OpenTask } from '../support/api.js';
import { closeTestStore } from '../support/store.js';

let api: Api;
let first: OpenTask;
let second: OpenTask;
let broken: OpenTask;
const key = async ({ caseNo }: OpenTask) => (await api.store.instances.findOne({ caseNo }).lean<Instance>())!._id;
beforeAll(async () => {
  api = await openApi();
  first = await api.open('dept-handle', ['by-jinghe.lds/officer'], { limit: '5 工作日', variables: { people: 16, outcome: 'accepted', workers: [{ name: '张三' }] } });
  second = await api.open('village-handle', ['by-jinghe-caoba/intake'], { limit: '1 工作时', variables: { people: 3, outcome: 'rejected' } });
  broken = await api.open('dept-handle', ['by-jinghe.pcs/officer'], { limit: '5 工作日' });
  await api.store.incidents.collection.insertOne({ _id: '901', instanceKey: await key(broken), elementKey: '1', elementId: 'dept-handle', procedure: 'grid-event', type: 'JOB_NO_RETRIES', message: '打不开 http://sms：电话 12000000001', state: 'open', at: new Date(), partition: 1, pos: 1 } as never);
  await api.store.instances.collection.updateOne({ _id: await key(broken) as never }, { $set: { faults: ['901'] }, $currentDate: { changed: true } });
  await api.store.tasks.updateOne({ _id: second.key }, { $set: { dueAt: new Date(Date.now() - 60_000) } });
}, 60_000);
afterAll(closeTestStore);

const found = async (query: Record<string, string>, account = 'baoyingzhihui') => {
  const { body } = await (await api.as(account)).get('/api/instances').query(query).expect(200);
  expect(body.total).toBe(body.items.length);
  return body.items.map(({ caseNo }: any) => caseNo).sort() as string[];
};
const of = (...tasks: OpenTask[]) => tasks.map(({ caseNo }) => caseNo).sort();

test('each filter finds what it says', async () => {
  expect(await found({})).toEqual(of(first, second, broken));
  expect(await found({ caseNo: first.caseNo.slice(-5).toLowerCase() })).toEqual(of(first));
  expect(await found({ procedure: 'grid-event', version: '1' })).toEqual(of(first, second, broken));
  expect(await found({ version: '2' })).toEqual([]);
  expect(await found({ element: 'dept-handle' })).toEqual(of(first, broken));
  expect(await found({ state: 'completed' })).toEqual([]);
  expect(await found({ unit: 'by-jinghe.lds' })).toEqual(of(first));
  expect(await found({ unit: 'by-jinghe' })).toEqual(of(first, second, broken));
  expect(await found({ incident: 'true' })).toEqual(of(broken));
  expect(await found({ incident: 'false' })).toEqual(of(first, second));
  expect(await found({ error: 'HTTP://SMS' })).toEqual(of(broken));
  expect(await found({ overdue: 'true' })).toEqual(of(second));
  expect(await found({ overdue: 'false' })).toEqual(of(first, broken));
  expect(await found({ days: '0' })).toEqual(of(first, second, broken));
  expect(await found({ days: '1' })).toEqual([]);
  expect(await found({ variable: 'people', value: '16' })).toEqual(of(first));
  expect(await found({ variable: 'outcome', op: 'contains', value: 'ACC' })).toEqual(of(first));
});

test('any mixture is all of it at once', async () => {
  expect(await found({ element: 'dept-handle', incident: 'false', variable: 'people', value: '16', variable2: 'outcome', value2: 'accepted' })).toEqual(of(first));
  expect(await found({ element: 'dept-handle', overdue: 'true' })).toEqual([]);
  expect(await found({ variable: 'people', value: '16', variable2: 'outcome', value2: 'rejected' })).toEqual([]);
});

test('what a mask hides is not found out by looking: no names, no lists, no parts of numbers; what an incident says is masked', async () => {
  const agent = await api.as('baoyingzhihui');
  expectProblem(await agent.get('/api/instances?variable=name&value=张'), 422);
  expectProblem(await agent.get('/api/instances?variable=phone&value=1200000'), 422);
  expect(await found({ variable: 'workers', op: 'contains', value: '张' })).toEqual([]);
  const { body } = await agent.get('/api/instances?incident=true').expect(200);
  expect(body.items[0]).toMatchObject({ incident: { message: '打不开 http://sms：电话 120****0001' }, hereNames: [expect.stringMatching(/\p{Script=Han}/u)], title: '路面暴露垃圾' });
});

test('everybody sees their own: another town and somebody without the right see none', async () => {
  expectProblem(await (await api.as('lds')).get('/api/instances'), 403);
  await api.store.instances.collection.insertOne({ _id: '771', procedure: 'grid-event', version: 1, definitionKey: '1', rootKey: '771', state: 'active', startedAt: new Date(), changed: new Date() } as never);
  expect((await (await api.as('jinghezhiban')).get('/api/instances')).body.total).toBe(4);
  const { passwordHash } = (await api.store.people.findById('guanli').lean())! as any;
  await api.store.people.create({ _id: 'anyizhiban', name: '安宜值班', account: 'anyizhiban', passwordHash, posts: [{ unit: 'by-anyi', role: 'duty-leader' }], groups: ['by-anyi/duty-leader'], active: true, demo: true } as never);
  // the one without a case is for whoever may look into the engine
  expect((await (await api.as('anyizhiban')).get('/api/instances')).body.items.map((item: any) => item.key)).toEqual(['771']);
  await api.store.instances.deleteOne({ _id: '771' });
});

test('it is sorted, paged and kept current: what ended since is seen by whoever looks next', async () => {
  const agent = await api.as('ducha');
  const keys = async (query: string) => (await agent.get(`/api/instances?${query}`).expect(200)).body.items.filter((item: any) => item.key !== '771').map((item: any) => item.caseNo);
  const newest = await keys('sort=start');
  expect(await keys('sort=age')).toEqual([...newest].reverse());
  const third = await api.open('intake', ['by-jinghe-caoba/intake']);
  expect((await keys('sort=start'))[0]).toBe(third.caseNo);
  await first.end('COMPLETED');
  expect(await keys('element=dept-handle')).toEqual([broken.caseNo]);
  expect((await keys('sort=moved'))[0]).toBe(first.caseNo);
});

test('a view is kept for instances beside the filters of tasks', async () => {
  const agent = await api.as('ducha');
  await agent.post('/api/filters').send({ name: '坏的', query: { incident: 'true' }, list: 'instances' }).expect(201);
  expectProblem(await agent.post('/api/filters').send({ name: '坏的', query: { due: 'overdue' }, list: 'instances' }), 422);
  expect((await agent.get('/api/filters?list=instances')).body.items.map((item: any) => item.name)).toEqual(['坏的']);
  expect((await agent.get('/api/filters')).body.items).toEqual([]);
});

test('one thing is done to many in the background: looked at first, once each, with a result', async () => {
  const agent = await api.as('baoyingzhihui');
  const filter = { element: 'village-handle' };
  const { body: look } = await agent.post('/api/instances/bulk/preview').send({ action: 'retry', filter: {} }).expect(200);
  expect([look.fit, look.total >= 4, look.looks.map(({ name }: any) => name)]).toEqual([1, true, [broken.caseNo]]);
  const one = { id: crypto.randomUUID(), action: 'reassign', filter, to: 'caobacun', reason: '值班调整' };
  for (const _ of [1, 2]) expect((await agent.post('/api/instances/bulk').send(one).expect(202)).body).toEqual({ id: one.id, total: 1 });
  while (await runItems(backgroundKinds, api.deps) > 0);
  const { body } = await agent.get(`/api/background/${one.id}`).expect(200);
  expect([body.job.state, body.items.map(({ name, state }: any) => [name, state])]).toEqual(['done', [[second.caseNo, 'done']]]);
  expect(await api.store.tasks.findById(second.key).lean()).toMatchObject({ assignee: 'caobacun' });
  expectProblem(await agent.post('/api/instances/bulk').send({ ...one, id: crypto.randomUUID(), reason: '' }), 422);
  expectProblem(await agent.post('/api/instances/bulk').send({ ...one, id: crypto.randomUUID(), to: undefined }), 422);
  expectProblem(await (await api.as('ducha')).post('/api/instances/bulk').send({ ...one, id: crypto.randomUUID() }), 403);
});

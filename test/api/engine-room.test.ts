// The engine room: the sentence is right when all is well and when it is not, what is set aside is applied once it can be, and only engine administrators look in.
import { describe, expect, jest, test, beforeAll, afterAll, beforeEach, afterEach } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { lagOf } from '../../processes/engine-room/observe.js';
import { readMetrics } from '../../processes/engine-room/broker-metrics.js';
import { keepRounds, noteRound } from '../../processes/engine-room/rounds.js';
import { Unavailable } from '../../processes/errors.js';
import { receiveBulk } from '../../processes/projection/receive.js';
import type { Topology } from '../../processes/engine.js';
import { openApi, type Api } from '../support/api.js';
import { diagram } from '../support/journey.js';
import { RecordLog } from '../support/records.js';
import { closeTestStore } from '../support/store.js';
import type { Signed } from '../support/web.js';

const well = (): Topology => ({ version: '8.5.8', partitions: 1, replicas: 1, brokers: [{ id: 0, address: '127.0.0.1:26501', version: '8.5.8', partitions: [{ id: 1, role: 'leader', health: 'healthy' }] }] });
const metrics = ({ log = 100, exported = log, dropped = 0, free = 9e10 }: { log?: number; exported?: number; dropped?: number; free?: number } = {}) => [
  '# HELP zeebe_log_appender_last_committed_position x', `zeebe_log_appender_last_committed_position{partition="1",} ${log}.0`, `zeebe_exporter_last_updated_exported_position{exporter="records",partition="1",} ${exported}.0`,
  'zeebe_backpressure_requests_limit{partition="1",} 90.0', 'zeebe_backpressure_inflight_requests_count{partition="1",} 3.0', `zeebe_dropped_request_count_total{partition="1",} ${dropped}.0`, `disk_free_bytes{path="/x",} ${free}`, 'a_newer_one{of="everything" NaN',
].join('\n');

let api: Api;
let admin: Signed;
let topology: () => Promise<Topology>;
let broker: Server;
let says = metrics();
let log: RecordLog;
let partition = 6;

beforeAll(async () => {
  api = await openApi();
  admin = await api.as('guanli');
  (api.deps.engine as unknown as { topology(): Promise<Topology> }).topology = () => topology();
  broker = createServer((_req, res) => { res.end(says); }).listen(0, '127.0.0.1');
});
afterAll(async () => {
  broker.close();
  await closeTestStore();
});
beforeEach(async () => {
  const { store } = api;
  await Promise.all([store.rejected, store.jobs, store.incidents, store.outgoing].map((model) => (model as any).collection.deleteMany({})));
  await store.settings.deleteMany({ _id: /^(unknown|process|position):/ as never });
  await store.settings.collection.insertOne({ _id: 'position:1' as never, value: 100, timestamp: Date.now(), at: new Date(), broker: '8.5.8' } as never);
  topology = async () => well();
  says = metrics();
  api.deps.settings.zeebeManagement = `http://127.0.0.1:${(broker.address() as AddressInfo).port}`;
  api.deps.jobs = { classify: [] };
  // what a process has applied it remembers: each test has a partition of its own
  log = new RecordLog(partition += 1, new Date(Date.now() - 60_000).toISOString());
});
afterEach(() => { api.deps.settings.zeebeManagement = undefined; });

const look = async () => (await admin.get('/api/engine-room').expect(200)).body;
const shorts = async () => (await look()).findings.map(({ short }: { short: string }) => short);
const rejectedTask = async () => {
  const instance = log.start('grid-event', log.deploy('grid-event', diagram('grid-event')));
  instance.variable('caseNo', await api.report());
  const task = instance.task('intake', { groups: [], engine: { candidateGroups: 'not JSON' } });
  await receiveBulk(log.body(), api.deps);
  return { instance, task };
};

describe('the sentence', () => {
  test('says that all is well when it is', async () => {
    expect(await look()).toMatchObject({ well: true, sentence: '一切正常，没有要处理的事。', findings: [], unknown: [], setAside: 0, observation: { lag: [{ partition: 1, records: 0, seconds: 0 }] } });
  });

  test('does not say that all is well while the broker\'s inside is not known', async () => {
    api.deps.settings.zeebeManagement = undefined;
    const { sentence, well: fine, unknown } = await look();
    expect([fine, sentence]).toEqual([true, '看得到的都正常。另有 1 项看不到。']);
    expect(unknown[0]).toMatch('ZEEBE_MANAGEMENT');
  });

  test('says that the engine is away, and what of the rest is known', async () => {
    topology = () => Promise.reject(new Unavailable('the engine does not answer'));
    const { sentence, findings, jobTypes } = await look();
    expect(sentence).toMatch(/^有 1 件事要处理：引擎没有应答。/);
    expect(findings[0]).toMatchObject({ level: 'bad', detail: expect.stringMatching('does not answer'), todo: expect.any(String) });
    expect(jobTypes).toEqual([]);
  });

  test('names a partition without a leader, and one that is ill', async () => {
    const broken = well();
    broken.partitions = 2;
    broken.brokers[0]!.partitions[0]!.health = 'unhealthy';
    topology = async () => broken;
    expect(await shorts()).toEqual(['分区 2 没有主节点', '分区 1 不健康']);
  });

  test('says that the records stopped although the engine runs', async () => {
    await api.store.settings.collection.updateOne({ _id: 'position:1' as never }, { $set: { at: new Date(Date.now() - 10 * 60_000) } });
    says = metrics({ log: 5_000, exported: 100 });
    const { findings } = await look();
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ short: '引擎记录中断', what: expect.stringMatching('10 分钟') });
  });

  test('counts how far the picture is behind', async () => {
    says = metrics({ log: 5_000, exported: 100 });
    // what came this moment is not late, however old the record before it is
    await api.store.settings.collection.updateOne({ _id: 'position:1' as never }, { $set: { timestamp: Date.now() - 60_000 } });
    expect((await look())).toMatchObject({ well: true, observation: { lag: [{ records: 4_900, seconds: 0 }] } });
    const real = Date.now;
    const later = jest.spyOn(Date, 'now').mockImplementation(() => real() + 90_000);
    const { findings, observation } = await look().finally(() => later.mockRestore());
    expect(observation.lag[0]).toMatchObject({ records: 4_900, seconds: 90 });
    expect(findings[0]).toMatchObject({ short: '进展跟得慢', what: expect.stringMatching(/4900 条、1 分钟/) });
  });

  test('tells of requests dropped for backpressure only when more were', async () => {
    says = metrics({ dropped: 5 });
    await look();
    expect(await shorts()).toEqual([]);
    says = metrics({ dropped: 25 });
    expect((await look()).findings[0]).toMatchObject({ short: '引擎限流', what: expect.stringMatching('20 个请求') });
  });

  test('says when the broker does not tell, and when its disk runs full', async () => {
    says = metrics({ free: 1e9 });
    expect(await shorts()).toEqual(['引擎的磁盘快满']);
    api.deps.settings.zeebeManagement = 'http://127.0.0.1:9';
    expect(await shorts()).toEqual(['看不到引擎内部']);
  });

  test('names a job type without a worker, and one whose worker does not take it', async () => {
    const job = (id: string, type: string, age: number) => api.store.jobs.create({ _id: id, partition: 1, pos: 1, type, instanceKey: '1', elementKey: '2', elementId: 'x', procedure: 'grid-event', state: 'waiting', retries: 3, createdAt: new Date(api.deps.clock.now().getTime() - age) });
    await job('1', 'print-letter', 600_000);
    await job('2', 'print-letter', 500_000);
    await job('3', 'classify', 120_000);
    await job('4', 'classify', 100);
    const { jobTypes, findings } = await look();
    expect(jobTypes).toMatchObject([{ type: 'print-letter', waiting: 2, served: false, idle: true }, { type: 'classify', waiting: 2, served: true, idle: true }]);
    expect(findings.map(({ short }: { short: string }) => short)).toEqual(['「print-letter」没有人处理', '「classify」停着没人取']);
    expect(findings[0].what).toMatch('2 个「print-letter」自动任务在等，最早的等了 10 分钟');
  });

  test('tells of incidents by cause, of messages that did not go out, and of sweeps that fail', async () => {
    const incident = (id: string, elementId: string) => ({ _id: id, partition: 1, pos: 1, instanceKey: '1', elementKey: '2', elementId, procedure: 'grid-event', type: 'JOB_NO_RETRIES', message: 'case <X>, job type <assign>: nobody', state: 'open' as const, at: new Date() });
    await api.store.incidents.create([incident('1', 'assign'), incident('2', 'assign'), incident('3', 'classify')]);
    await api.store.outgoing.create({ _id: 'm', channel: 'sms', to: '1', title: 't', text: 'x', at: new Date(), state: 'failed', tries: 9, nextAt: 0 });
    noteRound('outgoing', 2_000, new Error('the gateway says no'));
    await keepRounds(api.store, 'all');
    noteRound('outgoing', 2_000);
    const { findings, causes } = await look();
    expect(findings.map(({ short }: { short: string }) => short)).toEqual(['3 处异常', '1 条外发消息没发出', '有定时工作失败']);
    expect(causes.map(({ elementId, count }: { elementId: string; count: number }) => [elementId, count])).toEqual([['assign', 2], ['classify', 1]]);
    expect(findings[2].detail).toMatch('the gateway says no');
    await keepRounds(api.store, 'all');
    expect(await shorts()).not.toContain('有定时工作失败');
  });

  test('names tasks whose limit cannot be read: they have one all the same, and leave the list when somebody sets a time', async () => {
    const instance = log.start('grid-event', log.deploy('grid-event', diagram('grid-event')));
    const caseNo = await api.report();
    instance.variable('caseNo', caseNo);
    const [wrong, none, good] = ['三个工作日', null, '3 工作日'].map((limit) => String(instance.task('village', { groups: [], limit }).job));
    await receiveBulk(log.body(), api.deps);
    const kept = async (key: string | undefined) => api.store.tasks.findById(key).lean();
    for (const key of [wrong, none]) expect(await kept(key)).toMatchObject({ limit: '1 工作日', unreadLimit: true, dueAt: expect.any(Date) });
    expect(await kept(good)).toMatchObject({ limit: '3 工作日', dueAt: expect.any(Date) });
    expect((await look()).findings).toMatchObject([{ level: 'bad', short: '2 项任务的时限看不懂', what: expect.stringMatching(`先按 1 工作日计时：${caseNo}「`), link: '/procedures/grid-event' }]);
    const move = { type: 'move', at: new Date(), to: new Date() };
    await api.store.tasks.updateMany({ _id: { $in: [wrong, none] as string[] } }, { $set: { clock: [move] } });
    expect(await shorts()).toEqual([]);
  });

  test('counts what a newer broker writes and nobody reads, while what is known is applied', async () => {
    log.write('AD_HOC_SUB_PROCESS', 'ACTIVATED', log.key(), { something: 'new' });
    const instance = log.start('grid-event', log.deploy('grid-event', diagram('grid-event')));
    log.write('AD_HOC_SUB_PROCESS', 'ACTIVATED', log.key(), { something: 'new' });
    await receiveBulk(log.body(), api.deps);
    const { unknownTypes, findings } = await look();
    expect(unknownTypes).toMatchObject([{ type: 'AD_HOC_SUB_PROCESS', count: 2, broker: '8.5.8' }]);
    expect(findings.map(({ short }: { short: string }) => short)).toEqual(['有不认识的记录']);
    expect(await api.store.instances.findById(String(instance.key)).lean()).toMatchObject({ state: 'active' });
  });
});

describe('a record that was set aside', () => {
  test('is listed, and refused with its reason while it still cannot be applied', async () => {
    await rejectedTask();
    expect(await shorts()).toEqual(['1 条记录搁置']);
    const { items: [one], total } = (await admin.get('/api/engine-room/set-aside').expect(200)).body;
    expect([total, one]).toEqual([1, expect.objectContaining({ valueType: 'JOB', intent: 'CREATED', procedure: 'grid-event', error: expect.stringMatching('JSON') })]);
    const { body } = await admin.post(`/api/engine-room/set-aside/${one.id}/apply`).send({}).expect(409);
    expect(body.detail).toMatch('还是不能应用');
    expect(await api.store.settings.findById('rebuilding').lean()).toBeNull();
  });

  test('is applied once it can be, with what came of its instance since', async () => {
    const { instance, task } = await rejectedTask();
    const from = log.records.length;
    instance.endTask('intake', task, 'COMPLETED');
    await receiveBulk(log.body(from), api.deps);
    const { _id, record } = (await api.store.rejected.findOne().lean())!;
    // what newer software makes of it
    await api.store.rejected.updateOne({ _id }, { $set: { record: record.replace('not JSON', '[\\"by-jinghe-caoba/intake\\"]') } });
    await admin.post(`/api/engine-room/set-aside/${_id}/apply`).send({}).expect(204);
    expect(await api.store.tasks.findById(String(task.job)).lean()).toMatchObject({ state: 'completed', candidateGroups: ['by-jinghe-caoba/intake'] });
    expect(await look()).toMatchObject({ well: true, setAside: 0 });
    expect(await api.store.audit.findOne({ 'about.id': _id }).lean()).toMatchObject({ action: 'apply-record' });
    await admin.post(`/api/engine-room/set-aside/${_id}/apply`).send({}).expect(404);
  });

  test('is given up with a reason that the audit keeps', async () => {
    await rejectedTask();
    const { _id } = (await api.store.rejected.findOne().lean())!;
    await admin.post(`/api/engine-room/set-aside/${_id}/discard`).send({}).expect(422);
    await admin.post(`/api/engine-room/set-aside/${_id}/discard`).send({ reason: '演练留下的记录' }).expect(204);
    expect([await api.store.rejected.countDocuments(), await api.store.audit.findOne({ 'about.id': _id, action: 'discard-record' }).lean()]).toEqual([0, expect.objectContaining({ text: expect.stringMatching('演练留下的记录') })]);
  });

  test('is told on managers\' pages, since their picture is not complete', async () => {
    const page = async () => (await admin.get('/instances').set('accept', 'text/html')).text;
    await rejectedTask();
    await new Promise((resolve) => setTimeout(resolve, 3_100));
    expect(await page()).toMatch('有 1 条引擎记录没能应用');
  });
});

test('the page shows the sentence, what to do and the record', async () => {
  await rejectedTask();
  const { text } = await admin.get('/engine-room').set('accept', 'text/html').expect(200);
  expect(text).toMatch('有 1 件事要处理：1 条记录搁置');
  expect(text).toMatch('再应用一次');
});

test('only engine administrators look in', async () => {
  for (const account of ['baoyingzhihui', 'ducha', 'caoba', 'liucheng']) await (await api.as(account)).get('/api/engine-room').expect(403);
});

test('metrics are read past what is not known, and lag is never below zero', () => {
  const read = readMetrics(metrics({ log: 90 }));
  expect(read).toMatchObject({ partitions: [{ partition: 1, log: 90, exported: 90, inflight: 3, limit: 90, dropped: 0 }], diskFree: 9e10 });
  expect(lagOf({ partition: 1, position: 95, timestamp: 0 }, read.partitions[0], new Date(5_000))).toMatchObject({ records: 0, seconds: 0 });
  expect(lagOf({ partition: 1, position: 95 }, undefined, new Date())).toEqual({ partition: 1, position: 95 });
});

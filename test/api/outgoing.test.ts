// What went outside, as administrators look after it: of their own units only, never a text, a whole number or a robot's key.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { botRoutes } from '../../api/routes/bots.js';
import { organisationRoutes } from '../../api/routes/organisation.js';
import { outgoingRoutes } from '../../api/routes/outgoing.js';
import type { Outgoing } from '../../processes/store/types.js';
import { closeTestStore } from '../support/store.js';
import { aCase, openWeb, signIn, type Signed, type Web } from '../support/web.js';

let web: Web;
let guanli: Signed;
const KEY = 'https://oapi.dingtalk.com/robot/send?access_token=0123456789abcdef';
const message = (_id: string, given: Partial<Outgoing> = {}): Outgoing => ({
  _id, channel: 'sms', to: '13812345678', title: '新任务：部门签收', text: '某某的事情', at: new Date(Date.UTC(2026, 5, 21)), state: 'failed', tries: 50, nextAt: 0, error: '<sms.example.cn> answered <500>: no',
  person: 'lds', scope: ['yz', 'by', 'by-jinghe', 'by-jinghe.lds'], ...given,
});
const state = async (id: string) => (await web.store.outgoing.findById(id).lean())?.state;

beforeAll(async () => {
  web = await openWeb([...outgoingRoutes, ...botRoutes, ...organisationRoutes], { production: false });
  guanli = await signIn(web.app, 'guanli');
});
beforeEach(async () => {
  await web.store.outgoing.deleteMany({});
  await web.store.cases.deleteMany({});
  await web.store.outgoing.create([
    message('failed'), message('waiting', { state: 'waiting', nextAt: Date.now() + 3_600_000, channel: 'mail', to: 'lds@example.cn' }), message('taken', { state: 'waiting', nextAt: Date.now() + 10_000 }),
    message('sent', { state: 'sent', sentAt: new Date(), error: undefined }), message('elsewhere', { scope: ['yz', 'gy'] }),
    message('reporter', { person: undefined, link: 'reporter', caseNo: 'BY20260621001' }),
  ]);
  await web.store.cases.create(aCase({ reporter: { person: 'caoba', name: '钱多多', phone: '13812345678', anonymous: true } }));
});
afterAll(closeTestStore);

describe('messages to the outside', () => {
  test('are counted by state, and shown without their text, whole numbers or who reported anonymously', async () => {
    const { body } = await guanli.get('/api/outgoing?state=failed').expect(200);
    expect(body).toMatchObject({ counts: { failed: 2, waiting: 2, sent: 1, dropped: 0 }, total: 2 });
    const items = Object.fromEntries(body.items.map((item: { id: string }) => [item.id, item]));
    expect(items.failed).toMatchObject({ to: '138****5678', whom: '林静怡', why: '对方没有接受', tries: 50, length: 5 });
    expect(items.reporter).toMatchObject({ to: '', whom: '匿名反映人' });
    const waiting = await guanli.get('/api/outgoing?state=waiting&channel=mail').expect(200);
    expect(waiting.body.items).toEqual([expect.objectContaining({ id: 'waiting', to: 'l***@example.cn', nextAt: expect.any(String) })]);
    expect(JSON.stringify([body, waiting.body])).not.toMatch(/某某的事情|13812345678|lds@|钱多多/);
  });

  test('are sent anew one by one or all that failed, but not what is being sent or was', async () => {
    await guanli.post('/api/outgoing/failed/retry').expect(204);
    expect(await web.store.outgoing.findById('failed').lean()).toMatchObject({ state: 'waiting', nextAt: 0, tries: 0 });
    await guanli.post('/api/outgoing/waiting/retry').expect(204);
    await guanli.post('/api/outgoing/taken/retry').expect(409);
    await guanli.post('/api/outgoing/sent/retry').expect(409);
    expect((await guanli.post('/api/outgoing/retry').expect(200)).body).toEqual({ retried: 1 });
    expect(await state('elsewhere')).toBe('failed');
  });

  test('are given up by name, and others\' are not there', async () => {
    await guanli.post('/api/outgoing/failed/drop').expect(204);
    expect(await state('failed')).toBe('dropped');
    expect(await web.store.audit.findOne({ 'about.id': 'failed', action: '放弃外发消息' }).lean()).toMatchObject({ action: '放弃外发消息', who: { id: 'guanli' } });
    await guanli.post('/api/outgoing/sent/drop').expect(409);
    await guanli.post('/api/outgoing/elsewhere/drop').expect(404);
    await guanli.post('/api/outgoing/elsewhere/retry').expect(404);
    await guanli.post('/api/outgoing/nothing/drop').expect(404);
  });

  test('are an administrator\'s alone', async () => {
    const jinghe = await signIn(web.app, 'jinghe');
    for (const path of ['/api/outgoing', '/api/outgoing/unreached', '/api/bots']) await jinghe.get(path).expect(403);
    await jinghe.post('/api/outgoing/failed/retry').expect(403);
    await jinghe.put('/api/organisation/units/by-jinghe/bot').send({ kind: 'dingtalk', url: KEY }).expect(403);
  });

  test('reach nobody who has no channel that works: they are counted and named', async () => {
    const before = (await guanli.get('/api/outgoing/unreached').expect(200)).body;
    expect(before.total).toBe(before.people);
    await web.store.people.updateOne({ _id: 'jinghe' }, { $set: { phone: '13800000001', reach: { sms: true, mails: false, bots: false } } });
    await web.store.people.updateOne({ _id: 'jinghe2' }, { $set: { reach: { sms: false, mails: true, bots: true } } });
    expect((await guanli.get('/api/outgoing/unreached').expect(200)).body.total).toBe(before.total - 1);
  });
});

describe('a unit\'s robot', () => {
  test('is set, shown without its key, tried and taken away; each is written down without the key', async () => {
    await guanli.put('/api/organisation/units/by-jinghe/bot').send({ kind: 'dingtalk', url: KEY, secret: 'SECxyz' }).expect(204);
    const { body } = await guanli.get('/api/bots').expect(200);
    expect(body).toEqual([{ unit: 'by-jinghe', unitName: '泾河镇', kind: 'dingtalk', host: 'oapi.dingtalk.com', ends: 'cdef', signed: true }]);
    await guanli.post('/api/organisation/units/by-jinghe/bot/test').expect(204);
    await guanli.post('/api/organisation/units/by-jinghe/bot/test').expect(204);
    expect(await web.store.outgoing.countDocuments({ unit: 'by-jinghe', channel: 'bot' })).toBeLessThanOrEqual(2);
    expect(JSON.stringify([(await guanli.get('/api/organisation/units').expect(200)).body, await web.store.audit.find().lean(), await web.store.outgoing.find().lean()])).not.toMatch(/access_token|SECxyz/);
    await guanli.delete('/api/organisation/units/by-jinghe/bot').expect(204);
    expect((await guanli.get('/api/bots').expect(200)).body).toEqual([]);
    await guanli.post('/api/organisation/units/by-jinghe/bot/test').expect(404);
  });

  test('of a unit that one does not administer, or at an address that is no robot\'s, is refused', async () => {
    await guanli.put('/api/organisation/units/yz/bot').send({ kind: 'dingtalk', url: KEY }).expect(404);
    await guanli.put('/api/organisation/units/nowhere/bot').send({ kind: 'dingtalk', url: KEY }).expect(404);
    expect((await guanli.put('/api/organisation/units/by/bot').send({ kind: 'dingtalk', url: 'https://10.0.0.1/x' }).expect(422)).body.problems[0]).toMatchObject({ path: 'url', message: expect.stringContaining('oapi.dingtalk.com') });
  });
});

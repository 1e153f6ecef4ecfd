// Signing in: who gets in, who does not, what a session is worth, and that nobody acts in another's name.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import supertest from 'supertest';
import { z } from 'zod';
import { route } from '../../api/route.js';
import { sessionStore } from '../../api/session.js';
import { DEMO_PASSWORD } from '../../processes/demo/load.js';
import { closeTestStore } from '../support/store.js';
import { openWeb, serve, signIn, type Web } from '../support/web.js';

const touch = route({ method: 'post', path: '/touch', tag: 't', summary: 't', answer: z.any(), async handle({ person }) { return { by: person._id }; } });
const policy = route({ method: 'get', path: '/policy', tag: 't', summary: 't', ability: 'edit-calendar', answer: z.any(), async handle() { return {}; } });

let web: Web;
beforeAll(async () => {
  web = await openWeb([touch, policy]);
});
afterAll(closeTestStore);

const tryIn = (app: Web['app'], account: string, password: string) => supertest(app).post('/api/session').send({ account, password });
/** The cookie that names the session; beside it one says that the device is known. */
const sid = (answer: { get(name: string): string[] | undefined }) => answer.get('set-cookie')!.find((one) => one.startsWith('liandong.sid='))!;
const sessionsKept = () => web.store.connection.db!.collection('sessions').find().toArray();

describe('signing in', () => {
  test('the right password opens a session, and no hash ever leaves', async () => {
    const answer = await tryIn(web.app, 'caoba', DEMO_PASSWORD).expect(200);
    expect(answer.body.person).toMatchObject({ id: 'caoba', name: '周晓梅', posts: [{ unit: 'by-jinghe-caoba-g1', unitName: '曹坝园区网格', role: 'grid-member', roleName: '网格员' }] });
    expect(answer.body.csrfToken).toMatch(/^[0-9a-f]{64}$/);
    expect(answer.text).not.toMatch(/hash|argon/i);
    expect(sid(answer)).toMatch(/^liandong\.sid=.*HttpOnly; SameSite=Lax$/);
  });

  test('a wrong password and an unknown account are told the same', async () => {
    const [wrong, unknown] = await Promise.all([tryIn(web.app, 'jinghe', 'wrong').expect(401), tryIn(web.app, 'nobody', 'wrong').expect(401)]);
    expect(wrong.body).toEqual(unknown.body);
    expect(wrong.body).toMatchObject({ title: '请先登录', detail: '账号或密码不正确' });
    expect(wrong.get('set-cookie')).toBeUndefined();
  });

  test('an account that is no text is refused as input, not asked of the store', async () => {
    const { body } = await supertest(web.app).post('/api/session').send({ account: { $gt: '' }, password: 'x' }).expect(422);
    expect(body.problems[0].path).toBe('account');
  });

  test('the eleventh wrong password is told to wait, from that address and for that account only', async () => {
    for (let i = 0; i < 10; i++) await tryIn(web.app, 'lds', 'wrong').expect(401);
    const { body, headers } = await tryIn(web.app, 'lds', DEMO_PASSWORD).expect(429);
    expect(Number(headers['retry-after'])).toBeGreaterThan(500);
    expect(body).toMatchObject({ status: 429, title: '尝试次数过多' });
    await tryIn(web.app, 'pcs', DEMO_PASSWORD).expect(200);
  });

  test('signing in rightly twenty times is not held against anybody', async () => {
    for (let i = 0; i < 20; i++) await tryIn(web.app, 'sfs', DEMO_PASSWORD).expect(200);
  });

  test('another site cannot sign anybody in', async () => {
    await tryIn(web.app, 'caoba', DEMO_PASSWORD).set('sec-fetch-site', 'cross-site').expect(403);
  });

  test('in production no demo person gets in, not even with a session from before', async () => {
    const agent = await signIn(web.app, 'zzb');
    const production = serve(web.store, [touch], { production: true });
    await tryIn(production.app, 'zzb', DEMO_PASSWORD).expect(401);
    const cookie = sid(await tryIn(web.app, 'zzb', DEMO_PASSWORD));
    await supertest(production.app).get('/api/session').set('cookie', cookie).expect(401);
    await agent.get('/api/session').expect(200);
  });
});

describe('a session', () => {
  test('without one there is no answer', async () => {
    const { body, type } = await supertest(web.app).post('/api/touch').expect(401);
    expect([type, body.status, body.title]).toEqual(['application/problem+json', 401, '请先登录']);
  });

  test('signing in gives a new session id: an id that was planted is worth nothing', async () => {
    const agent = await signIn(web.app, 'zfj');
    const before = sid(await tryIn(web.app, 'zfj', DEMO_PASSWORD));
    const after = sid(await supertest(web.app).post('/api/session').set('cookie', before!).send({ account: 'cgb', password: DEMO_PASSWORD }).expect(200));
    expect(after.split(';')[0]).not.toBe(before!.split(';')[0]);
    await supertest(web.app).get('/api/session').set('cookie', before!).expect(401);
    await agent.get('/api/session').expect(200);
  });

  test('reading does not write it', async () => {
    const agent = await signIn(web.app, 'aqb');
    const before = await sessionsKept();
    for (let i = 0; i < 3; i++) await agent.get('/api/session').expect(200);
    expect(await sessionsKept()).toEqual(before);
  });

  test('it outlives the process that made it', async () => {
    const cookie = sid(await tryIn(web.app, 'nyb', DEMO_PASSWORD));
    const { body } = await supertest(serve(web.store).app).get('/api/session').set('cookie', cookie!).expect(200);
    expect(body).toMatchObject({ person: { id: 'nyb' }, unread: 0 });
  });

  test('signing out ends it on the server', async () => {
    const cookie = sid(await tryIn(web.app, 'mzb', DEMO_PASSWORD));
    const { body } = await supertest(web.app).get('/api/session').set('cookie', cookie!).expect(200);
    await supertest(web.app).delete('/api/session').set('cookie', cookie!).set('x-csrf-token', body.csrfToken).expect(204);
    await supertest(web.app).get('/api/session').set('cookie', cookie!).expect(401);
  });

  test('who is switched off is out within five seconds', async () => {
    const agent = await signIn(web.app, 'wjb');
    await agent.get('/api/session').expect(200);
    await web.store.people.updateOne({ _id: 'wjb' }, { $set: { active: false } });
    await new Promise((resolve) => setTimeout(resolve, 5_200));
    await agent.get('/api/session').expect(401);
  });

  test('one that expired is refused, and swept away where no TTL index does it', async () => {
    const cookie = sid(await tryIn(web.app, 'sfssuozhang', DEMO_PASSWORD));
    const kept = web.store.connection.db!.collection('sessions');
    await kept.updateOne({ 'session.personId': 'sfssuozhang' }, { $set: { expires: new Date(Date.now() - 1000) } });
    await supertest(web.app).get('/api/session').set('cookie', cookie!).expect(401);
    sessionStore(web.store, 100);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(await kept.findOne({ 'session.personId': 'sfssuozhang' })).toBeNull();
    expect(await kept.findOne({ 'session.personId': 'nyb' })).not.toBeNull();
  });
});

describe('acting', () => {
  test('a change without the session\'s token, or with another\'s, is refused', async () => {
    const [mine, other] = await Promise.all(['cgbzhuren', 'zfjjuzhang'].map((account) => tryIn(web.app, account, DEMO_PASSWORD)));
    const send = (token?: string) => {
      const request = supertest(web.app).post('/api/touch').set('cookie', sid(mine!));
      return token ? request.set('x-csrf-token', token) : request;
    };
    expect((await send().expect(403)).body.title).toBe('页面已过期');
    await send(other!.body.csrfToken).expect(403);
    expect((await send(mine!.body.csrfToken).expect(200)).body).toEqual({ by: 'cgbzhuren' });
  });

  test('the token may also come as a field of a form', async () => {
    const cookie = sid(await tryIn(web.app, 'cgb', DEMO_PASSWORD));
    const { body } = await supertest(web.app).get('/api/session').set('cookie', cookie!);
    // The route is strict and knows no `_csrf`: it is reached, and says so.
    await supertest(web.app).post('/api/session/none').set('cookie', cookie!).send({ _csrf: body.csrfToken }).expect(404);
    await supertest(web.app).post('/api/session/none').set('cookie', cookie!).send({}).expect(403);
  });

  test('a route for some posts is closed to the others', async () => {
    await (await signIn(web.app, 'caoba')).get('/api/policy').expect(403);
    await (await signIn(web.app, 'liucheng')).get('/api/policy').expect(200);
  });
});

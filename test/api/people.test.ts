// Accounts: a security administrator makes, moves, disables and helps back in the people below, nobody else; whoever got a password from another changes it first.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import supertest from 'supertest';
import { DEMO_PASSWORD } from '../../processes/demo/load.js';
import type { AuditEntry, Person } from '../../processes/store/types.js';
import { expectProblem, openApi, type Api } from '../support/api.js';
import { closeTestStore } from '../support/store.js';
import { aTask, signIn, type Signed } from '../support/web.js';

let api: Api;
let admin: Signed;
beforeAll(async () => {
  api = await openApi();
  admin = await api.as('anquan');
  await api.store.people.create({ _id: 'townadmin', name: '镇管理', account: 'townadmin', passwordHash: (await api.store.people.findById('guanli').lean())!.passwordHash, posts: [{ unit: 'by-jinghe', role: 'security' }], groups: ['by-jinghe/security'], active: true, demo: true } as never);
});
afterAll(closeTestStore);

const person = async (id: string) => (await api.store.people.findById(id).lean<Person>())!;
const audited = async (id: string) => (await api.store.audit.find({ 'about.id': id, 'who.id': 'anquan', status: null }).sort({ _id: 1 }).lean<AuditEntry[]>()).map(({ action, who }) => `${action} ${'id' in who ? who.id : ''}`);
const given = { account: 'new.member', name: '新来的', phone: '13900001111', posts: [{ unit: 'by-jinghe-caoba-g2', role: 'grid-member' }] };
const CHOSEN = '河边 的 柳树 发芽了 2026';
async function enter(account: string, password: string) {
  const agent = supertest.agent(api.app);
  const { body } = await agent.post('/api/session').send({ account, password }).expect(200);
  return agent.set('x-csrf-token', body.csrfToken);
}

describe('a security administrator', () => {
  let made: { id: string; password: string };

  test('makes an account with a password that is shown once and kept nowhere in the clear', async () => {
    made = (await admin.post('/api/people').send(given).expect(201)).body;
    expect(await person(made.id)).toMatchObject({ account: 'new.member', groups: ['by-jinghe-caoba-g2/grid-member'], active: true, mustChange: true });
    expect(JSON.stringify(await api.everything())).not.toContain(made.password);
    expect(await audited(made.id)).toEqual(['新建账号 anquan']);
  });

  test('cannot make the same account twice, nor give a post that is none or not below', async () => {
    expectProblem(await admin.post('/api/people').send(given), 409);
    const wrong = (posts: object[]) => admin.post('/api/people').send({ ...given, account: 'other', posts });
    expect(expectProblem(await wrong([{ unit: 'yz', role: 'admin' }]), 422).problems[0]).toMatchObject({ path: 'posts[0].unit' });
    expect(expectProblem(await wrong([{ unit: 'by', role: 'mayor' }]), 422).problems[0]).toMatchObject({ path: 'posts[0].role' });
    expectProblem(await wrong([]), 422);
    expect(await api.store.people.exists({ account: 'other' })).toBeNull();
  });

  test('whoever has a password from another can do nothing but change it', async () => {
    const fresh = await enter('new.member', made.password);
    const refused = expectProblem(await fresh.get('/api/tasks'), 403);
    expect(refused).toMatchObject({ type: 'urn:liandong:problem:password-due', title: '请先修改密码' });
    expectProblem(await fresh.post('/api/reports').send({}), 403);
    expect((await fresh.get('/tasks').expect(302)).headers.location).toBe('/password?next=%2Ftasks');
    expect((await fresh.get('/password?next=%2Ftasks').expect(200)).text).toContain('这是别人为您设的密码');
    expect((await fresh.get('/api/session').expect(200)).body.hurdle).toBe('password');
    expect(expectProblem(await fresh.put('/api/me/password').send({ old: 'wrong', password: CHOSEN }), 422).problems[0].path).toBe('old');
    expect(expectProblem(await fresh.put('/api/me/password').send({ old: made.password, password: made.password }), 422).problems[0].message).toMatch('用过的密码');
    await fresh.put('/api/me/password').send({ old: made.password, password: CHOSEN }).expect(204);
    await fresh.get('/api/tasks').expect(200);
    await fresh.get('/tasks').expect(200);
  });

  test('moves somebody: tasks that no post left has go back to the group, and its leader is told', async () => {
    await api.store.tasks.create([
      aTask({ _id: '71', candidateGroups: ['by-jinghe-caoba-g2/grid-member'], holder: { person: made.id, at: new Date() }, draft: { values: { a: 1 }, at: new Date(), by: made.id } }),
      aTask({ _id: '72', candidateGroups: ['by-jinghe.lds/officer'], assignee: made.id }), aTask({ _id: '73', candidateGroups: ['by-jinghe.lds/head'], assignee: made.id }),
    ]);
    const { body } = await admin.put(`/api/people/${made.id}`).send({ name: '新来的', posts: [{ unit: 'by-jinghe.lds', role: 'head' }] }).expect(200);
    expect(body).toEqual({ handedBack: 2 });
    expect(await api.store.tasks.findById('71').lean()).toMatchObject({ holder: null, draft: { values: { a: 1 } } });
    expect(await api.store.tasks.findById('72').lean()).toMatchObject({ assignee: null });
    expect(await api.store.tasks.findById('73').lean()).toMatchObject({ assignee: made.id });
    expect((await api.store.notices.findById(`let-go:72:${made.id}`).lean())!.to).toEqual(expect.arrayContaining(['by-jinghe.lds/officer', 'ldssuozhang']));
    expect((await person(made.id)).phone).toBeUndefined();
    expect(await audited(made.id)).toContain('调整岗位 anquan');
  });

  test('resets a password: every session ends, the old one is worth nothing', async () => {
    const before = await enter('new.member', CHOSEN);
    const { body } = await admin.post(`/api/people/${made.id}/password`).send({}).expect(200);
    await before.get('/api/session').expect(401);
    await supertest(api.app).post('/api/session').send({ account: 'new.member', password: CHOSEN }).expect(401);
    const again = await enter('new.member', body.password);
    expectProblem(await again.get('/api/cases'), 403);
    expect(expectProblem(await again.put('/api/me/password').send({ old: body.password, password: CHOSEN }), 422).problems[0].message).toMatch('用过的密码');
    await again.put('/api/me/password').send({ old: body.password, password: `${CHOSEN}!` }).expect(204);
  });

  test('disables somebody: out at once, tasks back, and enabled again with a new password', async () => {
    const theirs = await enter('new.member', `${CHOSEN}!`);
    expect((await admin.post(`/api/people/${made.id}/disable`).send({ reason: '调离' }).expect(200)).body).toEqual({ handedBack: 1 });
    await theirs.get('/api/session').expect(401);
    await supertest(api.app).post('/api/session').send({ account: 'new.member', password: `${CHOSEN}!` }).expect(401);
    expect(await person(made.id)).toMatchObject({ active: false, leftAt: expect.any(Date) });
    expectProblem(await admin.post(`/api/people/${made.id}/disable`).send({}), 422);
    const { body } = await admin.post(`/api/people/${made.id}/enable`).send({}).expect(200);
    expectProblem(await admin.post(`/api/people/${made.id}/enable`).send({}), 409);
    await enter('new.member', body.password);
    expect(await audited(made.id)).toEqual(expect.arrayContaining(['停用账号 anquan', '恢复账号 anquan', '重置密码 anquan']));
  });

  test('cannot disable or move themselves, nor give themselves anything', async () => {
    const self = { name: '钟守诚', posts: [{ unit: 'by', role: 'security' }] };
    expectProblem(await admin.post('/api/people/anquan/disable').send({ reason: '走了' }), 403);
    expectProblem(await admin.put('/api/people/anquan').send({ ...self, posts: [{ unit: 'by', role: 'policy' }] }), 403);
    expectProblem(await admin.put('/api/people/anquan').send({ ...self, posts: [...self.posts, { unit: 'by', role: 'commander' }] }), 403);
    await admin.put('/api/people/anquan').send(self).expect(200);
  });

  test.each([['guanli', '系统管理员'], ['shenji', '安全审计员']])('cannot disable or move %s, who is the last %s', async (id, office) => {
    const { name } = await person(id);
    expect(expectProblem(await admin.post(`/api/people/${id}/disable`).send({ reason: '走了' }), 403).detail).toContain(`最后一位${office}`);
    expectProblem(await admin.put(`/api/people/${id}`).send({ name, posts: [{ unit: 'by', role: 'assessor' }] }), 403);
    await api.store.people.create({ ...(await person(id)), _id: 'second', account: 'second' });
    await admin.put(`/api/people/${id}`).send({ name, posts: [{ unit: 'by', role: 'assessor' }] }).expect(200);
    await admin.put(`/api/people/${id}`).send({ name, posts: (await person('second')).posts }).expect(200);
    await api.store.people.deleteOne({ _id: 'second' });
  });

  test('of a town sees the town alone: a person elsewhere is not found, and so is one who is also posted elsewhere', async () => {
    const town = await api.as('townadmin');
    const ids = (await town.get('/api/people?size=100').expect(200)).body.items.map(({ id }: { id: string }) => id);
    expect(ids).toContain('caoba');
    expect(ids.filter((id: string) => ['anyi', 'anquan', 'baoying', 'yangzhou'].includes(id))).toEqual([]);
    for (const id of ['anyi', 'anquan', 'nobody']) {
      expectProblem(await town.get(`/api/people/${id}`), 404);
      expectProblem(await town.post(`/api/people/${id}/password`).send({}), 404);
      expectProblem(await town.post(`/api/people/${id}/disable`).send({ reason: '试试' }), 404);
    }
    expectProblem(await town.put('/api/people/caoba').send({ name: '周晓梅', posts: [{ unit: 'by', role: 'admin' }] }), 422);
    expect((await town.get('/api/people?q=周晓').expect(200)).body.total).toBe(1);
  });

  test('is the only one who may: others are refused, and no answer carries a hash', async () => {
    expectProblem(await (await api.as('baoyingzhihui')).get('/api/people'), 403);
    const page = await admin.get('/people').expect(200);
    expect(page.text).toContain('新建账号');
    expect((await admin.get('/people/caoba').expect(200)).text).toContain('周晓梅');
    expect((await admin.get('/api/people/caoba')).text).not.toMatch(/argon|hash|secret/i);
    await (await api.as('caoba')).get('/people').set('accept', 'text/html').expect(403);
  });
});

describe('one\'s own account', () => {
  test('shows where one is signed in, and ends one or all others', async () => {
    const one = await signIn(api.app, 'zzb');
    const two = supertest.agent(api.app);
    const { body: second } = await two.post('/api/session').set('user-agent', 'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130 MicroMessenger/8').send({ account: 'zzb', password: DEMO_PASSWORD }).expect(200);
    const three = await signIn(api.app, 'zzb');
    const { body } = await one.get('/api/me/sessions').expect(200);
    expect(body).toHaveLength(3);
    expect(body.filter(({ current }: { current: boolean }) => current)).toHaveLength(1);
    const phone = body.find(({ device }: { device: string }) => device === '安卓 · 微信');
    expectProblem(await (await signIn(api.app, 'lds')).delete(`/api/me/sessions/${phone.id}`), 404);
    await two.get('/api/session').expect(200);
    await one.delete(`/api/me/sessions/${phone.id}`).expect(204);
    await two.get('/api/session').expect(401);
    expect((await one.delete('/api/me/sessions').expect(200)).body).toEqual({ ended: 1 });
    await three.get('/api/session').expect(401);
    await one.get('/api/session').expect(200);
    expect(second.csrfToken).toMatch(/^[0-9a-f]{64}$/);
  });

  test('a session that nobody uses ends, one that is used goes on, and what a page asks by itself is no use', async () => {
    const agent = await signIn(api.app, 'sfs');
    const kept = api.store.connection.db!.collection('sessions');
    const age = (field: string, minutes: number) => kept.updateOne({ 'session.personId': 'sfs' }, { $set: { [`session.${field}`]: Date.now() - minutes * 60_000 } });
    const seen = async () => Date.now() - (await kept.findOne({ 'session.personId': 'sfs' }))!.session.seenAt;
    await age('seenAt', 100);
    await agent.get('/api/tasks').set('sec-fetch-mode', 'cors').expect(200);
    expect(await seen()).toBeGreaterThan(90 * 60_000);
    await agent.get('/tasks').set('sec-fetch-mode', 'navigate').expect(200);
    expect(await seen()).toBeLessThan(60_000);
    await age('seenAt', 100);
    await agent.post('/api/session/seen').expect(204);
    expect(await seen()).toBeLessThan(60_000);
    await age('seenAt', 121);
    await agent.get('/api/session').expect(401);
    const other = await signIn(api.app, 'sfs');
    await age('startedAt', 12 * 60 + 1);
    await other.get('/api/session').expect(401);
  });
});

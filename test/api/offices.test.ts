// The three offices (三员分立): system administration, roles and the audit are apart; nobody holds two, and whoever does from before is shown.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { groupOf } from '../../processes/organisation.js';
import { offices, roleName } from '../../processes/roles.js';
import type { Person } from '../../processes/store/types.js';
import { expectProblem, openApi, type Api } from '../support/api.js';
import { serve, signIn, type Signed } from '../support/web.js';
import { closeTestStore } from '../support/store.js';
import { settingRoutes } from '../../api/routes/settings.js';

let api: Api;
let security: Signed;
beforeAll(async () => {
  api = await openApi();
  security = await api.as('anquan');
});
afterAll(closeTestStore);

const own: Record<string, string[]> = { guanli: ['/settings', '/outgoing'], anquan: ['/people'], shenji: ['/audit'] };
const all = Object.values(own).flat();

test.each(Object.entries(own))('%s opens what belongs to the office, sees it in the menu, and nothing of the two others', async (account, mine) => {
  const agent = await api.as(account);
  const menu = (await agent.get('/me').expect(200)).text;
  for (const path of all) {
    const status = mine.includes(path) ? 200 : 403;
    await agent.get(path).set('accept', 'text/html').expect(status);
    await agent.get(`/api${path}`).expect(status);
    expect([path, menu.includes(`href="${path}"`)]).toEqual([path, mine.includes(path)]);
  }
});

test.each(offices.flatMap((one) => offices.filter((two) => two !== one).map((two) => [one, two] as const)))('nobody is given %s and %s, at whatever units, and is told why', async (one, two) => {
  const posts = [{ unit: 'by', role: one }, { unit: 'by-jinghe-caoba', role: 'grid-leader' }, { unit: 'by-jinghe', role: two }];
  const [first, second] = offices.filter((each) => each === one || each === two);
  const refused = [await security.post('/api/people').send({ account: 'twofold', name: '兼职的', posts }), await security.put('/api/people/kaohe').send({ name: '傅晓红', posts })];
  for (const answer of refused) {
    expect(expectProblem(answer, 422).problems).toEqual([{ path: `posts[${posts.findIndex(({ role }) => role === second)}].role`, message: expect.stringContaining(`${roleName(first!)}和${roleName(second!)}不能由同一人担任`) }]);
  }
  expect(await api.store.people.exists({ account: 'twofold' })).toBeNull();
  expect((await api.store.people.findById('kaohe').lean())!.groups).toEqual(['by/assessor']);
});

test('who holds two from before is shown to the security administrator until it is mended', async () => {
  expect((await security.get('/people').expect(200)).text).not.toContain('三员分立');
  const posts = [{ unit: 'by', role: 'admin' }, { unit: 'by', role: 'auditor' }];
  await api.store.people.create({ ...(await api.store.people.findById('kaohe').lean<Person>())!, _id: 'old-double', name: '老管理', account: 'old-double', posts, groups: posts.map(groupOf) });
  expect((await security.get('/api/people?q=nobody').expect(200)).body.doubles.map(({ id }: { id: string }) => id)).toEqual(['old-double']);
  expect((await security.get('/people').expect(200)).text).toMatch(/老管理<\/a>（系统管理员、安全审计员）/);
  expectProblem(await security.put('/api/people/old-double').send({ name: '老管理', phone: '13900001112', posts }), 422);
  await security.put('/api/people/old-double').send({ name: '老管理', posts: [posts[0]] }).expect(200);
  expect((await security.get('/people').expect(200)).text).not.toContain('三员分立');
});

test('a security administrator of an upper unit gives an office, not of a unit that is not theirs', async () => {
  await security.put('/api/people/kaohe').send({ name: '傅晓红', posts: [{ unit: 'by', role: 'assessor' }, { unit: 'by-jinghe', role: 'auditor' }] }).expect(200);
  expectProblem(await security.put('/api/people/kaohe').send({ name: '傅晓红', posts: [{ unit: 'yz', role: 'auditor' }] }), 422);
  await security.put('/api/people/kaohe').send({ name: '傅晓红', posts: [{ unit: 'by', role: 'assessor' }] }).expect(200);
});

test.each(Object.keys(own))('in production %s needs a second factor before anything else', async (account) => {
  await api.store.people.updateOne({ _id: account }, { $set: { demo: false } });
  const { app } = serve(api.store, settingRoutes, { production: true });
  const agent = await signIn(app, account);
  expect(expectProblem(await agent.get('/api/settings'), 403).type).toBe('urn:liandong:problem:second-factor-due');
  await api.store.people.updateOne({ _id: account }, { $set: { demo: true } });
});

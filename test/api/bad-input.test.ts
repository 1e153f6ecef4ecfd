// Whatever is wrong with a request, the answer says in Chinese what and where, and nothing is changed.
import supertest from 'supertest';
import { aReport, expectProblem, openApi, type Api, type OpenTask } from '../support/api.js';
import { closeTestStore } from '../support/store.js';

let api: Api;
let task: OpenTask;
let plan: OpenTask;
let before: Awaited<ReturnType<Api['everything']>>;

beforeAll(async () => {
  api = await openApi();
  task = await api.open('village-handle', ['by-jinghe-caoba/intake'], { limit: '1 工作日' });
  plan = await api.open('sign-plan', ['by-jinghe.lds/officer'], { procedure: 'wage-arrears', headers: { limit: '3 工作日', check: 'instalment-plan' } });
  await Promise.all(['caoba', 'caobacun', 'lds', 'jinghe'].map(api.as));
});
afterAll(closeTestStore);
beforeEach(async () => { before = await api.everything(); });
afterEach(async () => { expect(await api.everything()).toEqual(before); });

const paths = (body: any): string[] => (body.problems ?? []).map(({ path }: { path: string }) => path);

describe('a report', () => {
  test.each<[string, Record<string, unknown>, string]>([
    ['with a field that there is none of', { colour: 'red' }, 'colour'],
    ['with a title that is a number', { title: 5 }, 'title'],
    ['without a title', { title: undefined }, 'title'],
    ['with a title that is too long', { title: '长'.repeat(81) }, 'title'],
    ['in a category that there is none of', { category: 'Z99' }, 'category'],
    ['of an urgency that there is none of', { urgency: '马上' }, 'urgency'],
    ['with fewer than no people', { people: -1 }, 'people'],
    ['with half a person', { people: 1.5 }, 'people'],
    ['with a place off the globe', { place: { text: '村口', lng: 500 } }, 'place.lng'],
    ['with a place of another shape', { place: '村口' }, 'place'],
    ['with an unknown field inside its place', { place: { text: '村口', height: 3 } }, 'place.height'],
    ['with a client id that is none', { clientId: '1' }, 'clientId'],
    ['with a telephone that is none', { reporter: { phone: 'call me' } }, 'reporter.phone'],
    ['with attachments that are no list', { attachments: 'a' }, 'attachments'],
    ['with an attachment that nobody uploaded', { attachments: ['0b0c0d0e-1111-4222-8333-444455556666'] }, 'attachments'],
  ])('%s is refused with 422 and says where', async (_what, wrong, path) => {
    const response = await (await api.as('caoba')).post('/api/reports').send(aReport(wrong));
    expect(paths(expectProblem(response, 422))).toContain(path);
  });

  test.each([['of a grid that there is none of', 'by-nowhere-g9'], ['of a unit that is no grid', 'by-jinghe']])('%s is refused', async (_what, grid) => {
    const response = await (await api.as('caoba')).post('/api/reports').send(aReport({ grid }));
    expect(paths(expectProblem(response, 422))).toEqual(['grid']);
  });
});

describe('a body', () => {
  const send = async (text: string | Buffer, type = 'application/json') => (await api.as('caoba')).post('/api/reports').set('content-type', type).send(text as string);

  test.each(['{"title": ', '[1,2', 'not json', '{"a":1}}'])('that is no JSON (%s) is refused with 400', async (text) => { expectProblem(await send(text), 400); });
  test.each(['[]', '"text"', '7', 'null'])('that is JSON but no object (%s) is refused', async (text) => {
    const response = await send(text);
    expect([400, 422]).toContain(response.status);
    expectProblem(response, response.status);
  });
  test('of another type is not taken for an empty one that is fine', async () => { expectProblem(await send('title=x', 'application/x-www-form-urlencoded'), 422); });
  test('that is too large is refused with 413', async () => { expectProblem(await send(JSON.stringify(aReport({ description: 'x'.repeat(600_000) }))), 413); });
  test('in an unknown encoding is refused with 415', async () => {
    expectProblem(await (await api.as('caoba')).post('/api/reports').set('content-encoding', 'snappy').send(aReport()), 415);
  });
});

describe('a task', () => {
  const complete = async (key: string, values: unknown, account = 'caobacun') => (await api.as(account)).post(`/api/tasks/${key}/complete`).send({ values } as object);

  test.each<[string, unknown, string]>([
    ['without what is required', {}, 'outcome'],
    ['with an answer that there is none of', { outcome: 'perhaps' }, 'outcome'],
    ['with an answer of another type', { outcome: ['solved'] }, 'outcome'],
    ['without the reason that this answer needs', { outcome: 'cannot' }, 'reason'],
    ['with a field that its form has not', { outcome: 'solved', summary: '已清运', bribe: 500 }, 'bribe'],
    ['with evidence that nobody uploaded', { outcome: 'solved', summary: '已清运', evidence: ['0b0c0d0e-1111-4222-8333-444455556666'] }, 'evidence'],
  ])('sent %s is refused with 422 and says where', async (_what, values, path) => {
    expect(paths(expectProblem(await complete(task.key, values), 422))).toContain(path);
  });

  test.each([['null', null], ['a text', 'solved'], ['a list', []]])('sent with %s for values is refused with 422', async (_what, values) => {
    expect(paths(expectProblem(await complete(task.key, values), 422))).toContain('values');
  });

  test('sent with a field beside its values is refused with 422', async () => {
    const response = await (await api.as('caobacun')).post(`/api/tasks/${task.key}/complete`).send({ values: { outcome: 'solved', summary: '好' }, state: 'completed' });
    expect(paths(expectProblem(response, 422))).toContain('state');
  });

  test.each([
    ['a cent too little', '99.99'], ['a cent too much', '100.01'], ['nothing', '0'],
  ])('that is a plan whose instalments are off by %s is refused with 422 and says where and by how much', async (_what, last) => {
    const upload = await (await api.as('lds')).post('/api/attachments').attach('file', Buffer.from('%PDF-1.4\n%âãÏÓ\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF'), { filename: '还款计划.pdf', contentType: 'application/pdf' });
    before = await api.everything();
    const values = {
      owed: 300, payees: [{ name: '张三等16人', kind: 'worker', amount: 300 }], signedOn: '2026-06-23', evidence: [upload.body.id],
      instalments: [{ dueDate: '2026-07-01', amount: 200 }, { dueDate: '2026-08-01', amount: Number(last) }],
    };
    const body = expectProblem(await complete(plan.key, values, 'lds'), 422);
    expect(paths(body).some((path) => path.startsWith('instalments'))).toBe(true);
    expect(body.problems.map(({ message }: any) => message).join()).toMatch(/\p{Script=Han}/u);
    expect(api.engine.completed).toEqual([]);
  });

  test.each(['abc', '0x10', '1e5', '123456789012345678901'])('whose key is none (%s) is refused', async (key) => {
    const response = await (await api.as('caobacun')).get(`/api/tasks/${key}`);
    expectProblem(response, response.status);
    expect([404, 422]).toContain(response.status);
  });

  test.each(['3 天后', '-1 工作日', '', '99999999 工作日'])('cannot be extended by <%s>', async (limit) => {
    const response = await (await api.as('jinghe')).post(`/api/tasks/${task.key}/extend`).send({ limit, reason: '人手不足' });
    expect(response.status).toBe(422);
    expectProblem(response, 422);
  });
});

describe('whoever asks', () => {
  test('without being signed in is told so with 401', async () => {
    for (const path of ['/api/tasks', '/api/cases', `/api/tasks/${task.key}`]) expectProblem(await supertest(api.app).get(path), 401);
    expectProblem(await supertest(api.app).post('/api/reports').send(aReport()), 401);
  });

  test('without the token of the page is refused with 403', async () => {
    expectProblem(await (await api.as('caoba')).post('/api/reports').set('x-csrf-token', 'another').send(aReport()), 403);
  });

  test.each(['/api/tasks?page=0', '/api/tasks?size=1000', '/api/tasks?view=all', '/api/cases?state=lost', '/api/cases?page=x', '/api/cases?where=1', '/api/notices?page=-1', '/api/overview?from=2026-02-30'])('with a query that is wrong (%s) is told where', async (path) => {
    const body = expectProblem(await (await api.as('jinghe')).get(path), 422);
    expect(paths(body)[0]).toMatch(/^query\./);
  });

  test('with what no store can keep is told where', async () => {
    const draft = async (values: string) => expectProblem(await (await api.as('caobacun')).put(`/api/tasks/${task.key}/draft`).set('content-type', 'application/json').send(`{"values":${values}}`), 422);
    for (const levels of [60, 20_000]) expect(paths(await draft(`${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`))[0]).toMatch(/^values\.a\.a/);
    expect(paths(await draft('{"a\\u0000b":1}'))).toEqual(['values.ab']);
    expect(paths(await draft('{"rows":[{"name":"\\u0000"}]}'))).toEqual(['values.rows[0].name']);
    expect(paths(expectProblem(await (await api.as('caoba')).post('/api/reports').send(aReport({ title: '垃圾\0' })), 422))).toEqual(['title']);
    expect(paths(expectProblem(await (await api.as('jinghe')).get('/api/cases?q=%00'), 422))).toEqual(['query.q']);
    for (const page of ['/cases?q=%00', '/tasks?view=sent&q=%00']) await (await api.as('jinghe')).get(page).expect(200);
  });

  test('for an address that there is none of gets 404', async () => { expectProblem(await (await api.as('caoba')).get('/api/nothing'), 404); });

  test('with an object where a text belongs never reaches the store', async () => {
    expectProblem(await (await api.as('caoba')).get('/api/cases?q[$ne]=1'), 422);
    expectProblem(await supertest(api.app).post('/api/session').send({ account: { $ne: null }, password: 'x' }), 422);
  });
});

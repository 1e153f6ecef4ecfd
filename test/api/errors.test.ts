// Refusals: each error becomes the right status and Chinese words, for programs as problem+json, for people as a page, and faults keep their inside to themselves.
import { beforeEach, describe, expect, test } from '@jest/globals';
import express, { type Express } from 'express';
import mongoose from 'mongoose';
import supertest from 'supertest';
import { z } from 'zod';
import { describe as describeError } from '../../api/errors-describe.js';
import { errors, notFound, TooManyAttempts, Unauthenticated } from '../../api/errors.js';
import { mount, route } from '../../api/route.js';
import { BusinessError, Conflict, Forbidden, Invalid, NotFound, Unavailable } from '../../processes/errors.js';

let app: Express;
let faults: Error[];
let thrown: unknown;

const strict = route({
  method: 'post', path: '/strict/{no}', tag: 't', summary: 't', open: true, answer: z.any(), params: z.object({ no: z.coerce.number() }),
  query: z.object({ page: z.coerce.number().int().optional() }), body: z.object({ title: z.string().min(2), place: z.object({ text: z.string() }), tags: z.array(z.string()).optional() }),
  async handle() { return {}; },
});

beforeEach(() => {
  faults = [];
  app = express();
  app.engine('hbs', (_path, model, done) => done(null, `<h1>${(model as { title: string }).title}</h1>`));
  app.set('view engine', 'hbs').set('views', 'views');
  app.use(express.json({ limit: '1kb' }));
  const api = express.Router();
  api.get('/throw', () => { throw thrown; });
  mount(api, [strict], {} as never);
  app.use('/api', api).get('/throw', () => { throw thrown; });
  app.use(notFound, errors((fault) => faults.push(fault as Error)));
});

const answer = async (error: unknown) => {
  thrown = error;
  return supertest(app).get('/api/throw');
};

describe('a domain error', () => {
  test.each([
    [new NotFound('no case <X>'), 404, '找不到'], [new Conflict('taken'), 409, '情况已变化'], [new Invalid('no'), 422, '填写有误'], [new Forbidden('no'), 403, '无权操作'],
    [new Unavailable('away'), 503, '暂时不可用'], [new BusinessError('PLAN_MISMATCH', 'off by 1'), 422, '不能这样办理'], [new Unauthenticated('x'), 401, '请先登录'],
    [new TooManyAttempts(90), 429, '尝试次数过多'],
  ])('%p says what it is', async (error, status, title) => {
    const { body, type, statusCode } = await answer(error);
    expect([statusCode, type, body.status, body.title]).toEqual([status, 'application/problem+json', status, title]);
    expect(body.detail).toMatch(/\p{Script=Han}/u);
  });

  test('its problems and its waiting time are passed on', async () => {
    const problems = [{ path: 'instalments[1].amount', message: '各期之和与欠款不符' }];
    expect((await answer(new Invalid('sum', problems))).body.problems).toEqual(problems);
    expect((await answer(new Unavailable('away', 7))).headers['retry-after']).toBe('7');
    expect(faults).toHaveLength(1);
  });
});

describe('bad input', () => {
  const send = (body: object, path = '/api/strict/1') => supertest(app).post(path).send(body);

  test('each field that is wrong is named by where it stands, in Chinese', async () => {
    const { body } = await send({ title: '', place: { text: 3 }, tags: [1] }).expect(422);
    expect(body.problems.map(({ path }: { path: string }) => path)).toEqual(['title', 'place.text', 'tags[0]']);
    for (const { message } of body.problems) expect(message).toMatch(/\p{Script=Han}/u);
  });

  test('what is missing is required, what is unknown is named', async () => {
    const { body } = await send({ place: { text: 'x' }, colour: 'red' }).expect(422);
    expect(body.problems).toEqual([{ path: 'title', message: '必填' }, { path: 'colour', message: '没有这个字段' }]);
  });

  test('a query and a path say so', async () => {
    const good = { title: 'ok', place: { text: 'x' } };
    expect((await send(good, '/api/strict/1?page=x&sort=up').expect(422)).body.problems.map(({ path }: { path: string }) => path)).toEqual(['query.page', 'query.sort']);
    expect((await send(good, '/api/strict/one').expect(422)).body.problems[0].path).toBe('params.no');
  });

  test('JSON that is none, too much of it, and a broken address are refused without quoting them', async () => {
    expect((await supertest(app).post('/api/strict/1').type('json').send('{"title": "secret').expect(400)).text).not.toMatch(/secret|position|token/i);
    await send({ title: 'x'.repeat(2000) }).expect(413);
    await supertest(app).post('/api/strict/%E0%A4%A').expect(400);
    await supertest(app).post('/api/strict/1').set('content-type', 'application/json; charset=gibberish').send('{}').expect(415);
    expect(faults).toEqual([]);
  });

  test('an address that is none is not found', async () => {
    expect((await supertest(app).get('/api/nowhere').expect(404)).body.detail).toBe('没有这个地址 <GET /api/nowhere>');
  });
});

describe('a fault', () => {
  test('what went wrong inside is logged and not shown', async () => {
    const { body, text } = await answer(new Error('password of the database is hunter2'));
    expect(body).toEqual({ type: 'urn:liandong:problem:fault', title: '系统出错', status: 500, detail: '系统内部出错,已经记录,请稍后再试。' });
    expect(text).not.toMatch(/hunter2|at /);
    expect(faults[0]!.message).toMatch('hunter2');
  });

  test('something thrown that is no error is a fault as well', async () => {
    expect((await answer(undefined)).statusCode).toBe(404);
    expect((await answer('text')).statusCode).toBe(500);
  });

  test('a store that is away is to be asked again', async () => {
    const error = await mongoose.createConnection('mongodb://127.0.0.1:1/x', { serverSelectionTimeoutMS: 200 }).asPromise().catch((failed: unknown) => failed);
    const { statusCode, headers } = await answer(error);
    expect([statusCode, headers['retry-after']]).toEqual([503, '5']);
    for (const name of ['MongoNetworkError', 'MongoNetworkTimeoutError', 'MongoServerSelectionError', 'MongoPoolClearedError', 'MongoNotConnectedError', 'MongoTopologyClosedError']) {
      expect([name, describeError(Object.assign(new Error('x'), { name })).details.status]).toEqual([name, 503]);
    }
    expect(describeError(Object.assign(new Error('x'), { name: 'MongoServerError', code: 2 })).details.status).toBe(500);
  });
});

describe('a person at a page', () => {
  test('gets the page `error`, a program gets JSON', async () => {
    thrown = new NotFound('没有这个案件');
    const page = await supertest(app).get('/throw').set('accept', 'text/html,application/xhtml+xml,*/*;q=0.8').expect(404);
    expect([page.type, page.text]).toEqual(['text/html', '<h1>找不到</h1>']);
    expect((await supertest(app).get('/throw').set('accept', 'application/json').expect(404)).type).toBe('application/problem+json');
    expect((await supertest(app).get('/api/throw').set('accept', 'text/html').expect(404)).type).toBe('application/problem+json');
  });
});

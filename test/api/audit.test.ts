// Every request that may change something leaves exactly one line in the audit, whatever becomes of it; nothing but the chain's own files writes there.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import supertest from 'supertest';
import { apiRoutes } from '../../api/app.js';
import { requestWords } from '../../api/audit-words.js';
import { verifyAudit } from '../../processes/audit/verify.js';
import { root } from '../../processes/settings.js';
import type { AuditEntry } from '../../processes/store/types.js';
import { openApi, type Api } from '../support/api.js';
import { closeTestStore } from '../support/store.js';
import { signIn } from '../support/web.js';

let api: Api;
beforeAll(async () => { api = await openApi(); });
afterAll(closeTestStore);

const changing = apiRoutes.filter(({ method }) => method !== 'get');
const nameOf = ({ method, path }: { method: string; path: string }) => `${method.toUpperCase()} ${path}`;
const entries = async () => (await api.store.audit.find().lean<AuditEntry[]>()).sort((a, b) => (a._id < b._id ? -1 : 1));
/** What was written while something was done. */
async function during(work: () => Promise<unknown>): Promise<AuditEntry[]> {
  const before = (await entries()).length;
  await work();
  return (await entries()).slice(before);
}

test('every route that may change something has a name that people read', () => {
  expect(changing.map(nameOf).filter((name) => !/\p{Script=Han}/u.test(requestWords[name] ?? ''))).toEqual([]);
});

test.each(changing.filter(({ path }) => path !== '/session' && !path.startsWith('/intake/')).map((each) => [nameOf(each), each] as const))('%s, refused or done, leaves one line', async (_name, { method, path, open }) => {
  const agent = open ? supertest.agent(api.app) : await api.as('guanli');
  const lines = await during(() => agent[method as 'post'](`/api${path.replace(/\{(\w+)\}/g, 'nothing')}`).send({ account: 'x' }));
  // a request without a sign-in never gets past the door of these, and has nobody to name
  expect(lines).toHaveLength(open && !path.startsWith('/r') && path !== '/session/code' ? 0 : 1);
  const [line] = lines;
  expect(line).toMatchObject({ at: expect.any(Date), who: open ? { system: '未登录' } : { id: 'guanli', unit: 'by' } });
  if (path.includes('{token}')) expect(JSON.stringify(line)).not.toContain('nothing');
}, 20_000);

test('what was done by itself is one line as well, in its own words; what was sent is in none', async () => {
  const anquan = await api.as('anquan');
  const lines = await during(async () => {
    const { body } = await anquan.post('/api/people').send({ account: 'new.one', name: '某某某', phone: '13900001111', posts: [{ unit: 'by-jinghe', role: 'dispatcher' }] }).expect(201);
    await anquan.post(`/api/people/${body.id}/disable`).send({ reason: '试过了' }).expect(200);
    await anquan.post(`/api/people/${body.id}/enable`).send({}).expect(200);
    await anquan.post(`/api/people/${body.id}/enable`).send({}).expect(409);
  });
  expect(lines.map(({ action, status }) => [action, status])).toEqual([['新建账号', undefined], ['停用账号', undefined], ['恢复账号', undefined], ['POST /people/{id}/enable', 409]]);
  expect(JSON.stringify(lines)).not.toMatch(/某某某|1390000|new\.one/);
  await api.as('caoba');
  const reported = await during(() => api.report({ description: '不该出现' }));
  expect(reported.map(({ action, about, text }) => [action, about.kind, about.id.startsWith('BY-'), text])).toEqual([['POST /reports', 'case', true, '']]);
});

test('signing in, in vain and out', async () => {
  const lines = await during(async () => {
    await supertest(api.app).post('/api/session').send({ account: 'lds', password: 'wrong' }).expect(401);
    await supertest(api.app).post('/api/session').send({ account: 'my secret by mistake', password: 'wrong' }).expect(401);
    await (await signIn(api.app, 'lds')).delete('/api/session').expect(204);
  });
  expect(lines.map(({ action, who, about, status }) => [action, who, about.id, status])).toEqual([
    ['sign-in-failed', { system: '未登录' }, 'lds', 401], ['sign-in-failed', { system: '未登录' }, '-', 401], ['sign-in', { id: 'lds', unit: 'by-jinghe.lds' }, 'lds', undefined], ['DELETE /session', { id: 'lds', unit: 'by-jinghe.lds' }, '-', undefined],
  ]);
});

test('reading leaves none, and there is no way to change or remove one', async () => {
  const shenji = await api.as('shenji');
  expect(await during(async () => {
    for (const path of ['/api/audit', '/api/audit/chain', '/audit', '/api/cases']) await shenji.get(path).expect(200);
  })).toEqual([]);
  expect(changing.filter(({ path }) => path.startsWith('/audit')).map(nameOf)).toEqual(['POST /audit/verify']);
});

test('the auditor has it verified, and sees what is wrong', async () => {
  const shenji = await api.as('shenji');
  const verified = async () => {
    await shenji.post('/api/audit/verify').send({}).expect(202);
    for (;;) {
      const { body } = await shenji.get('/api/audit/chain').expect(200);
      if (!body.running) return body.verified;
    }
  };
  expect(await verified()).toMatchObject({ ok: true, first: 1 });
  expect((await shenji.get('/audit').expect(200)).text).toContain('完好');
  const [, , third] = await entries();
  await api.store.audit.collection.updateOne({ _id: third!._id as never }, { $set: { text: '改过' } });
  expect(await verified()).toMatchObject({ ok: false, wrong: { entry: 3, fault: 'changed' } });
  expect((await shenji.get('/audit').expect(200)).text).toContain('第 3 条内容被改过');
  await api.store.audit.collection.updateOne({ _id: third!._id as never }, { $set: { text: third!.text } });
  expect((await verifyAudit(api.store)).ok).toBe(true);
});

test('only the files of the chain write the collection: one adds, two remove what is over', () => {
  const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '--', '*.ts', '*.mjs'], { cwd: root, encoding: 'utf8' }).split('\n').filter((file) => /^(processes|workers|api|runtime|main)/.test(file));
  const WRITE = /(?:\.audit\b|\['audit'\]|collection\('audit'\))[^;\n]*?\.(insert\w+|update\w+|replace\w+|delete\w+|bulkWrite|findOneAnd\w+|create|drop\w*|save)\(|insertOnce\(\w*\.?audit\b/g;
  const found = files.flatMap((file) => [...readFileSync(join(root, file), 'utf8').matchAll(WRITE)].map(([, verb]) => `${file} ${verb}`)).sort();
  expect(found).toEqual(['processes/audit/append.ts insertMany', 'processes/audit/carry-over.ts deleteMany', 'processes/audit/trim.ts deleteMany']);
});

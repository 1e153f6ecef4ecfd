// Pages: each has its template and its file, nothing else has, and who is not signed in comes back after the sign-in.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Express } from 'express';
import supertest from 'supertest';
import { createApp } from '../../api/app.js';
import { allPages } from '../../api/pages/pages.js';
import { demoPeople } from '../../processes/demo/people.js';
import { roles } from '../../processes/roles.js';
import { root } from '../../processes/settings.js';
import { helpers } from '../../views/helpers/engine.js';
import { closeTestStore } from '../support/store.js';
import { aCase, openWeb, signIn, type Web } from '../support/web.js';

const names = allPages.map(({ name }) => name).sort();
const without = (folder: string, end: string, others: string[]): string[] =>
  readdirSync(join(root, folder)).filter((file) => file.endsWith(end)).map((file) => file.slice(0, -end.length)).filter((name) => !others.includes(name)).sort();
const inside = (file: string): string => readFileSync(join(root, file), 'utf8');

describe('the list of pages', () => {
  test('every page has a template and every template a page', () => {
    // `error` is drawn by api/errors.ts
    expect(without('views', '.hbs', ['error'])).toEqual(names);
  });

  test('every page is a file of its name and every file of the folder a page', () => {
    expect(without('api/pages', '.ts', ['pages', 'page', 'names'])).toEqual(names);
  });

  test('every bundle that a page names is written, and every bundle that is written is named', () => {
    const named = new Set(['app.js', 'app.css', ...allPages.flatMap(({ assets = [] }) => assets)]);
    const written = readdirSync(join(root, 'views/browser')).filter((file) => /\.(ts|css)$/.test(file)).map((file) => file.replace(/\.ts$/, '.js'));
    expect([...named].sort()).toEqual(written.sort());
  });

  test('every icon that a template names is drawn, and every icon that is drawn is named', () => {
    const templates = (readdirSync(join(root, 'views'), { recursive: true }) as string[]).filter((file) => file.endsWith('.hbs'));
    const named = new Set(templates.flatMap((file) => [...inside(join('views', file)).matchAll(/\{\{icon "([\w-]+)"/g)].map(([, name]) => name)));
    expect(without('views/icons', '.svg', [])).toEqual([...named].sort());
  });

  test('no template names a value that a helper of the same name would hide', () => {
    const templates = (readdirSync(join(root, 'views'), { recursive: true }) as string[]).filter((file) => file.endsWith('.hbs'));
    const hidden = templates.flatMap((file) => [...inside(join('views', file)).matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name!).filter((name) => name in helpers && name !== 'built').map((name) => [file, name]));
    expect(hidden).toEqual([]);
  });

  test('no template carries a script of its own, an inline handler or an address elsewhere', () => {
    const templates = (readdirSync(join(root, 'views'), { recursive: true }) as string[]).filter((file) => file.endsWith('.hbs'));
    for (const file of templates) {
      const text = inside(join('views', file));
      expect([file, text.match(/<script(?![^>]*(src=|type="application\/json"))|\son\w+="|(src|href)="(https?:)?\/\//g)]).toEqual([file, null]);
    }
  });
});

describe('pages', () => {
  let web: Web;
  let app: Express;
  beforeAll(async () => {
    web = await openWeb();
    app = createApp(web.deps, { ready: async () => true });
  });
  afterAll(() => closeTestStore());

  test.each(allPages.filter(({ open }) => !open).map(({ path }) => path.replace(/:\w+/g, '1')))('a visitor who is not signed in is sent from %s to the sign-in page', async (path) => {
    const { status, headers } = await supertest(app).get(`${path}?q=欠薪`);
    expect([status, headers.location]).toEqual([302, `/login?next=${encodeURIComponent(`${path}?q=欠薪`)}`.replace(/%E6%AC%A0%E8%96%AA/, encodeURIComponent(encodeURIComponent('欠薪')))]);
  });

  test('the sign-in page remembers where the visitor wanted to go', async () => {
    const { text } = await supertest(app).get('/login?next=%2Fcases%3Fq%3D1').expect(200);
    expect(text).toContain('data-next="/cases?q&#x3D;1"');
  });

  test.each(['https://elsewhere.example/', '//elsewhere.example', '/\\elsewhere.example', '/\t/elsewhere.example', '/\n\\elsewhere.example'])('the sign-in page leads nobody to <%s>', async (next) => {
    const { text } = await supertest(app).get('/login').query({ next }).expect(200);
    expect(text).toContain('data-next="/tasks"');
  });

  test('the sign-in page of a demo says who to sign in as for each job, and one in production names nobody', async () => {
    const { text } = await supertest(app).get('/login').expect(200);
    const jobs = [...text.matchAll(/<dt>([^<]+)<small>[^<]+<\/small><\/dt><dd><button type="button" data-account="\w+">/g)].map(([, job]) => job);
    expect(jobs.sort()).toEqual(roles.map(({ name }) => name).sort());
    expect(new Set([...text.matchAll(/data-account="(\w+)"/g)].map(([, account]) => account))).toEqual(new Set(demoPeople.map(([account]) => account)));
    const production = createApp({ ...web.deps, settings: { ...web.deps.settings, production: true, demo: false } }, { ready: async () => true });
    expect((await supertest(production).get('/login').expect(200)).text).not.toMatch(/data-account|liandong-demo|演示/);
  });

  test('who is signed in already goes straight on', async () => {
    const agent = await signIn(app, 'caoba');
    const { headers } = await agent.get('/login?next=/report').expect(302);
    expect(headers.location).toBe('/report');
  });

  test('a grid member finds their own grid chosen on the report', async () => {
    const agent = await signIn(app, 'caoba');
    const { text } = await agent.get('/report').expect(200);
    expect(text).toContain('<option value="by-jinghe-caoba-g1" selected>');
  });

  test('what a person wrote is never read as HTML', async () => {
    await web.store.cases.create(aCase({ _id: 'BY20260621009', title: '<script>alert(1)</script>', scope: ['by-jinghe-caoba-g1'], description: '</script><img src=x onerror=alert(1)>' }) as never);
    const agent = await signIn(app, 'caoba');
    for (const path of ['/cases', '/cases/BY20260621009', '/tasks?view=sent']) {
      const { text } = await agent.get(path).expect(200);
      expect([path, text.includes('<script>alert'), text.includes('<img src=x')]).toEqual([path, false, false]);
      expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    }
  });

  test('a case whose personal data is gone says at its top why words are missing, another does not', async () => {
    const at = new Date('2026-06-25T01:00:00Z');
    const ended = { status: '已结案', state: 'completed' as const, elements: [], instanceKey: '1', at };
    await web.store.cases.create([aCase({ _id: 'BY-2026-000801', standing: ended, closing: { outcome: '已结案', at }, blankedAt: at }), aCase({ _id: 'BY-2026-000802', standing: ended, closing: { outcome: '已结案', at } })]);
    const agent = await signIn(app, 'caoba');
    const says = async (caseNo: string) => (await agent.get(`/cases/${caseNo}`).expect(200)).text.includes('内容已为保护个人信息清除');
    expect([await says('BY-2026-000801'), await says('BY-2026-000802')]).toEqual([true, false]);
  });

  test('a case that is not theirs is a readable page that says so, with a way back', async () => {
    const agent = await signIn(app, 'chengbei');
    const { text } = await agent.get('/cases/BY20260621009').set('accept', 'text/html').expect(404);
    expect(text).toContain('找不到');
    expect(text).toContain('href="/tasks"');
  });

  test('a page number that is none is the first page', async () => {
    const agent = await signIn(app, 'caoba');
    for (const page of ['0', '-1', 'x', '1e9', '']) await agent.get('/cases').query({ page }).expect(200);
  });
});

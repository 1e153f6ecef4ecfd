// What makes the site an app: worker, manifest and icons, as a phone asks for them before anybody has signed in.
import type { Express } from 'express';
import sharp from 'sharp';
import supertest from 'supertest';
import { createApp } from '../../api/app.js';
import { closeTestStore } from '../support/store.js';
import { openWeb } from '../support/web.js';

let app: Express;
beforeAll(async () => { app = createApp((await openWeb()).deps, { ready: async () => true }); });
afterAll(closeTestStore);

test('the worker answers for the whole site and is asked for anew each time', async () => {
  const { headers, text } = await supertest(app).get('/sw.js').expect(200);
  expect(headers).toMatchObject({ 'cache-control': 'no-cache', 'content-type': expect.stringMatching(/^text\/javascript/), 'content-security-policy': expect.stringContaining("worker-src 'self';manifest-src 'self'") });
  for (const bundle of ['app.js', 'app.css', 'report.js', 'outbox.js']) expect(text).toMatch(new RegExp(`/assets/${bundle}\\?[0-9a-f]{12}"`));
});

test('pages, worker and bundles name the same build, and every bundle that the worker keeps is there', async () => {
  const { text: page } = await supertest(app).get('/login').expect(200);
  const { text: worker } = await supertest(app).get('/sw.js');
  const built = /\/assets\/app\.js\?([0-9a-f]{12})"/.exec(page)![1]!;
  const bundles = [...new Set(worker.match(/\/assets\/[\w./-]+(\?[0-9a-f]{12})?(?=")/g))];
  expect(bundles).toContain(`/assets/app.js?${built}`);
  for (const bundle of bundles) {
    const { status, headers } = await supertest(app).get(bundle);
    expect([bundle, status]).toEqual([bundle, 200]);
    if (bundle.includes('/parts/')) expect(headers['cache-control']).toContain('immutable');
  }
});

test('the manifest names the app, and its icons are pictures of the size that it says', async () => {
  const { body, headers, text } = await supertest(app).get('/manifest.webmanifest').expect(200);
  expect(headers['content-type']).toContain('application/manifest+json');
  const manifest = JSON.parse(text ?? body.toString()) as { name: string; display: string; scope: string; start_url: string; icons: { src: string; sizes: string; purpose?: string }[] };
  expect(manifest).toMatchObject({ name: '联动', display: 'standalone', scope: '/', start_url: '/' });
  expect(manifest.icons.map(({ purpose = 'any' }) => purpose)).toEqual(['any', 'any', 'maskable']);
  for (const { src, sizes } of manifest.icons) {
    const { body: picture } = await supertest(app).get(src).expect(200);
    const { width, height, format } = await sharp(picture).metadata();
    expect([`${width}x${height}`, format]).toEqual([sizes, 'png']);
  }
});

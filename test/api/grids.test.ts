// Outlines and positions, as each person may ask for them.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { closeTestStore } from '../support/store.js';
import { openApi, type Api } from '../support/api.js';

let api: Api;
beforeAll(async () => { api = await openApi(); });
afterAll(closeTestStore);

const ids = (body: any): string[] => body.features.map((feature: any) => feature.properties.id);
const get = async (account: string, path: string) => (await api.as(account)).get(`/api/grids/${path}`);

describe('the outlines of one\'s area', () => {
  test('are those of all grids below one\'s units, and of no others', async () => {
    expect(ids((await get('caoba', 'outlines')).body)).toEqual(['by-jinghe-caoba-g1']);
    expect(ids((await get('caobacun', 'outlines')).body)).toEqual(['by-jinghe-caoba-g1', 'by-jinghe-caoba-g2']);
    expect(ids((await get('jinghe', 'outlines')).body)).toHaveLength(6);
    expect(ids((await get('guanli', 'outlines')).body)).toHaveLength(11);
    // a department works in its town
    expect(ids((await get('lds', 'outlines')).body)).toHaveLength(6);
    expect(ids((await get('jinghe', 'outlines?level=village')).body)).toHaveLength(3);
  });

  test('are not sent again while they have not changed', async () => {
    const first = await get('jinghe', 'outlines');
    expect(first.headers['cache-control']).toBe('private, no-cache');
    await (await api.as('jinghe')).get('/api/grids/outlines').set('If-None-Match', first.headers.etag!).expect(304);
  });

  test('are nobody\'s who is not signed in, and of no level that is none', async () => {
    const { default: supertest } = await import('supertest');
    await supertest(api.app).get('/api/grids/outlines').expect(401);
    expect((await get('jinghe', 'outlines?level=department')).status).toBe(422);
  });
});

describe('the grid of a position', () => {
  test('is the one that it lies in, or the nearest of one\'s area', async () => {
    expect((await get('jinghe', 'locate?lng=119.35&lat=33.24')).body).toEqual({ found: { grid: 'by-jinghe-caoba-g1', name: '曹坝园区网格', distance: 0, inside: true } });
    const beside = (await get('caoba', 'locate?lng=119.337&lat=33.24')).body.found;
    expect([beside.grid, beside.inside, beside.distance > 100 && beside.distance < 500]).toEqual(['by-jinghe-caoba-g1', false, true]);
    expect((await get('caoba', 'locate?lng=119.337&lat=33.24&within=50')).body).toEqual({ found: null });
    expect((await get('anyi', 'locate?lng=119.35&lat=33.24&within=2000')).body.found?.grid ?? null).not.toBe('by-jinghe-caoba-g1');
  });

  test.each(['lng=119.35', 'lng=181&lat=33', 'lng=x&lat=33', 'lng=119.35&lat=33.24&within=-1', 'lng=119&lat=33&more=1'])('is not looked for with %s', async (query) => {
    expect((await get('jinghe', `locate?${query}`)).status).toBe(422);
  });
});

// Metrics for Prometheus: what they tell, and that nobody reads them without the token.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import supertest from 'supertest';
import { openApi, type Api } from '../support/api.js';
import { closeTestStore } from '../support/store.js';

let api: Api;
beforeAll(async () => { api = await openApi(); });
afterAll(closeTestStore);
const ask = (token?: string) => {
  const asked = supertest(api.app).get('/metrics');
  return token ? asked.set('authorization', `Bearer ${token}`) : asked;
};

test('there are none for whoever does not know the token, and none at all while there is no token', async () => {
  await ask().expect(404);
  await ask('anything').expect(404);
  api.deps.settings.metricsToken = 'of-the-watch';
  await ask().expect(404);
  await ask('of-the-watchers').expect(404);
  await ask('of-the-watch').expect(200);
});

test('they tell how long answers took by route, what was applied, and what is open, waiting and broken', async () => {
  api.deps.settings.metricsToken = 'of-the-watch';
  const { key } = await api.open('intake', ['by-jinghe-caoba/intake'], { limit: '2 工作时' });
  await (await api.as('caobacun')).get(`/api/tasks/${key}`).expect(200);
  await api.store.jobs.create({ _id: '1', partition: 1, pos: 1, type: 'assign', instanceKey: '1', elementKey: '2', elementId: 'x', procedure: 'grid-event', state: 'failed', retries: 0, createdAt: new Date() });
  await api.store.rejected.create({ _id: '1-1', at: new Date(), error: 'x', record: '{}' });
  const { text, headers } = await ask('of-the-watch').expect(200);
  expect(headers['content-type']).toMatch('text/plain');
  expect(text).toMatch(/liandong_http_duration_seconds_count\{method="GET",route="\/api\/tasks\/\{key\}",status="200"\} 1/);
  expect(text).toMatch(/liandong_records_applied_total [1-9]/);
  expect(text).toMatch('liandong_open_tasks{state="open"} 1');
  expect(text).toMatch('liandong_open_jobs{type="assign",state="failed"} 1');
  expect(text).toMatch('liandong_records_set_aside 1');
  expect(text).toMatch('liandong_engine_up 0');
  expect(text).toMatch(/process_cpu_seconds_total/);
  // not a number of somebody's task among the names of series
  expect(text).not.toMatch(key);
});

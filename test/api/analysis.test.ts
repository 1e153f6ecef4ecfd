// Procedure analysis over HTTP: the figures of one's own units only, levels and departments, two periods and two units, and answers to what makes no sense.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { elementKinds } from '../../processes/figures/element-kinds.js';
import { computeStale } from '../../processes/figures/stale.js';
import { receiveBulk } from '../../processes/projection/receive.js';
import { shanghaiDay } from '../../processes/shanghai.js';
import { expectProblem, openApi, type Api } from '../support/api.js';
import { diagram } from '../support/journey.js';
import { RecordLog } from '../support/records.js';
import { closeTestStore } from '../support/store.js';
import { aCase } from '../support/web.js';

const HOUR = 3_600_000;
let api: Api;
const period = 'from=2026-06-01&to=2026-07-31';
const ask = async (account: string, query: string) => (await api.as(account)).get(`/api/analysis/grid-event?${query}`);
const figures = (body: any, id: string) => body.elements.find((each: any) => each.id === id);

beforeAll(async () => {
  api = await openApi();
  const anyi = { grid: 'by-anyi-chengbei-g1', village: 'by-anyi-chengbei', town: 'by-anyi' };
  await api.store.cases.insertMany([aCase({ _id: 'A' }), aCase({ _id: 'B', clientId: 'b' }), aCase({ _id: 'C', clientId: 'c', ...anyi, scope: [...Object.values(anyi), 'by', 'yz'] })]);
  const log = new RecordLog(7, '2026-06-10T01:00:00Z');
  const definition = log.deploy('grid-event', diagram('grid-event'));
  // one after another: two hours and one hour in 泾河镇, four hours in 安宜镇
  for (const [caseNo, group, from, to] of [['A', 'by-jinghe.lds/officer', '2026-06-10T01:00:00Z', '2026-06-10T03:00:00Z'], ['B', 'by-jinghe.lds/officer', '2026-07-10T01:00:00Z', '2026-07-10T02:00:00Z'], ['C', 'by-anyi.lds/officer', '2026-07-11T01:00:00Z', '2026-07-11T05:00:00Z']] as const) {
    log.at(from);
    const instance = log.start('grid-event', definition);
    instance.variable('caseNo', caseNo);
    const task = instance.task('dept-handle', { groups: [group] });
    log.at(to);
    instance.endTask('dept-handle', task, 'COMPLETED');
    instance.end();
  }
  await receiveBulk(log.body(), api.deps);
  await computeStale(api.store, elementKinds);
}, 60_000);
afterAll(closeTestStore);

test('the county sees all, a town its own, in hours counted by hand', async () => {
  const { body } = await ask('baoyingzhihui', period);
  const task = figures(body, 'dept-handle');
  expect([task.runs, task.human, Math.round(task.time.median / HOUR), Math.round(task.time.mean / HOUR * 3), Math.round(task.time.p90 / HOUR), task.time.approximate]).toEqual([3, true, 2, 7, 4, false]);
  expect([body.whole.runs, body.name]).toEqual([3, '网格事件全链条办理']);
  expect(figures((await ask('jinghe', period)).body, 'dept-handle').runs).toBe(2);
  expect(figures((await ask('anyi', period)).body, 'dept-handle').runs).toBe(1);
  expect(figures((await ask('baoyingzhihui', `${period}&unit=by-anyi-chengbei-g1`)).body, 'dept-handle').runs).toBe(1);
});

test('what was counted is remembered until one of its cells is another', async () => {
  const runs = async () => figures((await ask('baoyingzhihui', period)).body, 'dept-handle').runs;
  expect(await runs()).toBe(3);
  const cells = await api.store.elementCells.find({ at: 'grid-event|by|2026', period: '2026-06' }).lean();
  expect(cells).toHaveLength(1);
  const { _id, parts, mark } = cells[0]!;
  const set = (change: object) => api.store.elementCells.updateOne({ _id }, { $set: change });
  const more = JSON.parse(parts);
  more[''] = { ...more[''], 'dept-handle': { ...more['']['dept-handle'], runs: 40 } };
  await set({ parts: JSON.stringify(more) });
  expect(await runs()).toBe(3);
  await set({ mark: 'another' });
  expect(await runs()).toBe(42);
  // a cell from before marks is read each time
  await api.store.elementCells.updateOne({ _id }, { $set: { parts }, $unset: { mark: 1 } });
  expect(await runs()).toBe(3);
  await set({ parts: JSON.stringify(more) });
  expect(await runs()).toBe(42);
  await set({ parts, mark });
  expect(await runs()).toBe(3);
});

test('a unit that is not theirs is answered like one that is not there', async () => {
  const [foreign, missing] = [await ask('jinghe', `${period}&unit=by-anyi`), await ask('jinghe', `${period}&unit=nowhere`)];
  expectProblem(foreign, 404);
  expect(JSON.stringify(foreign.body).replaceAll('by-anyi', 'nowhere')).toBe(JSON.stringify(missing.body));
  expectProblem(await ask('jinghe', `${period}&otherUnit=by-anyi`), 404);
  const { body } = await (await api.as('jinghe')).get('/api/analysis/units');
  expect(body.items.map(({ id }: any) => id).filter((id: string) => !id.startsWith('by-jinghe'))).toEqual([]);
});

test('a department has its own tasks alone, a level those that are done there', async () => {
  const own = (await ask('ldssuozhang', period)).body;
  expect(own.elements.map(({ id, runs }: any) => [id, runs])).toEqual([['dept-handle', 2]]);
  expect((await ask('baoyingzhihui', `${period}&level=town`)).body.elements.map(({ id, runs }: any) => [id, runs])).toEqual([['dept-handle', 3]]);
  expect((await ask('baoyingzhihui', `${period}&level=village`)).body.elements).toEqual([]);
  expectProblem(await ask('baoyingzhihui', `${period}&unit=by-jinghe.lds&level=town`), 422);
});

test('two periods and two units stand side by side', async () => {
  const months = (await ask('baoyingzhihui', 'from=2026-07-01&to=2026-07-31&otherFrom=2026-06-01&otherTo=2026-06-30')).body;
  expect([figures(months, 'dept-handle').runs, figures(months.other, 'dept-handle').runs, Math.round(figures(months.other, 'dept-handle').time.mean / HOUR)]).toEqual([2, 1, 2]);
  const units = (await ask('baoyingzhihui', `${period}&unit=by-jinghe&otherUnit=by-anyi`)).body;
  expect([figures(units, 'dept-handle').runs, figures(units.other, 'dept-handle').runs, units.other.unit.name]).toEqual([2, 1, '安宜镇']);
  const edge = (await ask('baoyingzhihui', 'from=2026-06-11&to=2026-07-10')).body;
  expect(figures(edge, 'dept-handle').runs).toBe(1);
});

test('what makes no sense is refused', async () => {
  for (const query of ['from=2026-02-30', 'from=2026-07-01&to=2026-06-01', 'from=yesterday', 'level=planet', 'version=x']) expectProblem(await ask('jinghe', query), 422);
  expectProblem(await ask('jinghe', 'version=99'), 404);
  expectProblem(await (await api.as('jinghe')).get('/api/analysis/nothing'), 404);
  expectProblem(await (await api.as('caoba')).get('/api/analysis/grid-event'), 403);
  expect(shanghaiDay(new Date('2026-06-30T16:00:00Z'))).toBe('2026-07-01');
});

test('the page shows the same figures', async () => {
  const agent = await api.as('baoyingzhihui');
  for (const query of [`period=own&${period}`, `period=own&${period}&compare=unit&unit=by-jinghe&otherUnit=by-anyi`, 'period=year&compare=before', 'period=own&from=2026-07-01&to=2026-06-01', 'procedure=mediation']) {
    const { status, text } = await agent.get(`/analysis?${query}`);
    expect([query, status]).toEqual([query, 200]);
    if (query.startsWith(`period=own&${period}`)) expect(text).toMatch(/data-element="dept-handle"[\s\S]*?data-figure="runs">[123]/);
  }
});

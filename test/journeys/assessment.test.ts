// A month's assessment on the real engine: cases end, the month passes, it is computed, each number leads to its cases, a member appeals, it is corrected, published and frozen.
import { randomUUID } from 'node:crypto';
import { until } from '../../runtime/client.js';
import { startSystem, type System } from '../support/system.js';
import { DAY, peopleOf } from '../support/ways.js';

let system: System;
let people: ReturnType<typeof peopleOf>;

// one of its own: the month must pass
beforeAll(async () => {
  system = await startSystem();
  people = peopleOf(system);
}, 240_000);
afterAll(() => system?.stop());

test('a month is computed from what the engine told, appealed against, corrected, published, and stays', async () => {
  const [fine, late] = [await people.report('caoba'), await people.report('caoba', { title: '又一处垃圾' })];
  const month = (await people.day(fine)).slice(0, 7);
  for (const caseNo of [fine, late]) {
    await people.does('caobacun', caseNo, 'intake', { outcome: 'accepted' });
    await people.does('caobacun', caseNo, 'village-handle', { outcome: 'solved', summary: '已清运' });
    await people.does('jinghe', caseNo, 'check', { outcome: 'pass' });
    await people.does('jinghehuifang', caseNo, 'follow-up', { rating: caseNo === fine ? '满意' : '基本满意' });
    await people.end(caseNo);
  }
  const [kaohe, caoba] = await Promise.all([system.as('kaohe'), system.as('caoba')]);
  const begin = (days = 5) => kaohe.post('/assessments', { id: randomUUID(), subject: 'member', period: month, days });
  await expect(begin()).rejects.toMatchObject({ status: 422 });
  await system.move(32 * DAY);
  // the program hears of the engine's time with its next record
  const { assessment } = await until('the end of the month', () => begin().catch((error) => { if (error.status !== 422) throw error; return undefined; }));
  const read = () => kaohe.get(`/assessments/${encodeURIComponent(assessment)}`);
  await until('the scores', async () => (await read()).run.state === 'computed');
  const own = (await read()).items.find(({ assessed }: any) => assessed === 'caoba');
  const counted = own.items.find(({ indicator }: any) => indicator === 'reported');
  expect(counted.numerator).toBe(2);
  const behind = await caoba.get(`/assessment-scores/${encodeURIComponent(own.id)}/cases?indicator=reported`);
  expect(behind.items.map(({ caseNo }: any) => caseNo).sort()).toEqual([fine, late].sort());
  await expect((await system.as('songzhu')).get(`/assessment-scores/${encodeURIComponent(own.id)}`)).rejects.toMatchObject({ status: 404 });

  const path = `/assessment-scores/${encodeURIComponent(own.id)}`;
  const appeal = randomUUID();
  await caoba.post(`${path}/appeals`, { id: appeal, text: '那几天在县里培训' });
  await expect(begin()).rejects.toMatchObject({ status: 409 });
  await system.move(6 * DAY);
  const publish = () => kaohe.post(`/assessments/${encodeURIComponent(assessment)}/publish`);
  await expect(publish()).rejects.toMatchObject({ status: 409 });
  const corrected = await kaohe.post(`${path}/corrections`, { id: randomUUID(), appeal, points: 3, reason: '培训属实' });
  expect(corrected.total).toBeCloseTo(own.total + 3, 2);
  // the program hears of the engine's time with its next record, as above
  await until('the end of the time for appeals', () => publish().catch((error) => { if (error.status !== 409) throw error; return undefined; }));
  const after = await kaohe.post(`${path}/corrections`, { id: randomUUID(), points: -1, reason: '事后查明' });
  expect(after).toMatchObject({ total: corrected.total, later: -1, frozen: true });
  await expect(begin()).rejects.toMatchObject({ status: 409 });
  // what is reported later changes nothing of it
  await people.report('caoba');
  expect((await read()).items.find(({ assessed }: any) => assessed === 'caoba').total).toBe(corrected.total);
}, 240_000);

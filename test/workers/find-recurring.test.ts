import { findRecurring } from '../../workers/find-recurring.js';
import { aJob, keepCase, openWork, repeatedly, shanghai } from '../support/work.js';
import { closeTestStore } from '../support/store.js';

afterAll(closeTestStore);

test('the daily search offers what recurs, once however often it runs, by the table that its diagram names', async () => {
  const work = await openWork();
  for (let n = 0; n < 3; n += 1) await keepCase(work, { _id: `BY-2026-80000${n}`, clientId: crypto.randomUUID(), category: 'C01', scope: ['by-jinghe', 'by'], reportedAt: shanghai('2026-06-20 09:00') });
  const job = aJob('find-recurring', { headers: { decision: 'recurring-rules' }, variables: { now: '2026-06-22T10:00:00+08:00' } });
  const [first, last] = await repeatedly(() => findRecurring(job, work.deps));
  expect([first, last]).toEqual([{ looked: 1, offered: 1 }, { looked: 1, offered: 1 }]);
  expect(await work.store.troubles.countDocuments()).toBe(1);
});

import { engineTime, supervise } from '../../workers/supervise.js';
import { aJob, keepCase, keepTask, openWork } from '../support/work.js';
import { closeTestStore } from '../support/store.js';

describe('the supervision worker', () => {
  afterAll(closeTestStore);

  test.each([
    '2026-06-22T06:30:00Z', '2026-06-22T14:30:00+08:00', '2026-06-22T14:30:00.123456789+08:00[Asia/Shanghai]', '2026-06-22T14:30:00@Asia/Shanghai', '2026-06-22T06:30Z[Etc/UTC]',
  ])('reads the engine\'s time <%s>', (text) => {
    expect(Math.floor(engineTime(text).getTime() / 1_000)).toBe(Date.parse('2026-06-22T06:30:00Z') / 1_000);
  });

  test.each([undefined, '', 'now', '2026-06-22T14:30:00@Europe/Paris', '2026-13-22T14:30:00Z'])('refuses <%s>', (text) => {
    expect(() => engineTime(text)).toThrow('no time');
  });

  test('works by the engine\'s time, and lets the clock learn it', async () => {
    const work = await openWork();
    const seen: number[] = [];
    work.deps.clock.seen = (timestamp) => void seen.push(timestamp);
    await keepCase(work);
    await keepTask(work);
    expect(await supervise(aJob('supervise', { variables: { now: '2026-06-22T14:30:00+08:00' } }), work.deps)).toEqual({ checked: 1, acted: 1, failed: 0 });
    expect(seen).toEqual([Date.parse('2026-06-22T06:30:00Z')]);
  });
});

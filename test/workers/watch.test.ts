import type { Job } from '../../workers/job.js';
import { Watch } from '../../workers/watch.js';

const aJob = (type: string): Job => ({
  key: '7', type, caseNo: 'BY-2026-000001', variables: {}, headers: {}, element: { id: 'step', procedure: 'grid-event', instanceKey: '1', elementKey: '2' }, retries: 3, takenAt: new Date(0),
});

describe('what stands still', () => {
  let now = 0;
  let watch: Watch;
  beforeEach(() => {
    now = 0;
    watch = new Watch(['classify', 'supervise'], () => now);
  });

  test('nothing, while supervision comes every minute', () => {
    for (; now < 600_000; now += 60_000) watch.taken(aJob('supervise'), now + 1)();
    expect(watch.stuck()).toEqual([]);
  });

  test('three minutes without a supervision job mean that jobs wait and none is taken', () => {
    now = 181_000;
    expect(watch.stuck().map(({ what }) => what)).toEqual(['supervise']);
  });

  test('a job that outlives its lock is named until it ends', () => {
    const ended = watch.taken(aJob('classify'), 20_000);
    now = 20_001;
    expect(watch.stuck()).toMatchObject([{ what: 'classify', message: 'job <7> of type <classify> for case <BY-2026-000001> does not end' }]);
    ended();
    expect(watch.stuck()).toEqual([]);
  });

  test('a gateway that refuses for half a minute is named until it answers', () => {
    watch.connection.refused();
    now = 30_001;
    expect(watch.stuck().map(({ what }) => what)).toEqual(['gateway']);
    watch.connection.answered();
    expect(watch.stuck()).toEqual([]);
  });
});

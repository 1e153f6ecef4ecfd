// Many cases are opened at a steady pace: a go that was held up is made good, without a burst.
import { pacer, type Turns } from '../../processes/aid/pace.js';

/** When each of some goes begins, on a clock that stands still but for waiting. @param held how long the engine takes each one, milliseconds @param work how long filing each one takes */
async function beginnings(held: number[], work = 200): Promise<number[]> {
  let time = 5_000;
  const next = pacer(undefined, () => time, async (milliseconds) => { time += milliseconds; });
  const begun = [time];
  for (const long of held) {
    const from = begun.at(-1)!;
    time += work;
    await next(async () => time - from >= long);
    begun.push(time);
  }
  return begun.map((at) => at - 5_000);
}

test('goes follow one another evenly, however long the work in between takes', async () => {
  expect(await beginnings([0, 0, 0])).toEqual([0, 1_100, 2_200, 3_300]);
});

test('the time of a go that was held up is made good by those that follow, a little with each', async () => {
  expect(await beginnings([1_250, 0, 0, 0])).toEqual([0, 1_300, 2_300, 3_300, 4_400]);
});

test('an engine that is away holds no go up for longer than three seconds, and is not overrun when it is back', async () => {
  const begun = await beginnings([Infinity, Infinity, Infinity, 0, 0, 0, 0]);
  expect(begun.slice(0, 4)).toEqual([0, 3_000, 6_000, 9_000]);
  for (const [n, at] of begun.slice(4).entries()) expect(at - begun[n + 3]!).toBeGreaterThanOrEqual(1_000);
  // two goes late at most are made good
  expect(begun.at(-1)).toBeGreaterThanOrEqual(9_000 + 4_000);
});

test('two works that share their pace take turns, and go no faster together than one does', async () => {
  let time = 5_000;
  const [turns, waits]: [Turns, { until: number; go: () => void }[]] = [{ next: -Infinity }, []];
  const begun: [string, number][] = [];
  const work = async (name: string) => {
    const next = pacer(turns, () => time, (milliseconds) => new Promise<void>((go) => void waits.push({ until: time + milliseconds, go })));
    for (let n = 0; n < 3; n += 1) {
      await next();
      begun.push([name, time - 5_000]);
    }
  };
  const both = Promise.all([work('a'), work('b')]);
  for (let n = 0; n < 6; n += 1) {
    waits.sort((a, b) => a.until - b.until);
    const first = waits.shift()!;
    time = Math.max(time, first.until);
    first.go();
    await new Promise((resolve) => setImmediate(resolve));
  }
  await both;
  expect(begun).toEqual([['a', 1_100], ['b', 2_100], ['a', 3_100], ['b', 4_100], ['a', 5_100], ['b', 6_100]]);
});

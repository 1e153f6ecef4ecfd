// Answers that many ask for at once: made once for those who ask together, anew for whoever comes later, and never from before somebody's own act.
import { sharedAnswers, sharedRows } from '../../processes/shared-look.js';

test('those who ask together share an answer; other keys and later askers have their own', async () => {
  const asked = sharedAnswers<string>();
  let made = 0;
  const make = (key: string) => async () => `${key} ${made += 1}`;
  const together = await Promise.all(['a', 'a', 'b', 'a'].map((key) => asked(key, make(key))));
  expect([new Set(together).size, made]).toEqual([2, 2]);
  expect(await asked('a', make('a'))).toBe('a 3');
});

test('whoever asks while one is under way gets the next, which knows what they have done', async () => {
  const asked = sharedAnswers<number>();
  let held = 1;
  let goOn: () => void = () => undefined;
  const first = asked('a', async () => { const seen = held; await new Promise<void>((resolve) => { goOn = resolve; }); return seen; });
  await new Promise((resolve) => setTimeout(resolve, 5));
  held = 2;
  const second = asked('a', async () => held);
  goOn();
  expect(await second).toBe(2);
  await first;
});

test('a failure is told to those who asked, and the next try is a new one', async () => {
  const asked = sharedAnswers<number>();
  await expect(asked('a', async () => { throw new Error('away'); })).rejects.toThrow('away');
  expect(await asked('a', async () => 7)).toBe(7);
});

test('one question brings the rows of all who ask together, each gets their own; whoever comes while it is under way is asked for in the next', async () => {
  const rows = [{ to: ['a', 'x'] }, { to: ['b'] }, { to: ['c', 'a'] }, { to: ['d'] }];
  const asked: string[][] = [];
  let goOn: () => void = () => undefined;
  const theirs = sharedRows(async (keys) => {
    asked.push(keys);
    await new Promise<void>((resolve) => { goOn = resolve; });
    return rows.filter(({ to }) => to.some((key) => keys.includes(key)));
  }, ({ to }) => to);
  const first = Promise.all([theirs(['a', 'x']), theirs(['b']), theirs([])]);
  await new Promise((resolve) => setTimeout(resolve, 5));
  const second = Promise.all([theirs(['a']), theirs(['d', 'b'])]);
  goOn();
  expect(await first).toEqual([[rows[0], rows[2]], [rows[1]], []]);
  await new Promise((resolve) => setTimeout(resolve, 5));
  rows.splice(0, 1);
  goOn();
  expect(await second).toEqual([[{ to: ['c', 'a'] }], [{ to: ['b'] }, { to: ['d'] }]]);
  expect(asked).toEqual([['a', 'x', 'b'], ['a', 'd', 'b']]);
});

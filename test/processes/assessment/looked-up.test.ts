// What concerns whom in an assessment is looked up, not searched for: each score, person and task is read so often as there are of them, not so often as there are of them times each other.
import { expect, test } from '@jest/globals';
import { leadersOf } from '../../../processes/assessment/tell.js';
import { perDoer, type Marked } from '../../../processes/assessment/town-marks.js';
import type { Person, Task } from '../../../processes/store/types.js';

const MANY = 300;
const each = <T>(make: (n: number) => T): T[] => Array.from({ length: MANY }, (_, n) => make(n));

/** The same objects, with how often something of them was read. */
function counted<T extends object>(all: T[]): { all: T[]; reads: () => number } {
  let reads = 0;
  return { all: all.map((one) => new Proxy(one, { get: (of, name, self) => { reads += 1; return Reflect.get(of, name, self); } })), reads: () => reads };
}

test('whom a period concerns: each leader and each score once', () => {
  const leaders = counted(each((n) => ({ _id: `p${n}`, posts: [{ unit: `v${n}`, role: 'grid-leader' }] }) as Person));
  const scores = counted(each((n) => ({ assessed: `v${n}-g1`, path: ['yz', `v${n}`, `v${n}-g1`] })));
  expect(leadersOf(leaders.all, 'grid', scores.all)).toEqual(each((n) => `p${n}`).sort());
  expect(scores.reads()).toBeLessThan(4 * MANY);
  expect(leaders.reads()).toBeLessThan(10 * MANY);
  // the 网格长 of a village answers for its grids, not for another village that is assessed
  expect(leadersOf(leaders.all, 'village', [{ assessed: 'v7', path: ['yz', 'v8', 'v7'] }])).toEqual(['p7']);
});

test('whose mark it is: each task once, by its case and department', () => {
  const at = new Date(0);
  const marked = each((n): Marked => ({ assessed: 't.zfj', caseNo: `c${n}`, mark: 'townGood', at }));
  const task = (caseNo: string, by: string, group = 't.zfj/officer') => ({ caseNo, candidateGroups: [group], submission: { by: { id: by, name: by } } }) as Task;
  const tasks = counted([...each((n) => task(`c${n}`, `o${n}`)), task('c0', 'o0'), task('c0', 'other', 't.zfjd/officer'), task('c0', 'second')]);
  const found = perDoer(marked, tasks.all);
  expect(found.map(({ caseNo, assessed }) => `${caseNo}/${assessed}`)).toEqual(['c0/o0', 'c0/second', ...each((n) => `c${n}/o${n}`).slice(1)]);
  expect(tasks.reads()).toBeLessThan(10 * MANY);
});

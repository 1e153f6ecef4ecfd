// What a person may see and do: the filters, asked of a real store, agree with the rules for one document.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { loadDemo } from '../../processes/demo/load.js';
import { getPerson } from '../../processes/organisation.js';
import type { Store } from '../../processes/store/store.js';
import type { Case, Task } from '../../processes/store/types.js';
import { caseFilter, caseScope, mayAct, mayAssign, maySeeCase, maySeeCaseNow, maySeeTask, mayWithdraw, sentFilter, taskFilter, taskFilters, type TaskView } from '../../processes/visibility.js';
import { closeTestStore, openTestStore } from '../support/store.js';
import { aCase, aTask } from '../support/web.js';

let store: Store;
const person = (id: string) => getPerson(store, id);
const held = (by: string) => ({ holder: { person: by, at: new Date() } });
const anyi = { grid: 'by-anyi-chengbei-g1', village: 'by-anyi-chengbei', town: 'by-anyi', county: 'by', city: 'yz' };
const jinghe = { grid: 'by-jinghe-caoba-g1', village: 'by-jinghe-caoba', town: 'by-jinghe', county: 'by', city: 'yz' };
const cases: Case[] = [
  aCase({ _id: 'jinghe', scope: [...caseScope(jinghe, 'caoba'), 'by-jinghe.lds'] }),
  aCase({ _id: 'anyi', ...anyi, scope: caseScope(anyi, 'xiaohancun'), reporter: { person: 'xiaohancun', anonymous: false } }),
];

beforeAll(async () => {
  store = await openTestStore();
  await loadDemo(store, { production: false });
  await store.cases.create(cases);
});
afterAll(closeTestStore);

describe('cases', () => {
  const sees = async (id: string) => (await store.cases.find(caseFilter(await person(id)), { _id: 1 }).lean()).map(({ _id }) => _id).sort();

  test('a person of 泾河镇 never sees a case of 安宜镇', async () => {
    for (const id of ['caoba', 'caobacun', 'jinghe', 'jinghezhiban', 'lds', 'jinghehuifang']) expect(await sees(id)).not.toContain('anyi');
    expect(await sees('jinghe')).toEqual(['jinghe']);
    expect(await sees('anyi')).toEqual(['anyi']);
  });

  test('county and city see all below them', async () => {
    for (const id of ['baoying', 'ducha', 'liucheng', 'guanli', 'yangzhou']) expect(await sees(id)).toEqual(['anyi', 'jinghe']);
  });

  test('a department sees what it takes part in, not all of its town', async () => {
    expect(await sees('lds')).toEqual(['jinghe']);
    expect(await sees('pcs')).toEqual([]);
  });

  test('whoever reported a case sees it, wherever it lies', async () => {
    expect(await sees('xiaohancun')).toEqual(['anyi']);
    expect((await store.cases.find(sentFilter(await person('xiaohancun'))).lean()).map(({ _id }) => _id)).toEqual(['anyi']);
  });

  test('the filter and the rule for one case say the same of everybody', async () => {
    for (const each of await store.people.find().lean()) {
      const seen = await sees(each._id);
      for (const found of cases) expect([each._id, found._id, maySeeCase(each, found)]).toEqual([each._id, found._id, seen.includes(found._id)]);
    }
  });

  test('whoever has a task of a case may see the case', async () => {
    const found = cases[0]!;
    expect(await maySeeCaseNow(store, await person('pcs'), found)).toBe(false);
    await store.tasks.create(aTask({ caseNo: 'jinghe', candidateGroups: ['by-jinghe.pcs/officer'] }));
    expect(await maySeeCaseNow(store, await person('pcs'), found)).toBe(true);
  });

  test('a case is withdrawn by its reporter or by the centre above it', async () => {
    const withdraws = async (id: string) => mayWithdraw(await person(id), cases[0]!);
    expect(await Promise.all(['caoba', 'jinghe', 'baoyingzhihui'].map(withdraws))).toEqual([true, true, true]);
    expect(await Promise.all(['caoba2', 'lds', 'anyi', 'kaohe'].map(withdraws))).toEqual([false, false, false, false]);
  });
});

describe('tasks', () => {
  const tasks: Record<string, Task> = {
    free: aTask({ _id: 'free' }), mine: aTask({ _id: 'mine', ...held('lds') }), given: aTask({ _id: 'given', assignee: 'lds' }),
    taken: aTask({ _id: 'taken', assignee: 'lds', ...held('ldssuozhang') }), ended: aTask({ _id: 'ended', state: 'completed', ...held('lds') }),
    late: aTask({ _id: 'late', assignee: 'lds', state: 'withdrawn' }), other: aTask({ _id: 'other', candidateGroups: ['by-anyi/dispatcher'] }),
  };
  beforeAll(async () => {
    await store.tasks.deleteMany({});
    await store.tasks.create(Object.values(tasks));
  });
  const list = async (id: string, view: Exclude<TaskView, 'unit'>) => (await store.tasks.find(taskFilter(await person(id), view), { _id: 1 }).lean()).map(({ _id }) => _id).sort();

  test('mine is what I hold and what was assigned to me and nobody has taken', async () => expect(await list('lds', 'mine')).toEqual(['given', 'mine']));
  test('the group\'s list is what nobody holds', async () => expect(await list('lds', 'group')).toEqual(['free']));
  test('done is what I ended and what was taken back from me', async () => expect(await list('lds', 'done')).toEqual(['ended', 'late']));

  test('the halves of a list share nothing and make the whole', async () => {
    const who = await person('lds');
    for (const view of ['mine', 'group', 'done'] as const) {
      const halves = await Promise.all(taskFilters(who, view).map((filter) => store.tasks.find(filter, { _id: 1 }).lean()));
      expect(halves.flat().map(({ _id }) => _id).sort()).toEqual(await list('lds', view));
    }
  });

  test('what another holds can be seen by the group and done by nobody else', async () => {
    const who = await person('lds');
    expect([maySeeTask(who, tasks.taken!), mayAct(who, tasks.taken!)]).toEqual([true, false]);
    expect(mayAct(await person('ldssuozhang'), tasks.taken!)).toBe(true);
  });

  test('the head of the department and the town may take over, another department may not', async () => {
    const takes = async (id: string) => mayAssign(await person(id), tasks.free!);
    expect(await Promise.all(['ldssuozhang', 'jinghe', 'baoying'].map(takes))).toEqual([true, true, true]);
    expect(await Promise.all(['lds', 'pcssuozhang', 'anyi', 'jianchadadui', 'caobacun'].map(takes))).toEqual([false, false, false, false, false]);
  });

  test('nobody acts on a task that has ended, and nobody sees another town\'s', async () => {
    expect(mayAct(await person('lds'), tasks.ended!)).toBe(false);
    expect(maySeeTask(await person('jinghe'), tasks.other!, cases[1])).toBe(false);
    expect(maySeeTask(await person('ducha'), tasks.other!, cases[1])).toBe(true);
  });
});

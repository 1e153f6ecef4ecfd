// The lists of tasks: every view, filter, sort and count agrees with a naive look at everything that is stored, whatever people do meanwhile.
import fc from 'fast-check';
import { caseScope, mayAssign, maySeeTask } from '../../processes/visibility.js';
import type { Case, Person, Task } from '../../processes/store/types.js';
import { aboutOf } from '../../processes/task-about.js';
import { dueStateOf, dueStates, type TaskFilter } from '../../processes/task-filters.js';
import { listTasks } from '../../processes/task-lists.js';
import { expectProblem, openApi, type Api } from '../support/api.js';
import { closeTestStore } from '../support/store.js';
import { aCase, aTask } from '../support/web.js';

let api: Api;
const HOUR = 3_600_000;
const chains = [
  { grid: 'by-jinghe-caoba-g1', village: 'by-jinghe-caoba', town: 'by-jinghe', county: 'by', city: 'yz' },
  { grid: 'by-anyi-chengbei-g1', village: 'by-anyi-chengbei', town: 'by-anyi', county: 'by', city: 'yz' },
];
const groups = ['by-jinghe-caoba/intake', 'by-jinghe.lds/officer', 'by-jinghe/dispatcher', 'by-anyi/dispatcher', 'by-anyi-chengbei/intake', 'by.lds/officer', 'by-jinghe.lds/head'];
const people = ['caobacun', 'caoba', 'lds', 'ldssuozhang', 'jinghe', 'jinghezhiban', 'anyi', 'baoying', 'baoyingzhihui', 'ducha', 'jiancha', 'jianchadadui', 'yangzhou', 'chengbei', 'pcs', 'guanli'];
const cases: Case[] = [];

/** Numbers that are always the same. */
let state = 7;
const roll = (below: number): number => { state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff; return Math.floor((state / 0x7fffffff) * below) % below; };
const pick = <T>(from: readonly T[]): T => from[roll(from.length)]!;

function made(n: number): Task {
  const found = cases[roll(cases.length)]!;
  const group = pick(groups);
  const kind = roll(5);
  const due = new Date(Date.now() + (roll(97) - 48) * HOUR);
  return aTask({
    _id: String(2251799813690000 + n), caseNo: found._id, name: pick(['部门处置', '村级处置', '受理核实']), elementId: pick(['dept-handle', 'village-handle', 'intake']), procedure: pick(['grid-event', 'wage-arrears']),
    candidateGroups: roll(6) === 0 ? [group, pick(groups)] : [group], createdAt: new Date(Date.now() - roll(500) * HOUR), ...(roll(9) ? { about: aboutOf(found) } : {}),
    ...(kind === 0 ? {} : { limit: '2 工作日' }), ...(kind === 1 ? { dueAt: null, warnAt: null } : kind > 1 ? { dueAt: due, warnAt: new Date(due.getTime() - 12 * HOUR) } : {}),
    ...(roll(3) === 0 ? { holder: { person: pick(people), at: new Date() } } : roll(5) === 0 ? { assignee: pick(people) } : {}),
    ...(roll(6) === 0 ? { state: 'completed', endedAt: new Date(Date.now() - roll(100) * HOUR) } : roll(20) === 0 ? { state: 'submitted' } : {}),
  });
}

beforeAll(async () => {
  api = await openApi();
  for (let i = 0; i < 24; i += 1) {
    const chain = pick(chains);
    cases.push(aCase({
      _id: `BY202606${String(i).padStart(5, '0')}`, ...chain, title: pick(['塑机公司欠薪', '路面暴露垃圾', '井盖缺失 (東門)']), description: pick(['垃圾桶满溢', 'A+B 公司 100%', '']), category: pick(['B02', 'D01', 'E01']),
      urgency: pick(['一般', '紧急', '特急']), place: { text: pick(['曹坝园区', '城北社区门口']) }, scope: [...caseScope(chain, 'caoba'), 'by-jinghe.lds', 'by.lds', 'by-jinghe', 'by-anyi', 'by-anyi-chengbei', 'by-jinghe-caoba'], reporter: { person: 'caoba', anonymous: false },
    }));
  }
  await api.store.cases.create(cases);
  await api.store.tasks.create(Array.from({ length: 150 }, (_, n) => made(n)));
});
afterAll(closeTestStore);

const person = (id: string) => api.store.people.findById(id).lean<Person>() as Promise<Person>;
const caseOf = (task: Task) => cases.find(({ _id }) => _id === task.caseNo)!;
const far = Number.MAX_SAFE_INTEGER;
const dueOf = (task: Task) => task.dueAt?.getTime() ?? far;
const byDue = (a: Task, b: Task) => dueOf(a) - dueOf(b) || a.createdAt.getTime() - b.createdAt.getTime() || (a._id < b._id ? -1 : 1);
const rank = (task: Task) => ['特急', '紧急', '一般'].indexOf(caseOf(task).urgency);
const orders: Record<string, (a: Task, b: Task) => number> = {
  due: byDue, priority: (a, b) => rank(a) - rank(b) || byDue(a, b), age: (a, b) => a.createdAt.getTime() - b.createdAt.getTime() || (a._id < b._id ? -1 : 1),
};

/** The same, by looking at every task that there is. */
async function naive(who: Person, view: string, sort: string, { q, level, unit, category, urgency, due, procedure, step }: TaskFilter, now: Date): Promise<string[]> {
  const units = new Map((await api.store.units.find().lean()).map((one) => [one._id, one]));
  const mine = (task: Task) => (task.holder ? task.holder.person === who._id : task.assignee === who._id);
  const wanted = (await api.store.tasks.find().lean<Task[]>()).filter((task) => {
    const found = caseOf(task);
    const at = task.candidateGroups.map((group) => units.get(group.split('/')[0]!)!);
    const inView = view === 'done' ? task.state !== 'open' && mine(task) : task.state === 'open' && (view === 'mine' ? mine(task)
      : view === 'group' ? !task.holder && !task.assignee && task.candidateGroups.some((group) => who.groups.includes(group))
        : who.posts.some((post) => (post.unit.includes('.') ? at.some(({ _id }) => _id === post.unit) : false)) || task.candidateGroups.some((group) => who.groups.includes(group)) || mayAssign(who, task)
          || who.posts.some((post) => !post.unit.includes('.') && !['officer', 'head'].includes(post.role) && [found.grid, found.village, found.town, found.county, found.city].includes(post.unit)));
    const state = dueStateOf(task, now);
    return inView && (!q || [task.caseNo, task.name, found.title, found.place.text, found.description].some((words) => words.toLowerCase().includes(q.toLowerCase())))
      && (!level || at.some((one) => one.level === level)) && (!unit || at.some(({ path }) => path.includes(unit))) && (!category || found.category.startsWith(category)) && (!urgency || found.urgency === urgency)
      && (!procedure || task.procedure === procedure) && (!step || task.elementId === step)
      && (!due || view === 'done' || state === due || (due === 'today' && state === 'soon' && dueStateOf({ ...task, warnAt: null }, now) === 'today'));
  });
  const ended = (task: Task) => task.endedAt?.getTime() ?? far;
  return wanted.sort(view === 'done' ? (a, b) => ended(b) - ended(a) || (a._id < b._id ? 1 : -1) : orders[sort]).map(({ _id }) => _id);
}

const filters = fc.record({
  q: fc.constantFrom('欠薪', 'BY20260600003', '100%', '(東門)', '.*', '门口', '处置', '垃圾', 'a+b'), level: fc.constantFrom('county', 'town', 'village', 'department'),
  unit: fc.constantFrom('by', 'by-jinghe', 'by-anyi', 'by-jinghe.lds', 'by-jinghe-caoba'), category: fc.constantFrom('B', 'D01', 'E', 'Z'), urgency: fc.constantFrom('特急', '紧急', '一般'), due: fc.constantFrom(...dueStates),
  procedure: fc.constantFrom('grid-event', 'wage-arrears', 'none'), step: fc.constantFrom('intake', 'dept-handle'),
}, { requiredKeys: [] });

describe('a list', () => {
  test('is page by page what a naive look finds, in the same order and number, while tasks come, go and change hands', async () => {
    let n = 1_000;
    const ask = fc.record({ who: fc.constantFrom(...people), view: fc.constantFrom('mine', 'group', 'unit', 'done'), sort: fc.constantFrom('due', 'priority', 'age'), filter: filters, size: fc.integer({ min: 1, max: 9 }), act: fc.integer({ min: 0, max: 5 }) });
    await fc.assert(fc.asyncProperty(ask, async ({ who, view, sort, filter, size, act }) => {
      const one = (await api.store.tasks.findOne({ state: 'open' }).skip(roll(60)).lean())!;
      if (act === 0) await api.store.tasks.create(made(n += 1));
      if (act === 1) await api.store.tasks.updateOne({ _id: one._id }, { $set: { holder: { person: pick(people), at: new Date() } } });
      if (act === 2) await api.store.tasks.findOneAndUpdate({ _id: one._id }, { $set: { state: 'completed', endedAt: new Date(), holder: { person: pick(people), at: new Date() } } });
      if (act === 3) await api.store.tasks.updateOne({ _id: one._id }, { $set: { dueAt: new Date(Date.now() + roll(50) * HOUR) } });
      const reader = await person(who);
      const now = new Date();
      const deps = { store: api.store, clock: { now: () => now, seen: () => undefined } as never };
      const wanted = await naive(reader, view, sort, filter, now);
      const got: string[] = [];
      for (let page = 1; page <= Math.ceil(wanted.length / size) + 1; page += 1) {
        const { total, items } = await listTasks({ view: view as 'mine', sort: sort as 'due', page, size, ...(filter as TaskFilter) }, reader, deps);
        expect(total).toBe(wanted.length);
        got.push(...items.map(({ _id }) => _id));
      }
      expect(got).toEqual(wanted);
    }), { numRuns: 50, seed: 20260621 });
  });

  test('holds nothing that its reader may not see', async () => {
    for (const who of await api.store.people.find({ active: true }).lean<Person[]>()) {
      for (const view of ['mine', 'group', 'unit', 'done'] as const) {
        const { items } = await listTasks({ view, page: 1, size: 10_000 }, who, api.deps);
        for (const task of items) expect([who._id, view, task._id, maySeeTask(who, task, caseOf(task))]).toEqual([who._id, view, task._id, true]);
      }
    }
  });

  test('of a unit holds for a leader all that is at work below, and for a stranger nothing', async () => {
    const total = async (account: string) => (await (await api.as(account)).get('/api/tasks?view=unit&size=1').expect(200)).body.total as number;
    const open = await api.store.tasks.find({ state: 'open' }).lean<Task[]>();
    expect(await total('baoyingzhihui')).toBe(open.length);
    expect(await total('anyi')).toBe(open.filter((task) => caseOf(task).town === 'by-anyi' || task.candidateGroups.some((group) => group.startsWith('by-anyi'))).length);
    expect(await total('weijian')).toBe(0);
  });

  test('tells how many are in each due state, whichever of them is chosen', async () => {
    const leader = await api.as('baoying');
    const { body: all } = await leader.get('/api/tasks?view=unit').expect(200);
    for (const due of dueStates) {
      const { body } = await leader.get(`/api/tasks?view=unit&due=${due}`).expect(200);
      expect([due, body.total, body.due]).toEqual([due, all.due[due], all.due]);
    }
  });

  test('is counted as it is listed, in every tab', async () => {
    for (const account of ['lds', 'jinghe', 'baoying', 'caoba']) {
      const agent = await api.as(account);
      const { body } = await agent.get('/api/tasks/counts').expect(200);
      for (const view of ['mine', 'group', 'unit', 'done']) expect([account, view, body[view]]).toEqual([account, view, (await agent.get(`/api/tasks?view=${view}&size=1`)).body.total]);
      expect(body.sent).toBe((await agent.get('/api/cases?mine=true')).body.total);
      expect(body.overdue).toBe((await agent.get('/api/tasks?view=mine&due=overdue')).body.total);
    }
  });

  test('shows what somebody has just done to whoever looks next', async () => {
    const task = await api.open('village-handle', ['by-jinghe-caoba/intake'], { limit: '1 工作日' });
    const agent = await api.as('caobacun');
    const has = async (view: string) => (await agent.get(`/api/tasks?view=${view}&q=${task.caseNo}`)).body.items.map(({ key }: any) => key).includes(task.key) as boolean;
    expect([await has('group'), await has('mine'), await has('unit')]).toEqual([true, false, true]);
    await agent.post(`/api/tasks/${task.key}/claim`).send({}).expect(200);
    expect([await has('group'), await has('mine')]).toEqual([false, true]);
    await agent.post(`/api/tasks/${task.key}/release`).send({}).expect(204);
    expect([await has('group'), await has('mine')]).toEqual([true, false]);
    expect((await agent.get(`/api/tasks?view=group&q=${task.caseNo}`)).body.items[0]).toMatchObject({ case: { title: '路面暴露垃圾', urgency: '一般', category: 'D01' } });
    await task.end('CANCELED');
    expect([await has('group'), await has('mine'), await has('unit')]).toEqual([false, false, false]);
  });

  test('misses nothing of two writes in one millisecond, of one that becomes visible late, and of many at once', async () => {
    const agent = await api.as('caobacun');
    const keys = Array.from({ length: 130 }, (_, n) => String(88_000 + n));
    const write = (some: string[], name: string, at: Date) => api.store.tasks.collection.updateMany({ _id: { $in: some } } as never, { $set: { name, changed: at } });
    const total = async (q: string) => (await agent.get(`/api/tasks?view=group&q=${encodeURIComponent(q)}`)).body.total;
    await api.store.tasks.create(keys.map((_id) => aTask({ _id, caseNo: cases[0]!._id, name: '刚来的', candidateGroups: ['by-jinghe-caoba/intake'] })));
    expect(await total('刚来的')).toBe(130);
    const at = new Date();
    for (const name of ['甲写的', '乙写的']) {
      await write(keys.slice(0, 1), name, at);
      expect(await total(name)).toBe(1);
    }
    await write(keys.slice(1, 2), '迟到的', new Date(at.getTime() - 200));
    expect(await total('迟到的')).toBe(1);
    await write(keys.slice(2, 3), '很迟的', new Date(at.getTime() - 1_500));
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await total('很迟的')).toBe(1);
    await write(keys, '一起写的', new Date());
    expect(await total('一起写的')).toBe(130);
    await api.store.tasks.updateMany({ _id: { $in: keys } }, { $set: { state: 'canceled' } });
    expect(await total('一起写的')).toBe(0);
  });

  test('refuses what is no filter', async () => {
    const agent = await api.as('caoba');
    for (const wrong of ['view=all', 'sort=name', 'due=later', 'urgency=urgent', 'category=../', 'level=state', 'page=0', 'size=1000', 'state=open', 'q=%00']) expectProblem(await agent.get(`/api/tasks?${wrong}`), 422);
  });
});

describe('a task', () => {
  test('whose case is not filed, and one from before lists kept their case, are listed too', async () => {
    await api.store.tasks.create([aTask({ _id: '99000', caseNo: '', candidateGroups: ['by-jinghe.pcs/officer'] }), aTask({ _id: '99001', caseNo: cases[0]!._id, candidateGroups: ['by-jinghe.pcs/officer'] })]);
    const { body } = await (await api.as('pcs')).get('/api/tasks?view=group').expect(200);
    expect(body.items.map((task: any) => [task.key, task.case?.title])).toEqual([['99000', undefined], ['99001', cases[0]!.title]]);
  });
});

describe('a saved filter', () => {
  const query = { view: 'unit', due: 'overdue', level: 'town' };

  test('is kept for its person, renamed, replaced, used and deleted', async () => {
    const agent = await api.as('jinghe');
    const { body: kept } = await agent.post('/api/filters').send({ name: ' 超时的 ', query }).expect(201);
    expect(kept).toEqual({ id: kept.id, name: '超时的', query });
    await agent.get('/api/tasks').query(kept.query).expect(200);
    await agent.post('/api/filters').send({ name: '超时的', query: { view: 'mine' } }).expect(201);
    expect((await agent.get('/api/filters')).body.items).toEqual([{ id: kept.id, name: '超时的', query: { view: 'mine' } }]);
    await agent.put(`/api/filters/${kept.id}`).send({ name: '我的' }).expect(204);
    await agent.post('/api/filters').send({ name: '别的', query }).expect(201);
    expectProblem(await agent.put(`/api/filters/${kept.id}`).send({ name: '别的' }), 409);
    const other = await api.as('lds');
    expect((await other.get('/api/filters')).body.items).toEqual([]);
    expectProblem(await other.put(`/api/filters/${kept.id}`).send({ name: '别人' }), 404);
    expectProblem(await other.delete(`/api/filters/${kept.id}`), 404);
    await agent.delete(`/api/filters/${kept.id}`).expect(204);
    expect((await agent.get('/api/filters')).body.items).toHaveLength(1);
  });

  test('pressed twice is one, and there are not more than a menu holds', async () => {
    const agent = await api.as('anyi');
    const save = (name: string) => agent.post('/api/filters').send({ name, query });
    await Promise.all([save('一'), save('一')]);
    for (let i = 0; i < 19; i += 1) expect((await save(`第 ${i}`)).status).toBe(201);
    expectProblem(await save('多了'), 409);
    expect((await agent.get('/api/filters')).body.items).toHaveLength(20);
  });

  test('takes nothing that no list understands', async () => {
    const agent = await api.as('caoba');
    for (const wrong of [{ name: '', query }, { name: '好', query: { due: 'later' } }, { name: '好', query: { $where: '1' } }, { name: '好', query: 'q=1' }, { name: '字'.repeat(21), query }]) expectProblem(await agent.post('/api/filters').send(wrong), 422);
  });
});

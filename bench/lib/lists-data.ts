// Cases and tasks of one county as years of work leave them: a number of open tasks whatever the number of cases, everything else done.
import { loadDemo } from '../../processes/demo/load.js';
import type { Store } from '../../processes/store/store.js';
import { aboutOf } from '../../processes/task-about.js';
import type { Case, Task } from '../../processes/store/types.js';

const HOUR = 3_600_000;
const BATCH = 5_000;

const titles = ['路面暴露垃圾', '塑机公司欠薪', '围墙开裂', '路灯不亮', '占道经营', '河道漂浮物', '邻里噪声', '消防通道堵塞', '独居老人求助', '施工扬尘'];
const grids = ['by-jinghe-caoba-g1', 'by-jinghe-caoba-g2', 'by-jinghe-songzhu-g1', 'by-jinghe-songzhu-g2', 'by-jinghe-xiaohan-g1', 'by-jinghe-xiaohan-g2'];
const categories = ['A01', 'B03', 'C02', 'D01', 'E02', 'F01'];
const urgencies = ['一般', '一般', '一般', '紧急', '特急'];
/** Whose groups have open tasks, and somebody of each who holds some. */
const groups: [group: string, person: string][] = [
  ['by-jinghe/dispatcher', 'jinghe'], ['by-jinghe-caoba/intake', 'caobacun'], ['by-jinghe-songzhu/intake', 'songzhucun'], ['by-jinghe.lds/officer', 'lds'], ['by-jinghe.pcs/officer', 'pcs'],
  ['by-jinghe.zfj/officer', 'zfj'], ['by-jinghe.cgb/officer', 'cgb'], ['by-jinghe.sfs/officer', 'sfs'], ['by/dispatcher', 'baoying'], ['by-jinghe.aqb/officer', 'aqb'],
];
const at = <T>(list: T[], n: number): T => list[n % list.length]!;

function caseOf(n: number, now: number): Case {
  const grid = at(grids, n);
  const village = grid.replace(/-g\d$/, '');
  const reportedAt = new Date(now - (n % 2_000) * HOUR);
  return {
    _id: `BY${String(20_200_000_000 + n)}`, clientId: `bench-${n}`, title: `${at(titles, n)}（第 ${n} 件）`, description: `${at(titles, n)}，居民反映多次，请到现场看一看。`.repeat(2), category: at(categories, n), urgency: at(urgencies, n),
    people: n % 30, source: '网格巡查', place: { text: `泾河镇第 ${n % 97} 号路口` }, grid, village, town: 'by-jinghe', county: 'by', city: 'yz', scope: [grid, village, 'by-jinghe', 'by', 'yz', 'person:caoba'],
    reporter: { person: n % 40 === 0 ? 'caoba' : 'songzhu', anonymous: false }, attachments: [], reportedAt, procedure: 'grid-event', facts: [],
    standing: { status: '处置中', instanceKey: String(n), state: 'active', at: reportedAt, elements: [] },
  } as unknown as Case;
}

function taskOf(n: number, found: Case, open: boolean, now: number): Task {
  const [group, person] = at(groups, n);
  const held = n % 3 === 0;
  const dueAt = n % 11 === 0 ? undefined : new Date(now + ((n * 37) % 400 - 120) * HOUR);
  return {
    _id: `${open ? 4 : 2}${String(n).padStart(15, '0')}`, caseNo: found._id, instanceKey: String(n), elementKey: String(n), elementId: 'dept-handle', name: '部门处置', procedure: 'grid-event', definitionKey: '1', formKey: 'dept-handle',
    candidateGroups: [group, group.replace('/officer', '/head')], headers: {}, createdAt: found.reportedAt, limit: '5 工作日', ...(dueAt ? { dueAt, warnAt: new Date(dueAt.getTime() - 8 * HOUR) } : {}), partition: 1, pos: n,
    status: '处置中', about: aboutOf(found), changed: new Date(now - 60_000), holder: held || !open ? { person, at: found.reportedAt } : null,
    ...(open ? { state: 'open' } : { state: 'completed', endedAt: new Date(found.reportedAt.getTime() + HOUR), submission: { by: { id: person, name: person }, at: found.reportedAt, values: { outcome: 'done' }, sentAt: 0 } }),
  } as unknown as Task;
}

async function insert(store: Store, name: 'cases' | 'tasks', count: number, make: (n: number) => object): Promise<void> {
  for (let from = 0; from < count; from += BATCH) {
    const documents = Array.from({ length: Math.min(BATCH, count - from) }, (_, n) => make(from + n));
    await store[name].collection.insertMany(documents as never, { ordered: false });
  }
}

/** Fills an empty store. @param cases of which as many as needed have the open tasks; each has one that is done */
export async function fillStore(store: Store, cases: number, open: number): Promise<void> {
  const now = Date.now();
  await loadDemo(store, { production: false });
  await insert(store, 'cases', cases, (n) => caseOf(n, now));
  await insert(store, 'tasks', cases, (n) => taskOf(n, caseOf(n, now), false, now));
  await insert(store, 'tasks', open, (n) => taskOf(n, caseOf(n % cases, now), true, now));
}

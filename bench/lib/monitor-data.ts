// Cases, instances and runs of elements as a year of a county leaves them, written straight into the store, with the figures computed by the product's own sweep.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultCalendar } from '../../processes/calendar.js';
import { loadDemo } from '../../processes/demo/load.js';
import { caseKinds } from '../../processes/figures/case-cells.js';
import { cellOf, pathOf } from '../../processes/figures/cell-key.js';
import { DAYS } from '../../processes/figures/element-cells.js';
import { elementKinds } from '../../processes/figures/element-kinds.js';
import { computeStale, markStale } from '../../processes/figures/stale.js';
import { readProcedure } from '../../processes/procedure.js';
import { aboutOf } from '../../processes/task-about.js';
import { root } from '../../processes/settings.js';
import type { Store } from '../../processes/store/store.js';
import type { Case, Element, Instance, Task } from '../../processes/store/types.js';

const MINUTE = 60_000;
const DAY = 86_400_000;
const BATCH = 2_000;
/** Runs of elements of one case. */
const RUNS = 20;
const at = <T>(list: readonly T[], n: number): T => list[n % list.length]!;
const grids = ['by-jinghe-caoba-g1', 'by-jinghe-caoba-g2', 'by-jinghe-songzhu-g1', 'by-jinghe-songzhu-g2', 'by-jinghe-xiaohan-g1', 'by-jinghe-xiaohan-g2'];
const categories = ['A01', 'B03', 'C02', 'D01', 'E02', 'F01'];
const key = (n: number): string => String(2_251_799_813_685_249 + n);
export const DEFINITION = '1';

interface Made { found: Case; instance: Instance; elements: Element[]; tasks: Task[] }

function make(n: number, now: number, steps: { id: string; type: string }[]): Made {
  const grid = at(grids, n);
  const village = grid.replace(/-g\d$/, '');
  const reportedAt = new Date(now - ((n * 7919) % 365) * DAY - (n % 1_000) * MINUTE);
  const open = n % 20 === 0;
  const endedAt = new Date(Math.min(now, reportedAt.getTime() + (30 + (n * 31) % 5_000) * MINUTE));
  const state = open ? 'active' as const : 'completed' as const;
  const _id = `BY${String(20_200_000_000 + n)}`;
  const units = { grid, village, town: 'by-jinghe', county: 'by', city: 'yz' };
  const scope = [grid, village, 'by-jinghe', 'by', 'yz', 'person:caoba'];
  const found = {
    _id, clientId: `bench-${n}`, title: `第 ${n} 件`, description: '居民反映多次', category: at(categories, n), urgency: '一般', people: 0, source: '网格巡查', place: { text: '路口' }, ...units, scope,
    reporter: { person: 'caoba', anonymous: false }, attachments: [], reportedAt, procedure: 'grid-event', facts: [], standing: { status: open ? '处置中' : '已结案', instanceKey: key(n), state, at: endedAt, elements: [] },
    ...(open ? {} : { closing: { outcome: '已结案', at: endedAt, rating: at(['满意', '基本满意', '不满意'], n) } }),
  } as unknown as Case;
  const instance = { _id: key(n), partition: 1, pos: n, procedure: 'grid-event', version: 1, definitionKey: DEFINITION, caseNo: _id, rootKey: key(n), state, startedAt: reportedAt, ...(open ? {} : { endedAt }), scope, path: pathOf(units), changed: new Date(now - MINUTE) } as Instance;
  const elements = Array.from({ length: RUNS }, (_, i) => {
    const step = at(steps, n + i);
    const startedAt = new Date(reportedAt.getTime() + i * MINUTE);
    const made = { _id: `${key(n)}-${i}`, partition: 1, pos: n * RUNS + i, instanceKey: key(n), procedure: 'grid-event', elementId: step.id, type: step.type, scopeKey: key(n), definitionKey: DEFINITION, state: open && i === RUNS - 1 ? 'active' : 'completed', startedAt, ...(open && i === RUNS - 1 ? {} : { endedAt: new Date(Math.min(now, startedAt.getTime() + ((n * 13 + i * 7) % 3_000) * MINUTE)) }) } as unknown as Element;
    const cell = cellOf(made, instance);
    return cell ? { ...made, cell } : made;
  });
  const human = elements.filter(({ type }) => type === 'USER_TASK').slice(-2);
  const tasks = human.map((element, i) => ({
    _id: `${key(n)}${i}`, caseNo: _id, instanceKey: key(n), elementKey: element._id, elementId: element.elementId, name: element.elementId, procedure: 'grid-event', definitionKey: DEFINITION, formKey: 'dept-handle', candidateGroups: ['by-jinghe.lds/officer'],
    headers: {}, createdAt: element.startedAt, limit: '5 工作日', dueAt: new Date(element.startedAt.getTime() + DAY), warnAt: new Date(element.startedAt.getTime() + DAY / 2), partition: 1, pos: n, status: '处置中', about: aboutOf(found), changed: new Date(now - MINUTE),
    holder: { person: 'lds', at: element.startedAt }, claimedAt: element.startedAt,
    ...(element.endedAt && !(open && i === human.length - 1) ? { state: 'completed', endedAt: element.endedAt, submission: { by: { id: 'lds', name: '林静怡' }, at: element.endedAt, values: { outcome: 'solved' }, sentAt: 0 } } : { state: 'open' }),
  }) as unknown as Task);
  return { found, instance, elements, tasks };
}

/** Fills an empty store. @returns in words: how long writing and how long computing the figures took */
export async function fillMonitor(store: Store, cases: number): Promise<string> {
  const now = Date.now();
  await loadDemo(store, { production: false });
  const xml = readFileSync(join(root, 'processes/diagrams/grid-event.bpmn'), 'utf8');
  await store.definitions.collection.insertOne({ _id: DEFINITION, procedure: 'grid-event', version: 1, resource: 'grid-event.bpmn', xml, at: new Date(now), partition: 1, pos: 1 } as never);
  const steps = (await readProcedure(xml)).elements.filter(({ type }) => /TASK|GATEWAY|EVENT/.test(type) && !/BOUNDARY/.test(type));
  const from = performance.now();
  // indexes are built at the end in a third of the time
  const indexed = [store.cases, store.instances, store.tasks, store.elements];
  for (const { collection } of indexed) await collection.dropIndexes();
  // most cells are met again in every batch: each is marked once, at the end
  const cells = new Set<string>();
  for (let first = 0; first < cases; first += BATCH) {
    const made = Array.from({ length: Math.min(BATCH, cases - first) }, (_, i) => make(first + i, now, steps));
    await Promise.all([
      store.cases.collection.insertMany(made.map(({ found }) => found) as never, { ordered: false }), store.instances.collection.insertMany(made.map(({ instance }) => instance) as never, { ordered: false }),
      store.tasks.collection.insertMany(made.flatMap(({ tasks }) => tasks) as never, { ordered: false }),
    ]);
    await store.elements.collection.insertMany(made.flatMap(({ elements }) => elements) as never, { ordered: false });
    await markStale(store, 'case', made.map(({ found }) => found._id));
    for (const { elements } of made) for (const { cell } of elements) if (cell) cells.add(cell);
  }
  await markStale(store, DAYS, cells);
  for (const model of indexed) await model.createIndexes();
  const between = performance.now();
  await computeStale(store, elementKinds);
  await computeStale(store, caseKinds({ clock: { now: () => new Date(now), seen: () => undefined }, calendar: defaultCalendar() } as never));
  const computed = (performance.now() - between) / 1000;
  // what lists in memory look at again is what changed in the last seconds: a store at rest, but for one case
  await new Promise((resolve) => setTimeout(resolve, 6_000));
  for (const name of ['caseFacts', 'instances', 'tasks'] as const) await store[name].collection.updateOne({}, { $set: { changed: new Date() } });
  return `written in ${((between - from) / 1000).toFixed(0)} s, all figures computed in ${computed.toFixed(0)} s`;
}

// A case's way as the engine's records tell it: village, town, a joint procedure, an incident, a task taken back, the end; and the people in between.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Deps } from '../../processes/deps.js';
import { defaultCalendar } from '../../processes/calendar.js';
import { engineClock } from '../../processes/clock.js';
import { receiveBulk } from '../../processes/projection/receive.js';
import type { Store } from '../../processes/store/store.js';
import type { ClockChange, Task } from '../../processes/store/types.js';
import { taskClock } from '../../processes/task-clock.js';
import { RecordLog, type Key } from './records.js';
import { aCase } from './web.js';

export const CASE = 'BY-2026-000001';
export const diagram = (id: string): string => readFileSync(join(import.meta.dirname, `../../processes/diagrams/${id}.bpmn`), 'utf8');

export interface Journey {
  log: RecordLog;
  /** Where in the log somebody acts: after that many records. */
  acts: { after: number; task: string; set: Record<string, unknown> }[];
  keys: Record<'root' | 'child' | 'intake' | 'villageHandle' | 'onSite' | 'incident' | 'last', string>;
}

const by = (id: string, name: string) => ({ id, name });

/** One case from report to close. */
export function journey(partition = 1): Journey {
  const log = new RecordLog(partition);
  const acts: Journey['acts'] = [];
  const act = (job: Key, set: Record<string, unknown>) => acts.push({ after: log.records.length, task: String(job), set });
  const chain = log.deploy('grid-event', diagram('grid-event'));
  const joint = log.deploy('wage-arrears', diagram('wage-arrears'));
  const minute = log.deploy('supervision', diagram('supervision'));

  const root = log.start('grid-event', chain);
  root.variable('caseNo', CASE);
  root.variable('people', 16);
  const scope = root.enter('case-chain', 'SUB_PROCESS');
  const classify = root.enter('classify', 'SERVICE_TASK', scope);
  const job = root.job('CREATED', log.key(), 'classify', classify, {}, 'classify');
  root.job('COMPLETED', job, 'classify', classify, {}, 'classify');
  root.leave('classify', 'SERVICE_TASK', classify, scope);
  root.flow('to-intake-to-intake', scope);
  const intake = root.task('intake', { groups: ['by-jinghe-caoba/intake'], limit: '2 工作时', scope });
  act(intake.job, { state: 'submitted', holder: { person: 'caobacun', at: new Date('2026-06-22T01:05:00Z') }, submission: { by: by('caobacun', '曹坝村'), at: new Date('2026-06-22T01:05:00Z'), values: { outcome: 'accepted' }, sentAt: 1 } });
  root.endTask('intake', intake, 'COMPLETED', scope);
  root.variable('intakeOutcome', 'accepted', scope);

  // what the minute timer does meanwhile is nobody's case
  const tick = log.start('supervision', minute);
  tick.variable('now', '2026-06-22T09:01:00+08:00');
  tick.end();

  const handle = root.task('village-handle', { groups: ['by-jinghe-caoba/intake'], limit: '1 工作日', headers: { escalation: '到期' }, scope });
  act(handle.job, { draft: { values: { summary: '写到一半' }, at: new Date('2026-06-22T01:20:00Z'), by: 'caobacun' }, clock: [{ type: 'extend', at: new Date('2026-06-22T01:21:00Z'), limit: '1 工作日' }], rungs: ['remind'] });
  root.endTask('village-handle', handle, 'CANCELED', scope);

  const call = root.enter('joint-procedure', 'CALL_ACTIVITY', scope);
  const child = log.start('wage-arrears', joint, { instance: root.key, element: call });
  child.variable('caseNo', CASE);
  child.variable('callerElement', root.key);
  const onSite = child.task('on-site-confirm', { groups: ['by-jinghe.lds/officer'], headers: { limit: '1 工作日', 'with.a.dot': 'x' } });
  const stuck = child.enter('register-plan', 'SERVICE_TASK');
  const incident = child.incident('CREATED', log.key(), 'register-plan', stuck, log.key());
  child.incident('RESOLVED', incident, 'register-plan', stuck, log.key());
  child.leave('register-plan', 'SERVICE_TASK', stuck);
  act(onSite.job, { state: 'submitted', submission: { by: by('lds', '李劳'), at: new Date('2026-06-22T01:40:00Z'), values: { outcome: 'confirmed' }, sentAt: 1 }, holder: { person: 'lds', at: new Date('2026-06-22T01:39:00Z') } });
  child.endTask('on-site-confirm', onSite, 'COMPLETED');
  child.end();
  root.leave('joint-procedure', 'CALL_ACTIVITY', call, scope);

  const second = log.deploy('grid-event', diagram('grid-event').replace('name="网格事件全链条办理"', 'name="网格事件全链条办理（二）"'), 2);
  root.element('case-chain', 'SUB_PROCESS', 'ELEMENT_MIGRATED', scope, root.key, 'UNSPECIFIED', 2);
  root.migrate(second);
  root.element('grid-event', 'PROCESS', 'ELEMENT_MIGRATED', root.key, -1n, 'UNSPECIFIED', 2);
  root.variable('people', null, root.key, 'MIGRATED');
  const last = root.task('follow-up', { groups: ['by-jinghe/follow-up'], headers: { limit: '1 工作日' }, scope });
  act(last.job, { state: 'submitted', submission: { by: by('jinghehuifang', '回访员'), at: new Date('2026-06-22T02:00:00Z'), values: { rating: '满意' }, sentAt: 1 } });
  root.endTask('follow-up', last, 'COMPLETED', scope);
  const end = root.enter('closed', 'END_EVENT', scope);
  root.leave('closed', 'END_EVENT', end, scope);
  root.leave('case-chain', 'SUB_PROCESS', scope);
  root.end();
  return {
    log, acts,
    keys: {
      root: String(root.key), child: String(child.key), intake: String(intake.job), villageHandle: String(handle.job), onSite: String(onSite.job), incident: String(incident), last: String(last.job),
    },
  };
}

export const depsOf = (store: Store, more: Partial<Deps> = {}): Deps => ({ store, calendar: defaultCalendar(), clock: engineClock(), ...more } as unknown as Deps);

/** Puts the case itself into the store, as its report did. */
export async function fileCase(store: Store): Promise<void> {
  await store.cases.collection.insertOne(aCase({ _id: CASE, clientId: '6f9619ff-8b86-4011-b42d-00c04fc964ff' }) as any);
}

/**
 * Feeds the records cut where people act (and after each of `cuts` more), with their acts in between.
 *
 * @param send how one bulk is given; absent: to `receiveBulk`, once
 */
export async function feed({ log, acts }: Journey, store: Store, { cuts = [], send = (body) => receiveBulk(body, depsOf(store)).then(() => undefined) }: { cuts?: number[]; send?: (body: string, from: number, to: number) => Promise<void> } = {}): Promise<void> {
  const ends = [...new Set([...cuts, ...acts.map(({ after }) => after), log.records.length])].sort((a, b) => a - b);
  let from = 0;
  for (const to of ends) {
    await send(log.body(from, to), from, to);
    for (const { task, set } of acts.filter(({ after }) => after === to)) {
      const found = await store.tasks.findById(task).lean<Task>();
      const times = found && set.clock ? taskClock(defaultCalendar(), { ...found, clock: set.clock as ClockChange[] }) : {};
      await store.tasks.collection.updateOne({ _id: task as any }, { $set: { ...set, ...times } });
    }
    from = to;
  }
}

const COLLECTIONS = ['instances', 'elements', 'tasks', 'variables', 'incidents', 'subscriptions', 'definitions', 'jobs', 'entries', 'notices', 'cases', 'rejected'] as const;
export type Snapshot = Record<(typeof COLLECTIONS)[number], unknown[]>;

/** Everything that follows from records, in a fixed order. */
export async function snapshot(store: Store): Promise<Snapshot> {
  const read = async (name: (typeof COLLECTIONS)[number]) => {
    const all = await (store[name] as any).find().lean();
    // when something arrived, when it was last written, and whether the outside was told is not what the records say
    const apart: Record<string, object> = { rejected: { at: undefined }, cases: { changed: undefined }, tasks: { changed: undefined }, instances: { changed: undefined }, notices: { spread: undefined } };
    return all.map((one: any) => ({ ...one, ...apart[name] })).sort((a: any, b: any) => (a._id < b._id ? -1 : 1));
  };
  return Object.fromEntries(await Promise.all(COLLECTIONS.map(async (name) => [name, await read(name)]))) as Snapshot;
}

/** Empties everything that `snapshot` reads, the bulks and the marks. */
export async function emptyReadModel(store: Store): Promise<void> {
  await Promise.all([...COLLECTIONS, 'bulks', 'settings', 'releases'].map((name) => (store as any)[name].collection.deleteMany({})));
}

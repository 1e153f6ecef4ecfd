// What a worker needs in a test: a fresh store with the demo organisation, a clock that the test sets, and an engine that writes down what it is told.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unaryTest } from 'feelin';
import { defaultCalendar } from '../../processes/calendar.js';
import { loadDemo } from '../../processes/demo/load.js';
import type { Deps } from '../../processes/deps.js';
import type { Engine } from '../../processes/engine.js';
import type { Store } from '../../processes/store/store.js';
import type { Case, Task } from '../../processes/store/types.js';
import type { Job } from '../../workers/job.js';
import { openTestStore } from './store.js';

export interface Work {
  store: Store; deps: Deps;
  published: { name: string; key: string; ttl?: number }[];
  /** Decisions that were asked, with their input. */
  asked: { decision: string; variables: Record<string, unknown> }[];
  /** Sets the engine's clock, a Shanghai time. */
  at(time: string): Date;
}

export const shanghai = (time: string): Date => new Date(`${time.replace(' ', 'T')}:00+08:00`);

let opened: Store | undefined;

/** One store for a test file, emptied for each test; the organisation stays. */
async function emptyStore(): Promise<Store> {
  if (!opened) {
    opened = await openTestStore();
    await loadDemo(opened, { production: false });
    return opened;
  }
  const { cases, entries, tasks, notices, outgoing, subscriptions, people } = opened;
  await Promise.all([cases, entries, tasks, notices, outgoing, subscriptions].map((model) => model.collection.deleteMany({})));
  await people.updateMany({ active: false }, { $set: { active: true } });
  return opened;
}

export async function openWork(): Promise<Work> {
  const store = await emptyStore();
  const work = { store, published: [] as Work['published'], asked: [] as Work['asked'] };
  let now = shanghai('2026-06-22 10:00');
  const engine: Partial<Engine> = {
    publish: async (message) => void work.published.push(message),
    async evaluate(decision, variables) {
      work.asked.push({ decision, variables: variables as Record<string, unknown> });
      return evaluateTable(decision, variables as Record<string, unknown>);
    },
  };
  const deps = { store, engine: engine as Engine, calendar: defaultCalendar(), settings: {} as Deps['settings'], clock: { now: () => now, seen: () => undefined } };
  return { ...work, deps, at: (time) => (now = shanghai(time)) };
}

/** The shipped table itself, as the engine would evaluate it: hit policy COLLECT. */
function evaluateTable(decision: string, variables: Record<string, unknown>): Record<string, string>[] {
  const xml = readFileSync(join(import.meta.dirname, `../../processes/diagrams/${decision}.dmn`), 'utf8');
  const read = (from: string, pattern: RegExp) => [...from.matchAll(pattern)].map((match) => match[1]!.trim().replaceAll('&gt;', '>').replaceAll('&lt;', '<').replaceAll('&#34;', '"').replaceAll('&quot;', '"'));
  const inputs = read(xml, /<inputExpression[\s\S]*?<text>([\s\S]*?)<\/text>/g);
  const outputs = read(xml, /<output [^>]*?name="(\w+)"/g);
  return read(xml, /<rule [^>]*>([\s\S]*?)<\/rule>/g).flatMap((rule) => {
    const tests = read(rule, /<inputEntry[\s\S]*?<text>([\s\S]*?)<\/text>/g);
    const values = read(rule, /<outputEntry[\s\S]*?<text>([\s\S]*?)<\/text>/g);
    const hit = tests.every((test, index) => test === '-' || test === '' || unaryTest(test, { '?': variables[inputs[index]!] }).value === true);
    return hit ? [Object.fromEntries(outputs.map((name, index) => [name, JSON.parse(values[index]!)]))] : [];
  });
}

export const aJob = (type: string, given: Partial<Job> = {}): Job => ({
  key: '2251799813685300', type, caseNo: 'BY-2026-000001', variables: { caseNo: 'BY-2026-000001' }, headers: {},
  element: { id: `${type}-it`, procedure: 'grid-event', instanceKey: '1', elementKey: '2' }, retries: 3, takenAt: new Date(0), ...given,
});

/** A case of 曹坝园区网格, reported by its grid member. */
export async function keepCase({ store }: Work, given: Partial<Case> = {}): Promise<Case> {
  const kept: Case = {
    _id: 'BY-2026-000001', clientId: crypto.randomUUID(), title: '塑机公司欠薪', description: '', category: 'B03', urgency: '紧急', people: 16, source: '网格巡查',
    place: { text: '曹坝园区' }, grid: 'by-jinghe-caoba-g1', village: 'by-jinghe-caoba', town: 'by-jinghe', county: 'by', city: 'yz',
    scope: ['by-jinghe-caoba'], reporter: { person: 'caoba', anonymous: false }, attachments: [], reportedAt: shanghai('2026-06-22 09:00'), procedure: 'grid-event', facts: [], ...given,
  };
  await store.cases.create(kept);
  return kept;
}

/** An open task of 泾河镇劳动所: 4 工作时 from Monday 2026-06-22 09:00, so due at 14:30 and warned of at 14:00 or before. */
export async function keepTask({ store }: Work, given: Partial<Task> = {}): Promise<Task> {
  const kept: Task = {
    _id: '2251799813685400', caseNo: 'BY-2026-000001', instanceKey: '1', elementKey: '2251799813685399', elementId: 'dept-sign', name: '部门签收', procedure: 'grid-event',
    definitionKey: '3', formKey: 'dept-sign', candidateGroups: ['by-jinghe.lds/officer', 'by-jinghe.lds/head'], headers: {}, createdAt: shanghai('2026-06-22 09:00'),
    limit: '4 工作时', dueAt: shanghai('2026-06-22 14:30'), warnAt: shanghai('2026-06-22 11:42'), state: 'open', partition: 1, pos: 1, ...given,
  };
  await store.tasks.create(kept);
  return kept;
}

/** Runs a job twice, and twice more at once, as a crash and a late worker would; gives what the first and the last run said. */
export async function repeatedly<T>(run: () => Promise<T>): Promise<[first: T, last: T]> {
  const first = await run();
  const [last] = await Promise.all([run(), run()]);
  return [first, last];
}

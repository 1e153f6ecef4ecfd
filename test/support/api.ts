// The whole web application on a real store, with an engine that writes down what it is told and can be away; the read model comes from records.
import type { Express } from 'express';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from '../../api/app.js';
import { defaultCalendar } from '../../processes/calendar.js';
import { engineClock } from '../../processes/clock.js';
import { loadDemo } from '../../processes/demo/load.js';
import type { Deps } from '../../processes/deps.js';
import type { Engine } from '../../processes/engine.js';
import { Unavailable } from '../../processes/errors.js';
import { receiveBulk } from '../../processes/projection/receive.js';
import { publish } from '../../processes/publication.js';
import { packagesIn } from '../../processes/shipped.js';
import { root, type Settings } from '../../processes/settings.js';
import type { Store } from '../../processes/store/store.js';
import { diagram } from './journey.js';
import { RecordLog, type InstanceLog, type Key } from './records.js';
import { openTestStore } from './store.js';
import { signIn, type Signed } from './web.js';

export interface FakeEngine {
  published: { name: string; key: string; id?: string; ttl?: number; variables?: any }[];
  completed: { key: string; variables: any }[];
  /** What it was told of running instances: cancel, resolveIncident, modify, setVariables, with what they were given. */
  commands: { name: string; given: any[] }[];
  /** What the next calls throw; unset: they succeed. */
  fails?: Error;
}

export interface OpenTask {
  key: string; caseNo: string; instance: InstanceLog;
  /** Has the read model hear of what was written to the log since. */
  tell(): Promise<void>;
  end(how: 'COMPLETED' | 'CANCELED'): Promise<void>;
}

export interface Api {
  app: Express; store: Store; deps: Deps; engine: FakeEngine;
  as(account: string): Promise<Signed>;
  /** Files a report and gives its case number. */
  report(given?: Record<string, unknown>): Promise<string>;
  /** Opens a human task of a new case, as the engine's records would. */
  open(elementId: string, groups: string[], more?: { procedure?: string; limit?: string; headers?: Record<string, string>; variables?: Record<string, unknown> }): Promise<OpenTask>;
  /** Everything that is stored, but for sessions, the audit (which every request leaves a line in) and what pages are told. */
  everything(): Promise<Record<string, unknown[]>>;
}

const AWAY = new Unavailable('the engine does not answer');
export const away = (): Error => AWAY;

export const aReport = (given: Record<string, unknown> = {}) => ({
  clientId: crypto.randomUUID(), title: '路面暴露垃圾', description: '村口垃圾桶满溢', category: 'D01', place: { text: '曹坝村村口' }, grid: 'by-jinghe-caoba-g1', ...given,
});

/** Opens it, with settings of the installation's own; call `closeTestStore()` in `afterAll`. */
export async function openApi(settings: Partial<Settings> = {}): Promise<Api> {
  const store = await openTestStore();
  await loadDemo(store, { production: false });
  const engine: FakeEngine = { published: [], completed: [], commands: [] };
  const or = async <T>(done: () => T): Promise<T> => {
    if (engine.fails) throw engine.fails;
    return done();
  };
  const fake: Partial<Engine> = {
    publish: (message) => or(() => void engine.published.push(message as never)),
    completeJob: (key, variables) => or(() => void engine.completed.push({ key, variables })),
    deploy: (resources) => or(() => ({ key: '1', processes: resources.filter(({ name }) => name.endsWith('.bpmn')).map(({ name }) => ({ procedure: name.replace('.bpmn', ''), version: 1, key: crypto.randomUUID(), resource: name })) })),
    ...Object.fromEntries(['cancel', 'resolveIncident', 'modify', 'setVariables'].map((name) => [name, (...given: any[]) => or(() => void engine.commands.push({ name, given }))])),
    evaluate: () => or(() => []),
    ready: async () => !engine.fails,
  };
  const deps = {
    store, engine: fake as Engine, clock: engineClock(), calendar: defaultCalendar(),
    settings: { sessionSecret: 'for tests only', secureCookies: false, production: false, demo: true, diagrams: join(root, 'processes/diagrams'), data: join(tmpdir(), 'liandong-no-data'), ...settings },
  } as unknown as Deps;
  for (const one of await packagesIn(deps.settings.diagrams)) await publish({ ...one, origin: 'shipped', by: { system: '随软件发布' }, reason: '', changes: [] }, deps);
  const app = createApp(deps, { ready: async () => true });

  const log = new RecordLog(1, new Date(Date.now() - 3_600_000).toISOString());
  const definitions = new Map<string, Key>();
  const signed = new Map<string, Promise<Signed>>();
  let told = 0;
  const tell = async () => {
    const body = log.body(told);
    told = log.records.length;
    await receiveBulk(body, deps);
  };
  const as = (account: string) => {
    if (!signed.has(account)) signed.set(account, signIn(app, account));
    return signed.get(account)!;
  };
  const report = async (given: Record<string, unknown> = {}) => (await (await as('caoba')).post('/api/reports').send(aReport(given))).body.caseNo as string;

  return {
    app, store, deps, engine, as, report,
    async open(elementId, groups, { procedure = 'grid-event', limit, headers, variables = {} } = {}) {
      const caseNo = await report();
      if (!definitions.has(procedure)) definitions.set(procedure, log.deploy(procedure, diagram(procedure)));
      const instance: InstanceLog = log.start(procedure, definitions.get(procedure)!);
      instance.variable('caseNo', caseNo);
      for (const [name, value] of Object.entries(variables)) instance.variable(name, value);
      const task = instance.task(elementId, { groups, limit, headers });
      await tell();
      return {
        key: String(task.job), caseNo, instance, tell,
        async end(how) {
          instance.endTask(elementId, task, how);
          await tell();
        },
      };
    },
    async everything() {
      // what pages are told comes a moment after what it is about
      const told = (name: string, id: unknown) => name === 'changes' || id === 'counter:changes' || String(id).startsWith('audit:');
      const names = (await store.connection.db!.listCollections().toArray()).map(({ name }) => name).filter((name) => name !== 'sessions' && name !== 'audit').sort();
      return Object.fromEntries(await Promise.all(names.map(async (name) => [name, (await store.connection.db!.collection(name).find().toArray()).filter(({ _id }) => !told(name, _id)).sort((a, b) => (String(a._id) < String(b._id) ? -1 : 1))])));
    },
  };
}

/** What every refusal looks like: problem+json with a Chinese title. */
export function expectProblem(response: { status: number; type: string; body: any }, status: number): any {
  expect({ status: response.status, body: response.body }).toMatchObject({ status, body: { status, type: expect.stringMatching(/^urn:/), title: expect.stringMatching(/\p{Script=Han}/u), detail: expect.stringMatching(/\p{Script=Han}/u) } });
  expect(response.type).toBe('application/problem+json');
  return response.body;
}

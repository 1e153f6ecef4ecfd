// A small web server of the parts under test, on a fresh store with the demo organisation, and people who are signed in to it.
import express, { Router, type Express } from 'express';
import supertest from 'supertest';
import { errors, notFound } from '../../api/errors.js';
import { mount, type Route } from '../../api/route.js';
import { sessionRoutes } from '../../api/routes/session.js';
import { sessions } from '../../api/session.js';
import { defaultCalendar } from '../../processes/calendar.js';
import { engineClock } from '../../processes/clock.js';
import { DEMO_PASSWORD, loadDemo } from '../../processes/demo/load.js';
import type { Deps } from '../../processes/deps.js';
import type { Settings } from '../../processes/settings.js';
import type { Store } from '../../processes/store/store.js';
import type { Case, Task } from '../../processes/store/types.js';
import { openTestStore } from './store.js';

export interface Web { app: Express; store: Store; deps: Deps; faults: unknown[] }

/** Serves routes behind the real session, with the real errors; faults are collected instead of logged. */
export async function openWeb(routes: Route[] = [], settings: Partial<Settings> = {}): Promise<Web> {
  const store = await openTestStore();
  await loadDemo(store, { production: false });
  return serve(store, routes, settings);
}

/** Serves an open store once more, as another process or another mode would. */
export function serve(store: Store, routes: Route[] = [], settings: Partial<Settings> = {}): Web {
  const deps = {
    store, clock: engineClock(), calendar: defaultCalendar(), engine: undefined,
    settings: { sessionSecret: 'for tests only', secureCookies: false, production: false, demo: true, ...settings },
  } as unknown as Deps;
  const faults: unknown[] = [];
  const app = express();
  app.use(express.json({ limit: '256kb' }), ...sessions(deps));
  const router = Router();
  mount(router, [...sessionRoutes, ...routes], deps);
  app.use('/api', router);
  app.use(notFound, errors((fault) => faults.push(fault)));
  return { app, store, deps, faults };
}

export type Signed = ReturnType<typeof supertest.agent>;

/** A browser in which a demo person is signed in; it sends the token with every request. */
export async function signIn(app: Express, account: string): Promise<Signed> {
  const agent = supertest.agent(app);
  const { body } = await agent.post('/api/session').send({ account, password: DEMO_PASSWORD }).expect(200);
  return agent.set('x-csrf-token', body.csrfToken);
}

/** A case as the store would hold it, in 曹坝园区网格 unless said. */
export const aCase = (given: Partial<Case> = {}): Case => ({
  _id: 'BY20260621001', clientId: crypto.randomUUID(), title: '塑机公司欠薪', description: '', category: 'B03', urgency: '紧急', people: 16, source: '网格巡查',
  place: { text: '曹坝园区' }, grid: 'by-jinghe-caoba-g1', village: 'by-jinghe-caoba', town: 'by-jinghe', county: 'by', city: 'yz',
  scope: ['by-jinghe-caoba-g1', 'by-jinghe-caoba', 'by-jinghe', 'by', 'yz'], reporter: { person: 'caoba', anonymous: false }, attachments: [],
  reportedAt: new Date('2026-06-21T01:00:00Z'), procedure: 'grid-event', facts: [], ...given,
});

/** An open task for 泾河镇劳动所 unless said. */
export const aTask = (given: Partial<Task> = {}): Task => ({
  _id: crypto.randomUUID(), caseNo: 'BY20260621001', instanceKey: '1', elementKey: '2', elementId: 'handle', name: '部门处置', procedure: 'grid-event', definitionKey: '3',
  formKey: 'handle', candidateGroups: ['by-jinghe.lds/officer'], headers: {}, createdAt: new Date('2026-06-21T02:00:00Z'), state: 'open', partition: 1, pos: 1, ...given,
});

// Ways through the procedures as tests: people act by their account, and the ways of one block run at the same time, each on its own case.
import { randomUUID } from 'node:crypto';
import { doTask, until, waitForTask } from '../../runtime/client.js';
import { picture } from '../../runtime/demo/picture.js';
import { fileReport } from './reports.js';
import type { System } from './system.js';

export const DAY = 86_400_000;
export const HOUR = 3_600_000;

/** Declares one test for each way; all of them begin together. */
export function together(ways: Record<string, () => Promise<void>>, time = 180_000): void {
  const running = new Map<string, Promise<void>>();
  beforeAll(() => {
    for (const [name, go] of Object.entries(ways)) {
      const way = go();
      // Its own test tells of it, whenever that comes.
      way.catch(() => undefined);
      running.set(name, way);
    }
  });
  test.each(Object.keys(ways))('%s', (name) => running.get(name)!, time);
}

type Options = Parameters<typeof doTask>[4];

/** What the people of a system do, by account. */
export function peopleOf(system: System) {
  const reader = () => system.as('baoyingzhihui');
  const read = async (caseNo: string) => (await reader()).get(`/cases/${caseNo}`);
  return {
    read,
    report: async (account: string, given: Record<string, unknown> = {}) => fileReport(await system.as(account), given),
    does: async (account: string, caseNo: string, elementId: string, values: object, options: Options = {}) => doTask(await system.as(account), caseNo, elementId, values, { time: 60_000, ...options }),
    has: async (account: string, caseNo: string, elementId: string, options: Options = {}) => waitForTask(await system.as(account), caseNo, elementId, { time: 60_000, ...options }),
    /** The case once it is over. */
    end: (caseNo: string, time = 60_000) => until(`the end of <${caseNo}>`, async () => {
      const view = await read(caseNo);
      return view.case.standing && view.case.standing.state !== 'active' && view.case.closing && view;
    }, time),
    /** The case once something is so. */
    once: (caseNo: string, what: string, so: (view: any) => unknown, time = 60_000) => until(`${what} of <${caseNo}>`, async () => {
      const view = await read(caseNo);
      return so(view) ? view : undefined;
    }, time),
    /** Uploads a picture as evidence. @returns its id */
    evidence: async (account: string): Promise<string> => (await (await system.as(account)).upload(new Blob([new Uint8Array(picture(7))], { type: 'image/png' }), `${randomUUID()}.png`)).id,
    /** The day on which a case was reported by the engine's clock, plus so many days, `YYYY-MM-DD` in Shanghai. */
    day: async (caseNo: string, days = 0) => new Date(new Date((await read(caseNo)).case.reportedAt).getTime() + 8 * HOUR + days * DAY).toISOString().slice(0, 10),
  };
}

/** Timeline entries of a view by what was done, and where when asked. */
export const entriesOf = (view: any, action: string, elementId?: string): any[] =>
  view.timeline.filter((entry: any) => entry.action === action && (elementId === undefined || entry.element?.id === elementId));

/** What a case keeps under a fact's key. */
export const factOf = (view: any, key: string): any => view.case.facts.find((fact: any) => fact.key === key)?.data;

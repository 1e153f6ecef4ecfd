// The stream of changes over a real connection: who is told, who is not, that nothing is missed while it is away, and when it ends.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DEMO_PASSWORD } from '../../processes/demo/load.js';
import { sweepChanges } from '../../processes/follow.js';
import { endSessions } from '../../processes/store/sessions.js';
import { openApi, type Api } from '../support/api.js';
import { closeTestStore } from '../support/store.js';

interface Stream { status: number; told: string[]; text: string; ended: boolean; close(): void }
let api: Api;
let server: Server;
let url: string;
const streams: Stream[] = [];

beforeAll(async () => {
  api = await openApi();
  server = api.app.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}, 60_000);
afterAll(async () => {
  streams.forEach((stream) => stream.close());
  server.closeAllConnections();
  server.close();
  await closeTestStore();
});

interface Person { cookie: string; token: string }
async function person(account: string): Promise<Person> {
  const answer = await fetch(`${url}/api/session`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ account, password: DEMO_PASSWORD }) });
  return { cookie: answer.headers.getSetCookie().map((one) => one.split(';')[0]).join('; '), token: ((await answer.json()) as { csrfToken: string }).csrfToken };
}

async function listen({ cookie }: Person, query = '', headers: Record<string, string> = {}): Promise<Stream> {
  const ending = new AbortController();
  const answer = await fetch(`${url}/api/events${query}`, { headers: { cookie, accept: 'text/event-stream', ...headers }, signal: ending.signal });
  const stream: Stream = { status: answer.status, told: [], text: '', ended: false, close: () => ending.abort() };
  streams.push(stream);
  void (async () => {
    const decoder = new TextDecoder();
    for await (const part of answer.body as unknown as AsyncIterable<Uint8Array>) {
      stream.text += decoder.decode(part, { stream: true });
      // only whole lines: a number may come in two parts
      stream.told = [...stream.text.matchAll(/^id:\s*(\d+)\n/gm)].map((match) => match[1]!);
    }
  })().catch(() => undefined).finally(() => { stream.ended = true; });
  return stream;
}

/** Waits for something that has to come; the limit is only there for when it does not. */
async function until(holds: () => boolean): Promise<void> {
  for (const end = Date.now() + 10_000; !holds() && Date.now() < end;) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(holds()).toBe(true);
}
/** As long as three turns of the feed: what has not come by then is not coming. */
const quiet = () => new Promise((resolve) => setTimeout(resolve, 1_500));

describe('a task that opens', () => {
  test('is told to whoever may do it and to the units that see it, and to nobody else; the event says nothing but that it happened', async () => {
    const [officer, leader, stranger] = await Promise.all(['lds', 'jinghezhiban', 'anyi'].map(async (account) => listen(await person(account))));
    await api.open('dept-handle', ['by-jinghe.lds/officer']);
    await until(() => officer!.told.length > 0 && leader!.told.length > 0);
    await quiet();
    expect(stranger!.told).toEqual([]);
    expect([...officer!.text.matchAll(/^(?:event|data):.*$/gm)].map(([line]) => line.replace(/:\s*/, ':'))).toEqual(expect.arrayContaining(['event:changed', 'data:{}']));
    expect(officer!.text).not.toMatch(/by-jinghe|BY-|lds/);
  });

  test('that somebody takes is told to the others of the group, and so is what happens on a case that one looks at', async () => {
    const { key, caseNo } = await api.open('dept-handle', ['by-jinghe.lds/officer']);
    await api.store.cases.updateOne({ _id: caseNo }, { $addToSet: { scope: 'by-jinghe.pcs' } });
    await quiet();
    const [colleague, watcher] = [await listen(await person('ldssuozhang')), await listen(await person('pcs'), `?about=${caseNo}`)];
    await quiet();
    const before = [colleague.told.length, watcher.told.length];
    await (await api.as('lds')).post(`/api/tasks/${key}/claim`).send({}).expect(200);
    await until(() => colleague.told.length > before[0]! && watcher.told.length > before[1]!);
  });

  test('of a case that one may not see cannot be followed: it is not there', async () => {
    const { caseNo } = await api.open('dept-handle', ['by-jinghe.lds/officer']);
    const stranger = await person('anyi');
    const [hidden, missing] = [await listen(stranger, `?about=${caseNo}`), await listen(stranger, '?about=BY-2020-000001')];
    expect([hidden.status, missing.status]).toEqual([404, 404]);
  });
});

describe('a lost connection', () => {
  test('goes on where it was: what came meanwhile is told at once, what was told before is not', async () => {
    const officer = await person('lds');
    const first = await listen(officer);
    await api.open('dept-handle', ['by-jinghe.lds/officer']);
    await until(() => first.told.length > 0);
    await quiet();
    first.close();
    const last = first.told.at(-1)!;
    await api.open('dept-handle', ['by-jinghe.lds/officer']);
    await quiet();
    const second = await listen(officer, '', { 'last-event-id': last });
    await until(() => second.told.length > 0);
    expect(Number(second.told[0])).toBeGreaterThan(Number(last));
    const third = await listen(officer, `?from=${second.told.at(-1)}`);
    await quiet();
    expect(third.status).toBe(200);
  });

  test('that lasted longer than changes are kept is told to look again, and so is a number that is none', async () => {
    const officer = await person('lds');
    const first = await listen(officer);
    await api.open('dept-handle', ['by-jinghe.lds/officer']);
    await until(() => first.told.length > 0);
    await api.store.changes.updateMany({}, { $set: { at: 0 } });
    await sweepChanges(api.store);
    expect(await api.store.changes.countDocuments()).toBe(0);
    for (const from of [first.told[0]!, 'nonsense']) {
      const again = await listen(officer, `?from=${from}`);
      await until(() => again.text.includes('changed'));
    }
  });
});

describe('a stream ends', () => {
  test('with the sign-out, and with a session that an administrator ends', async () => {
    const [mine, theirs] = [await person('caoba'), await person('caobacun')];
    const [one, other] = [await listen(mine), await listen(theirs)];
    await fetch(`${url}/api/session`, { method: 'DELETE', headers: { cookie: mine.cookie, 'x-csrf-token': mine.token } });
    await endSessions(api.store, 'caobacun');
    await until(() => one.ended && other.ended);
    expect((await listen(mine)).status).toBe(401);
  });

  test('and one session has only so many', async () => {
    const officer = await person('jinghe');
    const many = await Promise.all(Array.from({ length: 12 }, () => listen(officer)));
    expect(many.filter(({ status }) => status === 429)).toHaveLength(2);
    many.forEach((stream) => stream.close());
    await quiet();
    expect((await listen(officer)).status).toBe(200);
  });
});

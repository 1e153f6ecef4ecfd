// The stream of changes: whoever is signed in is told within two seconds of what is theirs and of nothing else, misses nothing over a lost line, and hears nothing after signing out.
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import { createApp } from '../../api/app.js';
import { caseKey, lastChange, sessionKey, sweepChanges, touch } from '../../processes/feed.js';
import { printOf } from '../../processes/store/sessions.js';
import { openStore, type Store } from '../../processes/store/store.js';
import { openApi, type Api } from '../support/api.js';
import { closeTestStore } from '../support/store.js';
import { DEMO_PASSWORD } from '../../processes/demo/load.js';

let api: Api;
let second: Store;
const servers: Server[] = [];
const urls: string[] = [];
beforeAll(async () => {
  api = await openApi();
  // a second process on the same data
  const { host, port, name } = api.store.connection;
  second = await openStore(`mongodb://${host}:${port}/${name}?directConnection=true`);
  for (const app of [api.app, createApp({ ...api.deps, store: second }, { ready: async () => true })]) {
    const server = app.listen(0, '127.0.0.1');
    servers.push(server);
    await new Promise((done) => server.once('listening', done));
    urls.push(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  }
}, 60_000);
afterAll(async () => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
  await second?.close();
  await closeTestStore();
});

interface Event { event: string; id: string; parts?: string[] }
interface Line { headers: Headers; events: Event[]; comments: number; ended: boolean; next(wanted: (event: Event) => boolean): Promise<Event>; close(): void }
const lines: Line[] = [];
afterEach(() => { lines.splice(0).forEach((line) => line.close()); });

async function signIn(account: string): Promise<{ cookie: string; token: string }> {
  const answer = await fetch(`${urls[0]}/api/session`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ account, password: DEMO_PASSWORD }) });
  const cookie = answer.headers.getSetCookie().map((one) => one.split(';')[0]).join('; ');
  return { cookie, token: (await answer.json() as { csrfToken: string }).csrfToken };
}

const ask = (cookie: string, query = '', { process = 0, lastId }: { process?: number; lastId?: string } = {}, signal?: AbortSignal): Promise<Response> => fetch(`${urls[process]}/api/events${query}`, {
  headers: { cookie, accept: 'text/event-stream', 'accept-encoding': 'gzip', ...(lastId ? { 'last-event-id': lastId } : {}) }, signal,
});

async function listen(cookie: string, query = '', options: { process?: number; lastId?: string } = {}): Promise<Line> {
  const stop = new AbortController();
  const answer = await ask(cookie, query, options, stop.signal);
  expect(answer.status).toBe(200);
  const line: Line = {
    headers: answer.headers, events: [], comments: 0, ended: false, close: () => stop.abort(),
    async next(wanted) {
      for (let tries = 0; tries < 200; tries += 1) {
        const found = line.events.find(wanted);
        if (found) return found;
        await new Promise((done) => setTimeout(done, 50));
      }
      throw new Error(`not told; heard ${JSON.stringify(line.events)}`);
    },
  };
  lines.push(line);
  void (async () => {
    let text = '';
    for await (const chunk of answer.body!.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        const fields = Object.fromEntries(text.slice(0, end).split('\n').map((each) => [each.slice(0, each.indexOf(':')), each.slice(each.indexOf(':') + 1).trim()]));
        text = text.slice(end + 2);
        if (fields.event) line.events.push({ event: fields.event, id: fields.id ?? '', ...(JSON.parse(fields.data ?? '{}') as object) });
        else line.comments += 1;
      }
    }
  })().catch(() => undefined).finally(() => { line.ended = true; });
  return line;
}

const change = ({ event }: Event) => event === 'change';
const about = (part: string) => (event: Event) => change(event) && event.parts!.includes(part);
/** Waits until what was noted before has been told to everybody. */
const settled = async (): Promise<void> => {
  const { cookie } = await signIn('guanli');
  const line = await listen(cookie);
  touch(api.store, ['guanli']);
  await line.next(about('mine'));
};

test('a new task is told to its group, to who leads there, and to nobody else, within two seconds', async () => {
  const [officer, town, stranger] = await Promise.all(['lds', 'jinghe', 'anyi'].map(async (account) => listen((await signIn(account)).cookie)));
  const from = performance.now();
  await api.open('dept-handle', ['by-jinghe.lds/officer']);
  await officer!.next(about('groups'));
  await town!.next(about('units'));
  expect(performance.now() - from).toBeLessThan(2_000);
  await settled();
  expect(stranger!.events).toEqual([]);
});

test('a claim, a release and a notice are told; what is said names no person and no matter', async () => {
  const { key, caseNo } = await api.open('dept-handle', ['by-jinghe.lds/officer']);
  await settled();
  const line = await listen((await signIn('ldssuozhang')).cookie);
  await (await api.as('lds')).post(`/api/tasks/${key}/claim`).expect(200);
  await line.next(about('units'));
  line.events.length = 0;
  await (await api.as('lds')).post(`/api/tasks/${key}/release`).expect(204);
  await line.next(change);
  expect(line.events.map((event) => Object.keys(event).sort())).toEqual(line.events.map(() => ['event', 'id', 'parts']));
  expect(JSON.stringify(line.events)).not.toContain(caseNo);
});

test('a case that is looked at is told of, and may be looked at only by who may see it', async () => {
  const caseNo = await api.report();
  await settled();
  const line = await listen((await signIn('caoba')).cookie, `?case=${caseNo}`);
  touch(api.store, [caseKey(caseNo)]);
  await line.next(about('case'));
  const stranger = await signIn('anyi');
  const [foreign, missing] = await Promise.all([ask(stranger.cookie, `?case=${caseNo}`), ask(stranger.cookie, '?case=BY20200101001')]);
  expect([foreign.status, missing.status]).toEqual([404, 404]);
});

test('whatever process a change comes from, listeners of every process are told', async () => {
  const { cookie } = await signIn('lds');
  const there = await listen(cookie, '', { process: 1 });
  touch(api.store, ['lds']);
  await there.next(about('mine'));
  const here = await listen(cookie);
  touch(second, ['lds']);
  await here.next(about('mine'));
});

test('who comes back after a lost line is told what came meanwhile, on any process', async () => {
  const { cookie } = await signIn('lds');
  const line = await listen(cookie);
  touch(api.store, ['lds']);
  const { id } = await line.next(change);
  line.close();
  touch(api.store, ['lds']);
  touch(api.store, ['anyi']);
  await settled();
  const again = await listen(cookie, '', { lastId: id, process: 1 });
  expect((await again.next(change)).parts).toEqual(['mine']);
  expect(Number(again.events[0]!.id)).toBe(await lastChange(api.store));
  const quiet = await listen(cookie, `?after=${await lastChange(api.store)}`);
  await settled();
  expect(quiet.events).toEqual([]);
});

test('who comes back too late, or from a store that is no more, is told to look at everything', async () => {
  const { cookie } = await signIn('lds');
  const before = await lastChange(api.store);
  touch(api.store, ['anyi']);
  await settled();
  expect(await sweepChanges(api.store, Date.now() + 3_600_000)).toBeGreaterThan(0);
  expect((await (await listen(cookie, `?after=${before}`)).next(change)).parts).toEqual(['all']);
  expect((await (await listen(cookie, '', { lastId: '999999' })).next(change)).parts).toEqual(['all']);
});

test('a number whose change is written late is not missed', async () => {
  const { cookie } = await signIn('lds');
  const line = await listen(cookie);
  // what the tests before made known is written
  await settled();
  // another process took a number and is slow to write its row
  const { value: number } = (await api.store.settings.findOneAndUpdate({ _id: 'counter:changes' }, { $inc: { value: 1 } }, { returnDocument: 'after' }).lean()) as { value: number };
  touch(api.store, ['by-jinghe.lds/officer']);
  const told = await line.next(about('groups'));
  expect(Number(told.id)).toBe(number - 1);
  await api.store.changes.collection.insertOne({ _id: String(number).padStart(15, '0'), keys: ['lds'], at: Date.now() } as never);
  await line.next(about('mine'));
});

test('it is neither compressed nor held back by a proxy, and says at once how to come back', async () => {
  const line = await listen((await signIn('lds')).cookie);
  expect(line.headers.get('content-type')).toContain('text/event-stream');
  expect(line.headers.get('content-encoding')).toBeNull();
  expect(line.headers.get('x-accel-buffering')).toBe('no');
  expect(line.headers.get('cache-control')).toContain('no-store');
});

test('signing out ends it, on every process, and so do an end by somebody else and a lock', async () => {
  const me = await signIn('lds');
  const mine = await Promise.all([listen(me.cookie), listen(me.cookie, '', { process: 1 })]);
  await fetch(`${urls[0]}/api/session`, { method: 'DELETE', headers: { cookie: me.cookie, 'x-csrf-token': me.token } });
  for (const line of mine) await line.next(({ event }) => event === 'over');
  const other = await listen((await signIn('lds')).cookie, '', { process: 1 });
  await (await api.as('anquan')).delete('/api/people/lds/sessions').expect(200);
  await other.next(({ event }) => event === 'over');
  for (let tries = 0; tries < 40 && ![...mine, other].every(({ ended }) => ended); tries += 1) await new Promise((done) => setTimeout(done, 50));
  expect([...mine, other].map(({ ended }) => ended)).toEqual([true, true, true]);
  expect((await ask(me.cookie)).status).toBe(401);
});

test('listening does not keep a session alive: it is over when nobody did anything for the idle time', async () => {
  const { cookie } = await signIn('caobazhang');
  const line = await listen(cookie);
  const sessions = api.store.connection.db!.collection('sessions');
  const seen = async () => (await sessions.findOne({ 'session.personId': 'caobazhang' }))!.session.seenAt as number;
  const before = Date.now() - 20 * 60_000;
  await sessions.updateMany({ 'session.personId': 'caobazhang' }, { $set: { 'session.seenAt': before } });
  (await listen(cookie)).close();
  expect(await seen()).toBe(before);
  await sessions.updateMany({ 'session.personId': 'caobazhang' }, { $set: { 'session.seenAt': Date.now() - 48 * 3_600_000 } });
  touch(api.store, [sessionKey(printOf(String((await sessions.findOne({ 'session.personId': 'caobazhang' }))!._id)))]);
  for (let tries = 0; tries < 100 && !line.ended; tries += 1) await new Promise((done) => setTimeout(done, 50));
  expect(line.events.map(({ event }) => event)).toContain('over');
});

test('one session has five streams at most; the sixth is refused and the others go on', async () => {
  const { cookie } = await signIn('lds');
  const five = await Promise.all([1, 2, 3, 4, 5].map(() => listen(cookie)));
  const refused = await ask(cookie);
  expect([refused.status, (await refused.json() as { detail: string }).detail]).toEqual([429, expect.stringContaining('窗口太多')]);
  touch(api.store, ['lds']);
  for (const line of five) await line.next(about('mine'));
  five[0]!.close();
  for (let tries = 0; tries < 40; tries += 1) {
    const again = await ask(cookie);
    void again.body?.cancel();
    if (again.status === 200) return;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error('the place of a stream that was closed stays taken');
});

// Sends what waits, in a page or in the worker: one sender at a time on this device, each item until the server has answered for it, never twice.
import { refusal } from '../api.js';
import { dropPhotos, find, itemsOf, photo, put } from './box.js';
import { after, remarkOf, reportOf, stops, type Answer, type Item } from './item.js';

const CALL_MS = 30_000;
const UPLOAD_MS = 120_000;

interface Session { person: string; token: string }

/** Thrown within a round: the server's answer that was no yes. */
class NotYet extends Error {
  constructor(readonly answer: Answer) { super(answer.said); }
}

async function ask(method: string, path: string, { token = '', body, limit = CALL_MS }: { token?: string; body?: BodyInit; limit?: number } = {}): Promise<any> {
  let status = 0;
  let text: string;
  try {
    const answer = await fetch(`/api${path}`, {
      method, body, credentials: 'same-origin', signal: AbortSignal.timeout?.(limit),
      headers: { accept: 'application/json', ...(typeof body === 'string' ? { 'content-type': 'application/json' } : {}), ...(token ? { 'x-csrf-token': token } : {}) },
    });
    text = await answer.text();
    status = answer.status;
  } catch {
    throw new NotYet({ status: 0 });
  }
  const read = parsed(text);
  if (status < 300) return read;
  const { message, problems } = refusal(status, text);
  throw new NotYet({ status, said: message, problems, type: read?.type, caseNo: read?.caseNo });
}

function parsed(text: string): any {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Who is signed in now, with a token of now: the page's own may be of yesterday. */
async function session(): Promise<Session> {
  const { person, csrfToken, hurdle } = await ask('GET', '/session');
  if (hurdle) throw new NotYet({ status: 403, type: `:${hurdle}-due`, said: hurdle === 'password' ? '请先修改密码' : '请先设置动态口令' });
  return { person: person.id, token: csrfToken };
}

async function uploaded(item: Item, token: string): Promise<Item> {
  let now = item;
  for (const { key, name } of item.photos.filter(({ id }) => !id)) {
    const blob = await photo(key);
    // what the browser threw away cannot be sent any more; the words still can
    if (!blob) { now = { ...now, photos: now.photos.filter((one) => one.key !== key) }; continue; }
    const body = new FormData();
    body.append('file', blob, name);
    const { id } = await ask('POST', `/attachments?key=${encodeURIComponent(key)}`, { token, body, limit: UPLOAD_MS });
    now = { ...now, photos: now.photos.map((one) => (one.key === key ? { ...one, id } : one)) };
    await put(now);
  }
  return now;
}

/** Sends one. @returns whether others may be tried, too */
async function sendOne(item: Item, token: string): Promise<boolean> {
  let now: Item = { ...item, state: 'sending', said: undefined, problems: undefined };
  let answer: Answer;
  try {
    await put(now);
    now = await uploaded(now, token);
    const [path, body] = now.adds ? [`/cases/${encodeURIComponent(now.adds)}/comments`, remarkOf(now)] as const : ['/reports', reportOf(now)] as const;
    const given = await ask('POST', path, { token, body: JSON.stringify(body) });
    answer = { status: 200, caseNo: given?.caseNo };
  } catch (error) {
    if (!(error instanceof NotYet)) throw error;
    answer = error.answer;
  }
  const ended = after(now, answer, Date.now());
  await put(ended);
  if (ended.state === 'sent') await dropPhotos(ended.id);
  return !stops(answer);
}

/** Nothing can be sent: what waits says why. */
async function hold(items: Item[], answer: Answer): Promise<void> {
  for (const item of items) {
    const held = after(item, answer, Date.now());
    // no connection is no try: nothing was sent
    await put(answer.status === 0 ? { ...item, state: 'waiting' } : held);
  }
}

const open = ({ state }: Item): boolean => state === 'waiting' || state === 'sending' || state === 'login';

async function round(person: string, now: boolean): Promise<void> {
  const due = (await itemsOf(person)).filter((item) => open(item) && (now || item.nextAt <= Date.now()));
  if (due.length === 0) return;
  let signedIn: Session;
  try {
    signedIn = await session();
  } catch (error) {
    if (!(error instanceof NotYet)) throw error;
    return hold(due, error.answer);
  }
  // somebody else has signed in on this device: it stays until its owner comes back
  if (signedIn.person !== person) return hold(due, { status: 401 });
  for (const { id } of due) {
    const item = await find(id);
    if (item && open(item) && !await sendOne(item, signedIn.token)) return;
  }
}

let under: Promise<void> = Promise.resolve();
/**
 * Sends what one person's outbox holds.
 *
 * @param now also what is waiting for a later try
 */
export function sendWaiting(person: string, { now = false } = {}): Promise<void> {
  const work = () => round(person, now);
  // on an intranet without TLS there are no locks: the server knows each item by its id
  const run = (): Promise<void> => (navigator.locks ? navigator.locks.request('liandong-outbox', work) as Promise<void> : work());
  under = under.then(run, run).catch(() => undefined);
  return under;
}

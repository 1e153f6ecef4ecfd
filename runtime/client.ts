// A person at the public HTTP API: signs in, keeps the session, and waits for what the engine brings.
import { openAsBlob } from 'node:fs';

/** What the API refused: its status and the whole problem document. */
export class Refused extends Error {
  constructor(readonly status: number, readonly problem: { title?: string; detail?: string; problems?: { path: string; message: string }[] }, what: string) {
    super(`${what}: ${status} ${problem.title ?? ''} ${problem.detail ?? ''} ${(problem.problems ?? []).map(({ path, message }) => `${path} ${message}`).join('; ')}`.trim());
  }
}

export interface Client {
  account: string;
  person: { id: string; name: string; posts: { unit: string; unitName?: string; role: string; roleName: string }[] };
  get<T = any>(path: string): Promise<T>;
  post<T = any>(path: string, body?: unknown): Promise<T>;
  put<T = any>(path: string, body: unknown): Promise<T>;
  delete<T = any>(path: string): Promise<T>;
  upload(file: string | Blob, name: string): Promise<{ id: string }>;
  /** Sends a file as multipart to any path. */
  send<T = any>(path: string, file: Blob, name: string): Promise<T>;
  /** What is behind a path, byte for byte. */
  download(path: string): Promise<Buffer>;
  signOut(): Promise<void>;
}

const isJson = (response: Response) => response.headers.get('content-type')?.includes('json') === true;
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Signs in. @throws Refused when the account or the password is wrong */
export async function signIn(url: string, account: string, password: string): Promise<Client> {
  let cookie = '';
  let token = '';
  async function send(method: string, path: string, body?: unknown): Promise<Response> {
    const form = body instanceof FormData;
    const response = await fetch(`${url}/api${path}`, {
      method, redirect: 'manual', signal: AbortSignal.timeout(30_000),
      headers: { accept: 'application/json', ...(cookie ? { cookie } : {}), ...(token ? { 'x-csrf-token': token } : {}), ...(body !== undefined && !form ? { 'content-type': 'application/json' } : {}) },
      ...(body === undefined ? {} : { body: form ? (body as FormData) : JSON.stringify(body) }),
    });
    const set = response.headers.getSetCookie().map((one) => one.split(';')[0]).join('; ');
    if (set) cookie = set;
    if (response.ok) return response;
    const text = await response.text();
    throw new Refused(response.status, isJson(response) && text ? JSON.parse(text) : { detail: text.slice(0, 200) }, `${method} ${path}`);
  }
  async function call(method: string, path: string, body?: unknown): Promise<any> {
    const response = await send(method, path, body);
    const text = await response.text();
    return isJson(response) && text ? JSON.parse(text) : text;
  }
  async function multipart(path: string, file: Blob, name: string): Promise<any> {
    const form = new FormData();
    form.append('file', file, name);
    return call('POST', path, form);
  }
  const session = await call('POST', '/session', { account, password });
  token = session.csrfToken;
  return {
    account, person: session.person,
    get: (path) => call('GET', path), post: (path, body = {}) => call('POST', path, body), put: (path, body) => call('PUT', path, body), delete: (path) => call('DELETE', path),
    upload: async (file, name) => multipart('/attachments', typeof file === 'string' ? await openAsBlob(file) : file, name),
    send: multipart,
    async download(path) { return Buffer.from(await (await send('GET', path)).arrayBuffer()); },
    signOut: () => call('DELETE', '/session'),
  };
}

/** Asks again until there is an answer. @throws when the time (milliseconds) is up, naming what was waited for */
export async function until<T>(what: string, ask: () => Promise<T | undefined | null | false>, time = 30_000): Promise<T> {
  const end = Date.now() + time;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > end) throw new Error(`waited <${time} ms> in vain for ${what}`);
    await pause(150);
  }
}

/** A task that waits for this person, by the id of its element in the diagram. */
export function waitForTask(client: Client, caseNo: string, elementId: string, { time = 30_000, where = () => true }: { time?: number; where?: (task: any) => boolean } = {}): Promise<any> {
  return until(`task <${elementId}> of <${caseNo}> for <${client.account}>`, async () => {
    for (const view of ['mine', 'group']) {
      const { items } = await client.get(`/tasks?view=${view}&q=${caseNo}&size=100`);
      const found = items.find((task: any) => task.elementId === elementId && where(task));
      if (found) return found;
    }
    return undefined;
  }, time);
}

/** Takes a task and sends it. @returns the task as it was listed */
export async function doTask(client: Client, caseNo: string, elementId: string, values: object, options: { time?: number; where?: (task: any) => boolean } = {}): Promise<any> {
  const task = await waitForTask(client, caseNo, elementId, options);
  await client.post(`/tasks/${task.key}/complete`, { values });
  return task;
}

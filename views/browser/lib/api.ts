// Calls to our own API: the page's CSRF token goes along, and what is refused comes back in words.

export interface Problem { path: string; message: string }

/** A refusal or a failure; `status` 0 means that no answer came at all. */
export class Refused extends Error {
  constructor(readonly status: number, message: string, readonly problems: Problem[] = []) { super(message); }
}

const token = (): string => document.querySelector<HTMLMetaElement>('meta[name=csrf-token]')?.content ?? '';

/** Reads an answer's body as JSON; anything else is nothing. */
function json(text: string): any {
  try {
    return text ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}

/** What stands in brackets at the end without a Chinese character is meant for programmers. */
const forPeople = (text: string): string => text.replace(/\s*[(（][^\p{Script=Han}]*[)）]$/u, '');

/** Turns what the server said into words for a person. */
export function refusal(status: number, body: string): Refused {
  const said = json(body) as { title?: string; detail?: string; problems?: Problem[] } | undefined;
  return new Refused(status, (said?.detail ? forPeople(said.detail) : said?.title) ?? `服务器没有正常回答（${status}），请稍后再试。`, said?.problems ?? []);
}

/** @throws Refused with words that may be shown */
export async function call<T = any>(method: string, path: string, body?: unknown, { keepalive = false } = {}): Promise<T> {
  let answer: Response;
  try {
    answer = await fetch(`/api${path}`, {
      method, keepalive, credentials: 'same-origin',
      headers: { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...(method === 'GET' ? {} : { 'x-csrf-token': token() }) },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw new Refused(0, '连不上服务器。您填的内容还在，网络恢复后再试。');
  }
  const text = await answer.text();
  if (answer.ok) return json(text) as T;
  if (answer.status === 401 && !path.startsWith('/session')) {
    throw new Refused(401, '登录已过期。您填的内容还在，请在新窗口重新登录后再试。');
  }
  throw refusal(answer.status, text);
}

/** Uploads one file and reports how far it is, 0 to 100. */
export function upload(file: Blob, name: string, progress: (percent: number) => void = () => {}): Promise<{ id: string; name: string; type: string; size: number }> {
  return new Promise((resolve, reject) => {
    // fetch cannot say how much has been sent
    const request = new XMLHttpRequest();
    request.open('POST', '/api/attachments');
    request.setRequestHeader('x-csrf-token', token());
    request.setRequestHeader('accept', 'application/json');
    request.upload.onprogress = ({ loaded, total }) => progress(total ? Math.round((loaded / total) * 100) : 0);
    request.onerror = () => reject(new Refused(0, '没有传上去，请检查网络'));
    request.onload = () => (request.status < 300 ? resolve(json(request.responseText)) : reject(refusal(request.status, request.responseText)));
    const body = new FormData();
    body.append('file', file, name);
    request.send(body);
  });
}

// Sends a file of a procedure to our own API.
import { Refused, refusal } from './api.js';

/** @throws Refused with words that may be shown */
export async function sendFile<T>(path: string, file: File): Promise<T> {
  const body = new FormData();
  body.append('file', file, file.name);
  const token = document.querySelector<HTMLMetaElement>('meta[name=csrf-token]')?.content ?? '';
  const answer = await fetch(`/api${path}`, { method: 'POST', credentials: 'same-origin', headers: { accept: 'application/json', 'x-csrf-token': token }, body })
    .catch(() => { throw new Refused(0, '连不上服务器，请稍后再试。'); });
  const text = await answer.text();
  if (!answer.ok) throw refusal(answer.status, text);
  return JSON.parse(text) as T;
}

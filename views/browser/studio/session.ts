// A session that has expired costs nothing: once the same person is signed in again in another window, this page goes on in the new session.
import { call, Refused } from '../lib/api.js';
import { get } from '../lib/dom.js';

export type Session = 'same' | 'other' | 'none';

/** Looks whether the person is signed in, and takes over the new session's token. Another person's session is never used for what this one wrote. */
export async function renew(person: string): Promise<Session> {
  try {
    const session = await call<{ person: { id: string }; csrfToken: string }>('GET', '/session');
    if (session.person.id !== person) return 'other';
    get<HTMLMetaElement>('meta[name=csrf-token]').setAttribute('content', session.csrfToken);
    return 'same';
  } catch (error) {
    if (error instanceof Refused && error.status === 401) return 'none';
    throw error;
  }
}

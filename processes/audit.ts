// What must be answered for later is written down before it is done, or at the latest before it is acknowledged: every action of every person and of the system.
import { AsyncLocalStorage } from 'node:async_hooks';
import { append } from './audit/append.js';
import type { Unchained } from './audit/entry.js';
import { replaceNumbers } from './personal-numbers.js';
import type { Store } from './store/store.js';
import type { Actor, AuditActor, AuditEntry } from './store/types.js';

/** A request while it is answered: what an action writes down by itself need not be written down again for the request. */
export interface AuditedRequest { address?: string; /** Whose request it is: what they did counts as its line, not what the system did on the way. */ person?: string; written: boolean; outcome: boolean }
const requests = new AsyncLocalStorage<AuditedRequest>();
/** Runs what answers a request. */
export const asRequest = <T>(request: AuditedRequest, answer: () => Promise<T>): Promise<T> => requests.run(request, answer);

/** Whether a request is being answered: then a line is written for it. */
export const inRequest = (): boolean => requests.getStore() !== undefined;

/** From so many milliseconds on the engine's clock counts as moved. */
const MOVED_MS = 2_000;
const MOST = 2_000;

/** Numbers of people never get into the chain; what is no text for the store would not come back as it was hashed. */
const clean = (text: string): string => Array.from(replaceNumbers(text, () => '[号码]')).slice(0, MOST).join('').replace(/[\uD800-\uDFFF]/gu, '\uFFFD');

/** Who it was, by id alone. */
const byId = (who: Actor | AuditActor): AuditActor => ('system' in who ? { system: who.system } : { id: who.id, ...(who.unit ? { unit: who.unit } : {}) });

export interface AuditMore {
  /** The network address it came from. */
  address?: string;
  /** The HTTP status by which it was refused. */
  status?: number;
  /** Written once for what it is about. */
  key?: string;
}

/** An entry as it is put on the chain. @param at what the engine's clock shows */
export function entryOf(at: Date, who: Actor | AuditActor, action: string, about: AuditEntry['about'], text: string, { address, status, key }: AuditMore = {}): Unchained {
  const wall = new Date();
  return {
    at: wall, ...(Math.abs(at.getTime() - wall.getTime()) > MOVED_MS ? { engineAt: at } : {}), who: byId(who), action: clean(action), about: { kind: about.kind, id: clean(about.id) }, text: clean(text),
    ...(address ? { address } : {}), ...(status ? { status } : {}), ...(key ? { key } : {}),
  };
}

/**
 * Writes one entry; when it cannot be written, what it is about must not be done. People are named by id, the text holds no name of anybody.
 *
 * @param more the network address that it came from (a request's own when left out), or more
 */
export async function audit(store: Store, at: Date, who: Actor | AuditActor, action: string, about: AuditEntry['about'], text: string, more?: string | AuditMore): Promise<void> {
  const request = requests.getStore();
  const { address = request?.address, ...rest } = typeof more === 'string' ? { address: more } : more ?? {};
  await append(store, entryOf(at, who, action, about, text, { address, ...rest }));
  if (!request || (request.person !== undefined && !('id' in who && who.id === request.person))) return;
  request.written = true;
  if (rest.status) request.outcome = true;
}

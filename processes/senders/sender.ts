// The one small interface behind which every way to the outside stands.
import { Unavailable } from '../errors.js';
import type { Outgoing } from '../store/types.js';

export type Message = Pick<Outgoing, '_id' | 'to' | 'title' | 'text' | 'caseNo' | 'unit'>;

export interface Sender {
  channel: string;
  /** Sends one message. @throws when it was not taken; it will be sent again, with the same `_id` for a gateway that can tell */
  send(message: Message): Promise<void>;
}

/** The other side takes no more for a while; `retryAfter` seconds is how long. */
export class TooFast extends Unavailable {}

/** The other side has understood the message and will not take it: the same again is refused again. */
export class Refused extends Unavailable {}

/** Answers that say of the message itself that it is not taken (RFC 9110, 15.5); others of 4xx are about who calls, when, how often, or where to. */
const REFUSALS = [400, 409, 410, 413, 415, 422];

/** How long a gateway may take, milliseconds. */
export const PATIENCE = 10_000;
/** The largest answer that is read, bytes. */
const LARGEST_ANSWER = 64 * 1024;

/** An answer's text, read no further than is allowed. */
async function textOf({ body }: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body ?? []) {
    size += part.length;
    if (size > LARGEST_ANSWER) throw new Error(`the answer is larger than <${LARGEST_ANSWER}> bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

/**
 * Posts JSON and gives back what was answered. A redirect is not followed: it would lead where nobody looked.
 *
 * @param body a text is JSON already, sent as it stands: it is signed
 * @param id travels as `idempotency-key`: after a time-out nobody knows whether the first try arrived
 * @throws Refused when the answer is that this message is not taken; Unavailable when nobody answers in time, at too great a length, or the answer is no success
 */
export async function postJson(url: string, body: object | string, id: string, patience = PATIENCE, headers: Record<string, string> = {}): Promise<unknown> {
  let answer: Response;
  let text: string;
  try {
    answer = await fetch(url, {
      method: 'POST', headers: { 'content-type': 'application/json; charset=utf-8', 'idempotency-key': id, ...headers }, body: typeof body === 'string' ? body : JSON.stringify(body), redirect: 'manual', signal: AbortSignal.timeout(patience),
    });
    text = await textOf(answer);
  } catch (error) {
    const cause = (error as { cause?: Error }).cause ?? (error as Error);
    throw new Unavailable(`no answer from <${new URL(url).host}>: ${cause.message || cause.name}`);
  }
  const { status } = answer;
  if (REFUSALS.includes(status)) throw new Refused(`<${new URL(url).host}> refused it with <${status}>: ${text.slice(0, 200)}`);
  if (!answer.ok) throw new Unavailable(`<${new URL(url).host}> answered <${status}>: ${text.slice(0, 200)}`);
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

// Messages to the outside, sent until they are taken: each is kept with how often it was tried and what went wrong.
import type { Deps } from './deps.js';
import { botSender } from './senders/bot.js';
import { mailSender } from './senders/mail.js';
import type { Sender } from './senders/sender.js';
import { smsSender } from './senders/sms.js';
import type { Settings } from './settings.js';
import type { Outgoing } from './store/types.js';

/** Milliseconds of the wall clock before the next try, by tries so far; a pace, never a limit. */
const BACK_OFF = [0, 5_000, 30_000, 120_000, 600_000, 1_800_000];
/** With the last pause repeated, this is about a day; then a person must look. */
const TRIES = 50;
/** How many are sent in one round, and how many at once. */
const ROUND = 100;
const AT_ONCE = 5;
/** How long a message is nobody else's while it is being sent: longer than a sender's patience. */
const TAKEN = 30_000;

/** The ways to the outside that the settings name. */
export function sendersOf({ botWebhook, smsGateway, mailGateway }: Pick<Settings, 'botWebhook' | 'smsGateway' | 'mailGateway'>): Sender[] {
  return [...(botWebhook ? [botSender(botWebhook)] : []), ...(smsGateway ? [smsSender(smsGateway)] : []), ...(mailGateway ? [mailSender(mailGateway)] : [])];
}

/**
 * One round: sends what is due. Several processes may do so at once, each message is taken by one of them.
 *
 * A message whose answer was lost is sent again, since losing it would be worse; it carries its key for a gateway that can tell.
 *
 * @returns how many were taken by their gateway in this round
 */
export async function sendOutgoing(deps: Pick<Deps, 'store' | 'settings'>, senders: Sender[] = sendersOf(deps.settings), wall: () => number = Date.now): Promise<number> {
  const { store } = deps;
  const byChannel = new Map(senders.map((sender) => [sender.channel, sender]));
  const due = await store.outgoing.find({ state: 'waiting', nextAt: { $lte: wall() } }).limit(ROUND).lean<Outgoing[]>();
  let sent = 0;
  for (let from = 0; from < due.length; from += AT_ONCE) {
    const results = await Promise.all(due.slice(from, from + AT_ONCE).map((message) => sendOne(deps, byChannel.get(message.channel), message, wall)));
    sent += results.filter(Boolean).length;
  }
  return sent;
}

async function sendOne({ store }: Pick<Deps, 'store'>, sender: Sender | undefined, message: Outgoing, wall: () => number): Promise<boolean> {
  const { _id } = message;
  if (!sender) {
    await store.outgoing.updateOne({ _id, state: 'waiting' }, { $set: { state: 'failed', error: `channel <${message.channel}> is not set up` } });
    return false;
  }
  const tries = message.tries + 1;
  const taken = await store.outgoing.updateOne({ _id, state: 'waiting', tries: message.tries }, { $set: { tries, nextAt: wall() + TAKEN } });
  if (taken.modifiedCount === 0) return false;
  try {
    await sender.send(message);
  } catch (error) {
    const state = tries >= TRIES ? 'failed' : 'waiting';
    const nextAt = wall() + BACK_OFF[Math.min(tries, BACK_OFF.length - 1)]!;
    await store.outgoing.updateOne({ _id, state: 'waiting', tries }, { $set: { state, error: (error as Error).message.slice(0, 500), nextAt } });
    return false;
  }
  await store.outgoing.updateOne({ _id }, { $set: { state: 'sent' }, $unset: { error: '' } });
  return true;
}

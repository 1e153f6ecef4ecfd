// Messages to the outside, sent until they are taken: each is kept with how often it was tried and what went wrong.
import type { Deps } from './deps.js';
import { Invalid } from './errors.js';
import { maskedText } from './mask.js';
import { pageOf } from './reporter-link.js';
import { botSender } from './senders/bot.js';
import { mailSender } from './senders/mail.js';
import { Refused, TooFast, type Message, type Sender } from './senders/sender.js';
import { smsSender } from './senders/sms.js';
import type { Outgoing } from './store/types.js';

type Parts = Pick<Deps, 'store' | 'settings'>;

/** Milliseconds of the wall clock before the next try, by tries so far; a pace, never a limit. */
const BACK_OFF = [0, 5_000, 30_000, 120_000, 600_000, 1_800_000];
/** With the last pause repeated, this is about a day; then a person must look. */
const TRIES = 50;
/** How many are sent in one round, and how many at once. */
const ROUND = 100;
const AT_ONCE = 5;
/** How long a message is nobody else's while it is being sent: longer than a sender's patience. */
export const TAKEN = 30_000;
/** A robot takes 20 messages a minute; with those that are under way at once it stays below. */
const BOT_MINUTE = 15;
/** Messages of this channel go in lanes of their own (see partners/lanes.ts), so that a partner that is down delays nobody else. */
export const LANES = 'webhook';
/** What was sent, or given up, is forgotten after this long, milliseconds: it holds numbers and texts about people. */
const KEPT = 90 * 86_400_000;

/** The ways to the outside that the settings name; robots of units are found in the store. */
export function sendersOf({ store, settings }: Parts): Sender[] {
  const { botWebhook, smsGateway, smtp } = settings;
  const botOf = async (unit: string) => (await store.units.findById(unit, { bot: 1 }).lean())?.bot;
  return [botSender(botWebhook, botOf, settings), ...(smsGateway ? [smsSender(smsGateway)] : []), ...(smtp ? [mailSender(smtp)] : [])];
}

/**
 * One round: sends what is due. Several processes may do so at once, each message is taken by one of them.
 *
 * A message whose answer was lost is sent again, since losing it would be worse; it carries its key for a gateway that can tell.
 *
 * @returns how many were taken by their gateway in this round
 */
export async function sendOutgoing(deps: Parts, senders: Sender[] = sendersOf(deps), wall: () => number = Date.now): Promise<number> {
  const { store } = deps;
  const byChannel = new Map(senders.map((sender) => [sender.channel, sender]));
  const due = await store.outgoing.find({ state: 'waiting', nextAt: { $lte: wall() }, channel: { $ne: LANES } }).limit(ROUND).lean<Outgoing[]>();
  let sent = 0;
  for (let from = 0; from < due.length; from += AT_ONCE) {
    const results = await Promise.all(due.slice(from, from + AT_ONCE).map((message) => sendOne(deps, byChannel.get(message.channel), message, wall)));
    sent += results.filter(Boolean).length;
  }
  return sent;
}

/** Until when a unit's robot must rest, nothing when it may be called. */
async function rest({ store }: Parts, unit: string, now: number): Promise<number | undefined> {
  const lately = await store.outgoing.find({ unit, sentAt: { $gt: new Date(now - 60_000) } }, { sentAt: 1 }).lean<Pick<Outgoing, 'sentAt'>[]>();
  return lately.length < BOT_MINUTE ? undefined : Math.min(...lately.map(({ sentAt }) => sentAt!.getTime())) + 60_000;
}

/** Sends one message unless somebody else has taken it; what is not taken is tried again later, what is refused for good has failed. @returns whether it was taken */
export async function sendOne(deps: Parts, sender: Sender | undefined, message: Outgoing, wall: () => number): Promise<boolean> {
  const { store } = deps;
  const { _id, person, unit, channel } = message;
  const end = (state: Outgoing['state'], error: string) => store.outgoing.updateOne({ _id, state: 'waiting' }, { $set: { state, error } });
  if (!sender) {
    await end('failed', `channel <${channel}> is not set up`);
    return false;
  }
  if (person && !await store.people.exists({ _id: person, active: true })) {
    await end('dropped', 'the person has left');
    return false;
  }
  const pause = unit && channel === 'bot' ? await rest(deps, unit, wall()) : undefined;
  if (pause) {
    await store.outgoing.updateOne({ _id, state: 'waiting', tries: message.tries }, { $set: { nextAt: pause } });
    return false;
  }
  const tries = message.tries + 1;
  const taken = await store.outgoing.updateOne({ _id, state: 'waiting', tries: message.tries }, { $set: { tries, nextAt: wall() + TAKEN } });
  if (taken.modifiedCount === 0) return false;
  try {
    await sender.send(await outward(message, deps));
  } catch (error) {
    const refused = error instanceof Refused;
    const state = tries >= TRIES || refused || error instanceof Invalid ? 'failed' : 'waiting';
    const pace = BACK_OFF[Math.min(tries, BACK_OFF.length - 1)]!;
    const nextAt = wall() + (error instanceof TooFast ? Math.max(pace, error.retryAfter * 1000) : pace);
    await store.outgoing.updateOne({ _id, state: 'waiting', tries }, { $set: { state, error: (error as Error).message.slice(0, 500), nextAt, ...(refused && { refused }) } });
    return false;
  }
  await store.outgoing.updateOne({ _id }, { $set: { state: 'sent', sentAt: new Date(wall()) }, $unset: { error: '' } });
  return true;
}

/** A message as it goes out: numbers of people masked, and the address of the page that it is about; the reporter's own address is a secret and stands nowhere before this. A partner's is signed and theirs, as it stands. */
async function outward(message: Outgoing, deps: Parts): Promise<Message> {
  if (message.channel === LANES) return message;
  const page = await pageOf(message, deps);
  return { ...message, title: maskedText(message.title), text: `${maskedText(message.text)}${page ? ` ${page}` : ''}` };
}

/** Forgets what was sent or given up long ago. @returns how many */
export async function forgetSent({ store }: Pick<Deps, 'store'>, now: number): Promise<number> {
  const before = new Date(now - KEPT);
  const given = await store.outgoing.deleteMany({ state: { $in: ['failed', 'dropped'] }, at: { $lt: before } });
  return given.deletedCount + (await store.outgoing.deleteMany({ state: 'sent', sentAt: { $lt: before } })).deletedCount;
}

// Messages to partners go in a lane for each partner: one order's messages one after the other; a partner that is down delays its own lane alone, and an order that it cannot take only itself.
import type { Deps } from '../deps.js';
import { LANES, sendOne } from '../outgoing.js';
import { webhookSender } from '../senders/webhook.js';
import type { Outgoing } from '../store/types.js';

type Parts = Pick<Deps, 'store' | 'settings'>;

/** How many of a partner's messages one round takes. */
const ROUND = 200;
/** How long a message that waits for the one before it is left alone, milliseconds of the wall clock. */
const BEHIND = 2_000;
/** After so many tries it may be the message and not the partner: the next order's is tried before the lane waits. */
export const DOUBTED = 3;
/** So many that are in doubt are tried one after the other before it is the partner after all. */
const MOST_DOUBTED = 5;

/** Whether a message that was not taken may be at fault itself: the partner answers to it, and not that it takes no more for a while. */
const isDoubted = ({ tries, error = '' }: Outgoing): boolean => tries >= DOUBTED && /answered <(?!429)\d+>/.test(error);

/** Whether one that has to arrive earlier is still to be sent; one that nobody answered holds up what follows until somebody sends it anew or gives it up. One that was refused does not: each says the whole state, and its `seq` which is newer. */
async function isBehind({ line, place }: Outgoing, { store }: Parts): Promise<boolean> {
  if (!line) return false;
  return (await store.outgoing.find({ line }, { state: 1, place: 1, refused: 1 }).lean<Pick<Outgoing, 'state' | 'place' | 'refused'>[]>()).some((one) => one.place! < place! && (one.state === 'waiting' || (one.state === 'failed' && !one.refused)));
}

/**
 * One round for one partner: what is due, in order. After the first that nobody takes the whole lane waits for as long as that one does; one that is refused delays no other. One that
 * was not taken several times is passed over: when another order's is taken it waits on its own, with what follows of its order, and when that one is not either the lane waits.
 *
 * @returns how many were taken
 */
export async function sendLane(partner: string, deps: Parts, wall: () => number = Date.now): Promise<number> {
  const { store } = deps;
  const sender = webhookSender(deps);
  const own = { channel: LANES, to: partner, state: 'waiting' } as const;
  const due = await store.outgoing.find({ ...own, nextAt: { $lte: wall() } }).sort({ line: 1, place: 1 }).limit(ROUND).lean<Outgoing[]>();
  let sent = 0;
  let passed: Outgoing[] = [];
  for (const message of due.sort((a, b) => a.at.getTime() - b.at.getTime() || a.place! - b.place!)) {
    if (await isBehind(message, deps)) {
      await store.outgoing.updateOne({ _id: message._id, state: 'waiting', tries: message.tries }, { $set: { nextAt: wall() + BEHIND } });
      continue;
    }
    if (await sendOne(deps, sender, message, wall)) {
      sent += 1;
      passed = [];
      continue;
    }
    const after = await store.outgoing.findById(message._id).lean<Outgoing>();
    if (after?.state !== 'waiting') continue;
    passed.push(after);
    if (isDoubted(after) && passed.length < MOST_DOUBTED) continue;
    const until = Math.max(...passed.map(({ nextAt }) => nextAt));
    await store.outgoing.updateMany({ ...own, nextAt: { $lt: until } }, { $set: { nextAt: until } });
    break;
  }
  return sent;
}

/** Lanes that this process is at work on, by partner. */
const running = new Map<string, Promise<unknown>>();

/** Starts a round for each partner that has messages due, and waits for none of them. */
export async function startLanes(deps: Parts, told: (error: Error) => void, wall = Date.now()): Promise<void> {
  const partners = await deps.store.outgoing.distinct('to', { channel: LANES, state: 'waiting', nextAt: { $lte: wall } }) as string[];
  for (const partner of partners) if (!running.has(partner)) running.set(partner, sendLane(partner, deps).catch(told).finally(() => running.delete(partner)));
}

/** Ends when the lanes under way have ended. */
export const lanesEnded = async (): Promise<void> => { await Promise.all(running.values()); };

// What each process repeats (sweeps): when a round last went well, and what it said when it did not; kept where every process can read it.
import { hostname } from 'node:os';
import type { Store } from '../store/store.js';

export interface Round { every: number; wellAt?: Date; failedAt?: Date; error?: string }
/** One of our processes, as it said last; `stuck`: what its workers say stands still. */
export interface Process { id: string; role: string; startedAt: Date; at: Date; rounds: Record<string, Round>; stuck: { what: string; since: Date }[] }

const rounds = new Map<string, Round>();
const startedAt = new Date();
let stuck: Process['stuck'] = [];
const id = `${hostname()}:${process.pid}`;
const DAY = 86_400_000;
/** Without a sign for so long a process counts as gone, milliseconds. */
const GONE = 90_000;

/** Notes how a round went. @param error absent: well @param wall the machine's clock: a pause between rounds is no limit of a case */
export function noteRound(name: string, every: number, error?: Error, wall = new Date()): void {
  const { error: _, failedAt, ...rest } = rounds.get(name) ?? { every };
  rounds.set(name, error ? { ...rest, every, failedAt: wall, error: error.message.slice(0, 500) } : { ...rest, every, wellAt: wall, ...(failedAt ? { failedAt } : {}) });
}

/** Notes what the workers of this process say stands still. */
export const noteStuck = (found: Process['stuck']): void => { stuck = found; };

/** Writes down what this process knows of itself, and forgets processes that have not been heard of for a day. */
export async function keepRounds(store: Store, role: string): Promise<void> {
  const value: Omit<Process, 'id'> = { role, startedAt, at: new Date(), rounds: Object.fromEntries([...rounds].map(([name, round]) => [name.replaceAll('.', '_'), round])), stuck };
  await store.settings.updateOne({ _id: `process:${id}` }, { $set: { value } }, { upsert: true });
  const old = (await processesOf(store)).filter(({ at }) => at.getTime() < Date.now() - DAY).map((one) => `process:${one.id}`);
  if (old.length > 0) await store.settings.deleteMany({ _id: { $in: old } });
}

/** A process that ends in order is not missed. */
export const leaveRounds = async (store: Store): Promise<void> => void await store.settings.deleteOne({ _id: `process:${id}` });

/** Every process that was heard of within a day. */
export async function processesOf(store: Store): Promise<Process[]> {
  const found = await store.settings.find({ _id: /^process:/ as never }).lean<{ _id: string; value: Omit<Process, 'id'> }[]>();
  return found.map(({ _id, value }) => ({ id: _id.slice('process:'.length), ...value }));
}

export const isGone = ({ at }: Process, wall = Date.now()): boolean => at.getTime() < wall - GONE;

/** Whether a round fails: its last word is an error, or it has not come round for three times its pause and two minutes. */
export const isFailing = ({ every, wellAt, failedAt, error }: Round, wall = Date.now()): boolean => error !== undefined || Math.max(wellAt?.getTime() ?? 0, failedAt?.getTime() ?? 0) < wall - 3 * every - 120_000;

// One at a time: whoever intervenes in a case has its turn until it is done, so that two at once do not both act on what both saw.
import { Conflict } from '../errors.js';
import { isDuplicate, type Store } from '../store/store.js';

/** After how long a turn of somebody who is gone ends, milliseconds of the wall clock: longer than the engine is waited for. */
const LONGEST = 60_000;
/** How long the same click is waited for, and how often it is looked. */
const [PATIENCE, PACE] = [10_000, 100];

/** @param id of the intervention: the same one waits, another is refused @throws Conflict when somebody else is at work there */
export async function inTurn<T>(of: string, id: string, store: Store, work: () => Promise<T>): Promise<T> {
  const began = Date.now();
  while (!await take(of, id, store)) {
    const other = await store.interventionTurns.findById(of).lean();
    if (other && (other.holder !== id || Date.now() - began > PATIENCE)) throw new Conflict(other.holder === id ? '正在执行，请稍候刷新' : '另一位管理人员正在处理这个案件，没有执行任何操作。请刷新后再看');
    await new Promise((resolve) => setTimeout(resolve, PACE));
  }
  try {
    return await work();
  } finally {
    await store.interventionTurns.deleteOne({ _id: of, holder: id }).catch(() => undefined);
  }
}

async function take(_id: string, holder: string, store: Store): Promise<boolean> {
  const now = Date.now();
  try {
    await store.interventionTurns.collection.insertOne({ _id, holder, until: now + LONGEST } as never);
    return true;
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    return (await store.interventionTurns.updateOne({ _id, until: { $lt: now } }, { $set: { holder, until: now + LONGEST } })).modifiedCount > 0;
  }
}

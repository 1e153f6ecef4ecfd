// A data centre that does not answer is left alone for a while: after some failures in a row nobody asks, then one tries. Kept in the store, so that all processes and the administrators know.
import type { Deps } from '../deps.js';
import { insertOnce } from '../store/store.js';
import type { LookUpState } from '../store/types.js';

type Parts = Pick<Deps, 'store'>;

/** After so many failures in a row nobody asks for so long, milliseconds of the wall clock. */
export const FAILURES = 3;
export const OPEN = 60_000;
/** How many of the last failures are kept. */
const KEPT = 10;

const begin = (partner: string, store: Deps['store']) => insertOnce(store.lookUpStates, [{ _id: partner, failures: 0, failed: [] }]);

/** Whether one may ask now. When the time is over, whoever asks first is the one that tries; the others wait for what comes of it. */
export async function mayAsk(partner: string, { store }: Parts, wall: number): Promise<boolean> {
  const state = await store.lookUpStates.findById(partner).lean<LookUpState>();
  if (!state?.openUntil) return true;
  if (state.openUntil > wall) return false;
  return (await store.lookUpStates.updateOne({ _id: partner, openUntil: state.openUntil }, { $set: { openUntil: wall + OPEN } })).modifiedCount === 1;
}

/** It answered: the next may ask as usual. */
export async function tellAnswered(partner: string, at: Date, { store }: Parts): Promise<void> {
  await begin(partner, store);
  await store.lookUpStates.updateOne({ _id: partner }, { $set: { failures: 0, answeredAt: at }, $unset: { openUntil: '' } });
}

/** It did not answer, or not as it should. */
export async function tellFailed(partner: string, failure: LookUpState['failed'][number], { store }: Parts, wall: number): Promise<void> {
  await begin(partner, store);
  const state = await store.lookUpStates.findOneAndUpdate({ _id: partner }, { $inc: { failures: 1 }, $push: { failed: { $each: [failure], $slice: -KEPT } } } as never, { returnDocument: 'after' }).lean<LookUpState>();
  if (state!.failures >= FAILURES) await store.lookUpStates.updateOne({ _id: partner }, { $set: { openUntil: wall + OPEN } });
}

/** How asking has gone, by partner; the last failure first. */
export async function findLookUpStates(partners: string[], { store }: Parts, wall = Date.now()) {
  const states = new Map((await store.lookUpStates.find({ _id: { $in: partners } }).lean<LookUpState[]>()).map((one) => [one._id, one]));
  return (partner: string): { failures: number; openUntil?: Date; answeredAt?: Date; failed: LookUpState['failed'] } => {
    const { failures = 0, openUntil, answeredAt, failed = [] } = states.get(partner) ?? {};
    return { failures, ...(openUntil && openUntil > wall && { openUntil: new Date(openUntil) }), ...(answeredAt && { answeredAt }), failed: [...failed].reverse() };
  };
}

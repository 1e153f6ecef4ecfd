// Taking a document of the store into one's hands for a while, so that of several processes one works on it, and the next one when the first was killed.
import type { Model } from 'mongoose';

interface Leased { _id: string; lease: number; tries: number }

/**
 * Takes a document that nobody has.
 *
 * @param filter which; each in turn until one is found
 * @param set what is written while it is taken
 * @param lasts how long it is ours, milliseconds
 * @param wall milliseconds of the wall clock
 * @returns it as it was before, with the lease that is ours now
 */
export async function takeLeased<T extends Leased>(model: Model<T>, filters: object[], set: object, lasts: number, wall: number): Promise<T | null> {
  for (const filter of filters) {
    const taken = await model.findOneAndUpdate({ ...filter, lease: { $lte: wall } } as never, { $set: { ...set, lease: wall + lasts }, $inc: { tries: 1 } } as never, { returnDocument: 'before' }).lean<T>();
    if (taken) return { ...taken, lease: wall + lasts };
  }
  return null;
}

/** Writes what became of it and lets it go, unless the lease was lost meanwhile: then whoever has it now says so. @returns whether it was still ours */
export async function settleLeased<T extends Leased>(model: Model<T>, { _id, lease }: Pick<T, '_id' | 'lease'>, set: object): Promise<boolean> {
  return (await model.updateOne({ _id, lease } as never, { $set: { lease: 0, ...set } } as never)).modifiedCount > 0;
}

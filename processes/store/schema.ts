// How a collection's schema is written.
import { Schema } from 'mongoose';

const options = { versionKey: false, minimize: false, autoIndex: false, autoCreate: false, id: false } as const;
export const any = Schema.Types.Mixed;
export const text = { type: String, required: true } as const;

/** Builds one collection's schema: `_id` is a string that the domain chose; what is not named here is refused by mongoose. */
export function schema<T>(fields: object, indexes: Record<string, 1>[] = [], unique: Record<string, 1>[] = []): Schema<T> {
  const made = new Schema<T>({ _id: text, ...fields } as never, options as never);
  for (const index of indexes) made.index(index);
  for (const index of unique) made.index(index, { unique: true });
  return made;
}

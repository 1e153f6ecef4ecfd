// Rows of the store kept in memory: read whole once, and brought up to what the store holds before each answer by the mark (`changed`) that each write of them leaves.
import { NewMarks, type Marked } from './new-marks.js';
import { sharedLook } from './shared-look.js';

/** Writes may become visible a little out of the order of their marks, and the clocks of those who write them differ a little, milliseconds. */
const OVERLAP = 5_000;
/** Between two complete readings, which heal what a write did not mark, milliseconds. */
const AGAIN = 15 * 60_000;

/** Which rows are kept. */
export interface Kept<T> {
  /** What is read of a row, `changed` among it. */ fields: Record<string, 0 | 1>;
  /** A filter of the store: what all have in common that are kept or were. */ of?: object;
  /** A filter of the store: those that are kept now. */ now?: object;
  /** Whether a row is one of them, as it stands now. */ keeps?(row: T): boolean;
  /** The time by the clock that marks them. */ clock?(): Promise<Date>;
}

/**
 * Keeps rows.
 *
 * @param find asks the store for rows, by a filter, with some of their fields
 * @returns brings the rows up to date and gives them, by id; they are shared, and not to be changed
 */
export function keptRows<T extends Marked>(find: (filter: object, fields: Record<string, 0 | 1>) => Promise<T[]>, { fields, of = {}, now = {}, keeps = () => true, clock = async () => new Date() }: Kept<T>): () => Promise<ReadonlyMap<string, T>> {
  let rows = new Map<string, T>();
  let marks: NewMarks;
  let loadedAt = -Infinity;
  const load = async () => {
    const began = (await clock()).getTime();
    rows = new Map((await find({ ...of, ...now }, fields)).map((row) => [row._id, row]));
    marks = new NewMarks(began, OVERLAP);
    loadedAt = performance.now();
  };
  const fresh = sharedLook(async () => {
    if (loadedAt < performance.now() - AGAIN) await load();
    await marks.look<T>({
      marks: (late) => find({ ...of, ...late }, { changed: 1 }),
      read: (some) => find({ ...('_id' in some ? {} : of), ...some }, fields),
    }, (row) => {
      if (keeps(row)) rows.set(row._id, row);
      else rows.delete(row._id);
    });
  });
  return async () => {
    await fresh();
    return rows;
  };
}

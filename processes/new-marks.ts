// Which rows of the store are new since the last look, by the mark (`changed`) that each write leaves.
export interface Marked { _id: string; changed?: Date }

/** Two writes within one millisecond leave the same mark: a row is read until it was read so long after its mark, milliseconds. */
const SURE = 100;
/** So often a look goes back all the way, and those between only a little, milliseconds: while much is written, most of what lies further back was seen before. */
const [WHOLE, LITTLE] = [500, 300];
/** More rows than this are asked for by their marks again, not by their keys. */
const FEW = 100;

/** Asks the store for the rows that a filter lets through. */
export interface Source<T extends Marked> {
  /** Only their marks. */ marks(filter: object): Promise<Marked[]>;
  /** The rows themselves. */ read(filter: object): Promise<T[]>;
}

/**
 * Follows rows by their marks: looks go back behind the newest mark, for writes may become visible out of the order of their marks, and of what it finds only such rows are read as were not surely seen with their mark before.
 */
export class NewMarks {
  private seen = new Map<string, { mark: number; at: number; sure: boolean }>();
  /** Whether the last look found something: then the next one asks for the newest rows together with the marks, not after them. */
  private lively = false;
  /** When a look last went back all the way. */
  private wholeAt = -Infinity;

  /** @param since what is marked before is known, milliseconds @param overlap so far a look goes back, at least twice a second, milliseconds */
  constructor(private since: number, private readonly overlap: number) {}

  /**
   * One look. What it could not read because the store is away is new at the next one, too.
   *
   * @param take is given each row that may be new, perhaps some twice: as it was, then as it is
   */
  async look<T extends Marked>({ marks, read }: Source<T>, take: (row: T) => void): Promise<void> {
    const after = (time: number) => ({ changed: { $gte: new Date(time) } });
    const now = performance.now();
    const whole = now - this.wholeAt >= WHOLE;
    const from = after(this.since - (whole ? this.overlap : Math.min(this.overlap, LITTLE)));
    const [marked, early] = await Promise.all([marks(from), this.lively ? read(after(this.since - SURE)) : []]);
    const newest = marked.reduce((latest, { changed }) => Math.max(latest, changed!.getTime()), this.since);
    const got = new Map(early.map((row) => [row._id, row.changed!.getTime()]));
    const missing: string[] = [];
    let fresh = 0;
    this.lively = true;
    const seen = new Map(marked.map(({ _id, changed }) => {
      const [mark, before] = [changed!.getTime(), this.seen.get(_id)];
      const one = before?.mark === mark ? before : { mark, at: now, sure: false };
      if (one.sure) return [_id, one];
      fresh += 1;
      if (!(got.get(_id)! >= mark)) missing.push(_id);
      return [_id, { ...one, sure: newest - mark >= SURE || now - one.at >= SURE }];
    }));
    const rest = missing.length === 0 ? [] : await read(missing.length > FEW ? from : { _id: { $in: missing } });
    for (const row of [...early, ...rest]) take(row);
    if (whole) [this.seen, this.wholeAt] = [seen, now];
    else for (const [id, one] of seen) this.seen.set(id, one);
    [this.since, this.lively] = [newest, fresh > 0];
  }
}

// Every instance of the store in memory, brought up to date from the store before each answer.
//
// As with open tasks: exact counts under any mix of filters would make each list read a county's instances from the store, whatever its indexes. 100,000 take some 40 MB.
import { sharedLook } from '../shared-look.js';
import { perStore } from '../store/per-store.js';
import { storeTime, type Store } from '../store/store.js';
import { InstanceRows, ROW_FIELDS, type InstanceOrder, type InstanceRow, type RowSource } from './rows.js';

/** Writes may become visible a little out of the order of their marks, milliseconds. */
const OVERLAP = 2_000;
/** Between two complete readings, which heal what a raw write did not mark, milliseconds. */
const AGAIN = 60 * 60_000;
/** So many answers are remembered, and for no longer than this, milliseconds: what is overdue or old depends on the time. */
const KNOWN = 200;
const REMEMBERED = 5_000;

export class AllInstances {
  private rows = new InstanceRows();
  private readonly known = new Map<string, readonly InstanceRow[]>();
  private knownAt = 0;
  private since = 0;
  private loadedAt = -Infinity;

  constructor(private readonly store: Store) {}

  /** Brings everything up to what the store holds now. Asked for by many at once, the store is asked once. */
  readonly fresh = sharedLook(() => (this.loadedAt < performance.now() - AGAIN ? this.load() : this.catchUp()));

  /** The rows that pass a test, in an order, as of the last `fresh`. @param name what the test is called: the same name is the same test */
  matching(name: string, order: InstanceOrder, test: (row: InstanceRow) => boolean): readonly InstanceRow[] {
    if (this.knownAt < performance.now() - REMEMBERED || this.known.size >= KNOWN) this.forget();
    const key = `${order} ${name}`;
    const found = this.known.get(key) ?? this.rows.in(order).filter(test);
    this.known.set(key, found);
    return found;
  }

  private forget(): void {
    this.known.clear();
    this.knownAt = performance.now();
  }

  private async load(): Promise<void> {
    const began = await storeTime(this.store);
    const rows = new InstanceRows();
    for await (const one of this.store.instances.collection.find({}, { projection: ROW_FIELDS, batchSize: 5_000 })) rows.put(one as unknown as RowSource);
    // sorted now, so that nobody waits for it
    rows.in('start');
    rows.in('moved');
    this.rows = rows;
    this.since = began.getTime();
    this.loadedAt = performance.now();
    this.forget();
    await this.catchUp();
  }

  private async catchUp(): Promise<void> {
    let changed = false;
    for await (const one of this.store.instances.collection.find({ changed: { $gte: new Date(this.since - OVERLAP) } }, { projection: ROW_FIELDS })) {
      const source = one as unknown as RowSource;
      this.since = Math.max(this.since, source.changed!.getTime());
      if (this.rows.put(source)) changed = true;
    }
    if (changed) this.forget();
  }
}

/** The instances of a store, one copy a process. */
export const allInstances = perStore((store) => new AllInstances(store));

// Whoever listens is told of changes soon after they were noted by any process: one look at the store for all listeners of this one, none while nobody listens.
import { changeId, lastChange } from './feed.js';
import { perStore } from './store/per-store.js';
import type { Store } from './store/store.js';
import type { Change } from './store/types.js';

export interface Listener {
  /** What concerns them; it may be replaced while they listen. */
  keys: ReadonlySet<string>;
  /** @param hits which of the keys were named @param upTo everything up to this number has been told: from here they may go on after a lost connection */
  told(hits: string[], upTo: number): void;
  /** Something may have been missed: they must look at everything again. */
  missed(upTo: number): void;
}

/** Between two looks, milliseconds. */
const LOOK = 200;
/** A number whose row does not come for so long was given to a process that ended before it wrote it, milliseconds. */
const LATE = 10_000;
/** More than this at once nobody is told one by one. */
const MOST = 2_000;

interface Held { hits: Set<string> }

class Changes {
  private readonly listeners = new Map<Listener, Held | undefined>();
  private head?: Promise<number>;
  private at = 0;
  /** Numbers up to the head whose rows are not there yet, and since when they have been missed. */
  private readonly late = new Map<number, number>();
  private timer?: NodeJS.Timeout;

  constructor(private readonly store: Store) {}

  /** From this number on nothing is missed. */
  private get upTo(): number { return this.late.size > 0 ? Math.min(...this.late.keys()) - 1 : this.at; }

  async listen(listener: Listener, after?: number): Promise<void> {
    this.listeners.set(listener, { hits: new Set() });
    try {
      await (this.head ??= this.begin());
      const missed = after === undefined ? [] : await this.since(after);
      const held = this.listeners.get(listener);
      // it left meanwhile
      if (!held) return;
      this.listeners.set(listener, undefined);
      if (!missed) return listener.missed(this.upTo);
      const hits = [...new Set([...held.hits, ...missed.filter((key) => listener.keys.has(key))])];
      if (hits.length > 0) listener.told(hits, this.upTo);
    } catch (error) {
      this.leave(listener);
      throw error;
    }
  }

  leave(listener: Listener): void {
    this.listeners.delete(listener);
    if (this.listeners.size > 0) return;
    clearTimeout(this.timer);
    this.head = undefined;
  }

  private async begin(): Promise<number> {
    try {
      this.at = await lastChange(this.store);
    } catch (error) {
      this.head = undefined;
      throw error;
    }
    this.late.clear();
    this.next();
    return this.at;
  }

  private next(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.look().catch(() => undefined).finally(() => { if (this.listeners.size > 0) this.next(); }), LOOK);
    this.timer.unref();
  }

  /** The keys of everything after a number, as far as it has been told; nothing when some of it is no longer there. */
  private async since(after: number): Promise<string[] | undefined> {
    const to = this.at;
    if (after === to) return [];
    if (after > to || to - after > MOST) return undefined;
    const rows = await this.read(Array.from({ length: to - after }, (_, n) => after + 1 + n));
    return rows.length < to - after ? undefined : rows.flatMap(({ keys }) => keys);
  }

  private read(numbers: number[]): Promise<Change[]> {
    return this.store.changes.find({ _id: { $in: numbers.map(changeId) } }).lean<Change[]>();
  }

  private async look(): Promise<void> {
    const last = await lastChange(this.store);
    if (last === this.at && this.late.size === 0) return;
    // the store was made anew, or this process stood still
    if (last < this.at || last - this.at > MOST) {
      this.at = last;
      this.late.clear();
      for (const [listener, held] of this.listeners) if (!held) listener.missed(last);
      return;
    }
    const wanted = [...this.late.keys(), ...Array.from({ length: last - this.at }, (_, n) => this.at + 1 + n)];
    const rows = await this.read(wanted);
    const now = performance.now();
    for (const number of wanted) if (!this.late.has(number)) this.late.set(number, now);
    for (const { _id } of rows) this.late.delete(Number(_id));
    for (const [number, from] of this.late) if (now - from > LATE) this.late.delete(number);
    this.at = last;
    this.tell(new Set(rows.flatMap(({ keys }) => keys)));
  }

  private tell(keys: ReadonlySet<string>): void {
    if (keys.size === 0) return;
    for (const [listener, held] of this.listeners) {
      const hits = [...listener.keys].filter((key) => keys.has(key));
      if (hits.length === 0) continue;
      if (held) hits.forEach((key) => held.hits.add(key));
      else listener.told(hits, this.upTo);
    }
  }
}

const all = perStore((store) => new Changes(store));

/**
 * Listens to what concerns somebody until the returned function is called.
 *
 * @param after the number of the last change that they know of; what came since is told at once
 * @throws when the store is away
 */
export async function listen(store: Store, listener: Listener, after?: number): Promise<() => void> {
  const changes = all(store);
  await changes.listen(listener, after);
  return () => changes.leave(listener);
}

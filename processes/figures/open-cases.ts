// Every open case's facts in memory, brought up to date from the store before each answer: what stands now is counted, and listed, from the same rows.
import { sharedLook } from '../shared-look.js';
import type { Store } from '../store/store.js';
import type { CaseFacts } from '../store/types.js';
import type { Mark } from './indicators.js';

/** Writes may become visible a little out of the order of their marks, and clocks of processes differ, milliseconds. */
const OVERLAP = 5_000;
/** Between two complete readings, milliseconds. */
const AGAIN = 15 * 60_000;
const FIELDS = { cells: 0, marks: 0 };

/** Whether an open case counts for what stands now. */
export function standsFor({ due, warn }: Pick<CaseFacts, 'due' | 'warn'>, mark: Mark, now: Date): boolean {
  if (mark === 'open') return true;
  const late = due !== undefined && due <= now;
  return mark === 'overdue' ? late : mark === 'dueSoon' && !late && warn !== undefined && warn <= now;
}

interface Kept { rows: Map<string, CaseFacts>; since: number; loadedAt: number; fresh(): Promise<void> }
const known = new WeakMap<Store, Kept>();

async function load(store: Store, kept: Kept): Promise<void> {
  const since = Date.now();
  const rows = new Map((await store.caseFacts.find({ open: true }, FIELDS).lean<CaseFacts[]>()).map((facts) => [facts._id, facts]));
  Object.assign(kept, { rows, since, loadedAt: performance.now() });
}

async function catchUp(store: Store, kept: Kept): Promise<void> {
  if (kept.loadedAt < performance.now() - AGAIN) await load(store, kept);
  for (const facts of await store.caseFacts.find({ changed: { $gte: new Date(kept.since - OVERLAP) } }, FIELDS).lean<CaseFacts[]>()) {
    kept.since = Math.max(kept.since, facts.changed!.getTime());
    if (facts.open) kept.rows.set(facts._id, facts);
    else kept.rows.delete(facts._id);
  }
}

function keep(store: Store): Kept {
  const kept: Kept = { rows: new Map(), since: 0, loadedAt: -Infinity, fresh: sharedLook(() => catchUp(store, kept)) };
  known.set(store, kept);
  return kept;
}

/** The open cases of a unit and below, and of a category or its class (`A`), as the store holds them now. */
export async function openCases(store: Store, unit: string, category?: string): Promise<CaseFacts[]> {
  const kept = known.get(store) ?? keep(store);
  await kept.fresh();
  return [...kept.rows.values()].filter((facts) => facts.units.includes(unit) && (!category || facts.category.startsWith(category)));
}

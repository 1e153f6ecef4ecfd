// What changed lately and for whom: whoever looks at a list that keeps itself current is told from here, by whichever process they hang on (see changes.ts).
import { sharedLook } from './shared-look.js';
import { perStore } from './store/per-store.js';
import { nextNumber, type Store } from './store/store.js';
import type { Case, Task } from './store/types.js';
import { caseScope } from './visibility.js';

/** How long changes are gathered before they are told, milliseconds of the wall clock. */
const GATHER = 150;
/** How long a change is kept for who comes back after a lost connection, milliseconds of the wall clock. */
const KEPT = 15 * 60_000;
/** So many keys stand in one row; with more the change is told in several. */
const MOST_KEYS = 2_000;

interface Gathered { keys: Set<string>; timer?: NodeJS.Timeout }
const gathered = perStore((): Gathered => ({ keys: new Set() }));

/** The key of a case, beside people's ids and groups `<unit>/<role>`. */
export const caseKey = (caseNo: string): string => `case:${caseNo}`;
/** The key of a unit: for whoever sees what is at work there. */
export const unitKey = (unit: string): string => `unit:${unit}`;
/** The key of a session, by its print: it may have ended. */
export const sessionKey = (print: string): string => `session:${print}`;

/** The units that see a task in their lists because its case lies there. */
export const placeKeys = ({ about }: Pick<Task, 'about'>): string[] => (about ? caseScope(about).filter(Boolean).map(unitKey) : []);

/** Everybody whom a change of a task concerns: who has it, who may take it, who looks at its case, and the units that see it in their lists. */
export function taskKeys(task: Pick<Task, 'caseNo' | 'holder' | 'assignee' | 'candidateGroups' | 'about'>): string[] {
  const { caseNo, holder, assignee, candidateGroups } = task;
  const units = candidateGroups.map((group) => group.split('/')[0]!).filter(Boolean).map(unitKey);
  return [holder?.person, holder?.for, assignee, ...candidateGroups, ...(caseNo ? [caseKey(caseNo)] : []), ...units, ...placeKeys(task)].filter((key): key is string => !!key);
}

/** Everybody whom a change of a case concerns. */
export const caseKeys = ({ _id, scope, reporter }: Pick<Case, '_id' | 'scope' | 'reporter'>): string[] => [caseKey(_id), ...scope.map(unitKey), ...(reporter.person ? [reporter.person] : [])];

/**
 * Notes that something changed for these people, groups, units and cases (`caseKey`). It never fails and is never waited for: whoever misses it sees the change at the next look.
 */
export function touch(store: Store, keys: Iterable<string | undefined | null>): void {
  const now = gathered(store);
  for (const key of keys) if (key) now.keys.add(key);
  if (now.keys.size === 0 || now.timer) return;
  now.timer = setTimeout(() => void tell(store, now), GATHER);
  now.timer.unref();
}

async function tell(store: Store, now: Gathered): Promise<void> {
  const keys = [...now.keys];
  now.keys.clear();
  now.timer = undefined;
  try {
    for (let from = 0; from < keys.length; from += MOST_KEYS) {
      const number = await nextNumber(store, 'changes');
      await store.changes.collection.insertOne({ _id: changeId(number), keys: keys.slice(from, from + MOST_KEYS), at: Date.now() } as never);
    }
  } catch {
    // the store is away or closed: a list looks again by itself
  }
}

/** The id of a change by its number. */
export const changeId = (number: number): string => String(number).padStart(15, '0');

const newest = perStore((store) => sharedLook(async () => (await store.settings.findById('counter:changes').lean<{ value: number }>())?.value ?? 0));

/** The number of the newest change; what a page shows is at least as new as the number that was read before it. */
export const lastChange = (store: Store): Promise<number> => newest(store)();

/** Removes changes that nobody will ask for any more. @param wall milliseconds of the wall clock @returns how many */
export async function sweepChanges(store: Store, wall = Date.now()): Promise<number> {
  return (await store.changes.deleteMany({ at: { $lt: wall - KEPT } })).deletedCount;
}

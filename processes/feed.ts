// What changed lately and for whom: whoever looks at a list that keeps itself current is told from here, by whichever process they hang on.
import { nextNumber, type Store } from './store/store.js';
import type { Person, Task } from './store/types.js';
import { scopeKeys, scopeOfGroups } from './visibility.js';

/** How long changes are gathered before they are told, milliseconds of the wall clock. */
const GATHER = 250;

interface Gathered { keys: Set<string>; timer?: NodeJS.Timeout }
const gathered = new WeakMap<Store, Gathered>();

/** The key of a case, beside people's ids and groups `<unit>/<role>`. */
export const caseKey = (caseNo: string): string => `case:${caseNo}`;

/** The key of a unit, for whoever sees the cases of it and below (a part of `Case.scope`). */
const scopeKey = (part: string): string => `scope:${part}`;

/** The keys by which a person learns of changes. */
export const keysOf = (person: Person): string[] => [person._id, ...person.groups, ...scopeKeys(person).map(scopeKey)];

/** Where a task's case lies: every unit that sees it. */
const unitsOf = ({ about, candidateGroups }: Task): string[] => [...(about ? [about.grid, about.village, about.town, about.county, about.city] : []), ...scopeOfGroups(candidateGroups)].map(scopeKey);

/** Notes that a task changed: for whoever may do it or has it in hand, for the units that see it, for its case, and for whoever is named besides. */
export function touchTask(store: Store, task: Task, besides: (string | undefined | null)[] = []): void {
  const by = task.submission?.by;
  touch(store, [...task.candidateGroups, task.assignee, task.holder?.person, task.holder?.for, by && 'id' in by ? by.id : undefined, ...unitsOf(task), caseKey(task.caseNo), ...besides]);
}

/** Notes that cases changed. @param tasks of these cases: they say which units see them */
export const touchCases = (store: Store, caseNos: string[], tasks: Task[]): void => touch(store, [...caseNos.map(caseKey), ...tasks.flatMap(unitsOf)]);

/**
 * Notes that something changed for these people, groups and cases (`caseKey`). It never fails and is never waited for: whoever misses it sees the change at the next look.
 */
export function touch(store: Store, keys: Iterable<string | undefined | null>): void {
  const now = gathered.get(store) ?? { keys: new Set<string>() };
  gathered.set(store, now);
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
    const number = await nextNumber(store, 'changes');
    await store.changes.collection.insertOne({ _id: String(number).padStart(15, '0'), keys, at: Date.now() } as never);
  } catch {
    // the store is away or closed: a list looks again by itself
  }
}

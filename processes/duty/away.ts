// Who is away, and who does their tasks meanwhile.
import type { Store } from '../store/store.js';
import type { Absence, Person } from '../store/types.js';

type Awayable = Pick<Person, 'absence' | 'active'>;
/** How many substitutes may stand in for each other in a row. */
const ROW = 5;

/** Whether an absence covers a moment: from its beginning up to, not including, its end. */
export const covers = (absence: Absence | undefined, at: Date): boolean => absence !== undefined && absence.from <= at && at < absence.until;

/** Whether somebody can be given work at a moment. */
export const isPresent = (person: Awayable, at: Date): boolean => person.active && !covers(person.absence, at);

/** The person who really stands in: the substitute, or the substitute's own one. Nobody when the row ends with somebody who is away, or goes round. */
export async function findSubstitute(store: Store, person: Person, at: Date): Promise<Person | null> {
  const seen = new Set([person._id]);
  for (let next = person.absence?.substitute, steps = 0; next && steps < ROW && !seen.has(next); steps++) {
    seen.add(next);
    const found = await store.people.findById(next).lean<Person>();
    if (!found) return null;
    if (isPresent(found, at)) return found;
    next = covers(found.absence, at) ? found.absence?.substitute : undefined;
  }
  return null;
}

// The roster as it is read: the shifts of a unit, and who is on duty at a moment.
import { DAY } from '../shanghai.js';
import type { Store } from '../store/store.js';
import type { Shift } from '../store/types.js';

/** The longest shift, milliseconds: what is longer is a slip of the hand. */
export const LONGEST = 2 * DAY;

/** Shifts of a unit that touch a span, in the order of their beginning. */
export async function shiftsOf(store: Store, unit: string, from: Date, until: Date): Promise<Shift[]> {
  const found = await store.shifts.find({ unit, from: { $gte: new Date(from.getTime() - LONGEST), $lt: until } }).lean<Shift[]>();
  return found.filter((shift) => shift.until > from).sort((a, b) => a.from.getTime() - b.from.getTime() || (a._id < b._id ? -1 : 1));
}

/** Who of a group is on duty at a moment, by the roster; nobody when there is none. */
export async function onDuty(store: Store, group: string, at: Date): Promise<string[]> {
  const [unit, role] = group.split('/') as [string, string];
  return (await shiftsOf(store, unit, at, new Date(at.getTime() + 1))).filter((shift) => shift.role === role).map(({ person }) => person);
}

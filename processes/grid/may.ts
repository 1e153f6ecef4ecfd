// Whose registers and visits a person may keep and see: a grid's, from the grid itself or from a unit above it.
import { unitsFor } from '../roles.js';
import type { Person } from '../store/types.js';

type Posted = Pick<Person, 'posts'>;
type InScope = { scope: string[] };

/** The units whose registers (and those below) a person keeps. */
export const keptUnits = (person: Posted): string[] => unitsFor(person, 'keep-registers');
/** The units whose registers (and those below) a person may read. */
export const seenUnits = (person: Posted): string[] => unitsFor(person, 'see-registers');

const within = (units: string[], { scope }: InScope): boolean => units.some((unit) => scope.includes(unit));

/** Whether a person keeps the registers that this lies in. @param item an item, a visit, or a unit's path as `scope` */
export const mayKeep = (person: Posted, item: InScope): boolean => within(keptUnits(person), item);
/** Whether a person may read what lies here. */
export const maySee = (person: Posted, item: InScope): boolean => within(seenUnits(person), item) || mayKeep(person, item);
/** Whether a person may look behind the masks of what lies here. */
export const mayUnmask = (person: Posted, item: InScope): boolean => maySee(person, item) && within(unitsFor(person, 'unmask'), item);

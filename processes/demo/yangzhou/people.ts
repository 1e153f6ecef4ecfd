// Who works in the whole city: a member for every grid, leaders and intake of villages, the centres of towns and counties, and their departments.
import { groupOf } from '../../organisation.js';
import type { Person, Post, Unit } from '../../store/types.js';
import { personName, sequence } from './names.js';

/** An account that is made at a unit: what is added to the unit's id, and its role. */
type Place = readonly [suffix: string, role: string];
const TOWN: readonly Place[] = [['-fl1', 'dispatcher'], ['-fl2', 'dispatcher'], ['-zb', 'duty-leader'], ['-hf', 'follow-up'], ['-dc', 'supervisor']];
const COUNTY: readonly Place[] = [
  ['-fl', 'dispatcher'], ['-zh', 'commander'], ['-hf', 'follow-up'], ['-dc', 'supervisor'], ['-kh', 'assessor'], ['-lc1', 'policy'], ['-lc2', 'policy'], ['-gl', 'admin'], ['-aq', 'security'], ['-sj', 'auditor'],
];
const PLACES: Record<Unit['level'], readonly Place[]> = {
  city: [['-dc', 'supervisor'], ['-kh', 'assessor'], ['-lc', 'policy'], ['-gl', 'admin'], ['-aq', 'security'], ['-sj', 'auditor']],
  county: COUNTY, town: TOWN, village: [['-z', 'grid-leader'], ['-s', 'intake']], grid: [['', 'grid-member']], department: [['', 'officer'], ['-fzr', 'head']],
};

/**
 * The people of these units: the same at every run, each with one post.
 *
 * @param passwordHash of the one password of the demo, which is public
 */
export function yangzhouPeople(units: readonly Unit[], passwordHash: string): Person[] {
  const next = sequence(10_321);
  let number = 0;
  return units.flatMap((unit) => PLACES[unit.level].map(([suffix, role]): Person => {
    const account = `${unit._id}${suffix}`;
    const posts: Post[] = [{ unit: unit._id, role }];
    number += 1;
    // 12x is no mobile prefix: a demo must never reach anybody's telephone
    return { _id: account, account, name: personName(next), passwordHash, phone: `121${String(number).padStart(8, '0')}`, posts, groups: posts.map(groupOf), active: true, demo: true };
  }));
}

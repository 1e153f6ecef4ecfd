// Where a pilot can be tried and spread to: the units below the one that decides, each with who carries it out there.
import { findUnits, groupOf } from '../organisation.js';
import type { Store } from '../store/store.js';
import type { Unit, UnitLevel } from '../store/types.js';

export interface Area { value: string; label: string; group: string }

/** Who carries a pilot out on a level. */
const ROLES: Partial<Record<UnitLevel, string>> = { town: 'dispatcher', village: 'intake', grid: 'grid-member' };

/** The units of the two levels below, the larger first. @param unit the town or county that decides */
export async function areasOf(unit: Unit, store: Store): Promise<Area[]> {
  const levels: UnitLevel[] = unit.level === 'county' ? ['town', 'village'] : ['village', 'grid'];
  const below = (await findUnits(store, { under: unit._id })).filter(({ level }) => levels.includes(level));
  const names = new Map(below.map(({ _id, name }) => [_id, name]));
  return below.sort((a, b) => a.path.length - b.path.length || (a._id < b._id ? -1 : 1)).map(({ _id, name, level, parent }) => ({
    value: _id, label: level === levels[1] ? `${names.get(parent!) ?? ''} › ${name}` : name, group: groupOf({ unit: _id, role: ROLES[level]! }),
  }));
}

// Who stands in for a group that nobody can answer for, first come first: in the same unit, then in each unit above it.
import type { Store } from './store/store.js';
import type { Unit } from './store/types.js';

const STAND_INS = ['head', 'intake', 'dispatcher', 'duty-leader', 'commander'];

const pathOf = async (store: Store, unit: string): Promise<string[] | undefined> => (await store.units.findById(unit, { path: 1 }).lean<Unit>())?.path;

/** The groups to ask, unit by unit from the nearest; of each unit in the order in which they stand in. For a department that was never set up those of the unit whose it would be. */
export async function standInGroups(store: Store, unit: string): Promise<string[][]> {
  const path = await pathOf(store, unit) ?? [...await pathOf(store, unit.split('.')[0]!) ?? [], unit];
  return [...new Set(path)].reverse().map((id) => STAND_INS.map((role) => `${id}/${role}`));
}

// What the departments are called on each level: the same suffix everywhere, another name in the county than in a town.
import type { Store } from '../store/store.js';
import type { Unit } from '../store/types.js';

/** Names by `<level>.<suffix>`, without the name of the town: `town.lds` 镇劳动所, `county.lds` 县劳动监察大队. */
export async function departmentNames(store: Store): Promise<Map<string, string>> {
  const units = await store.units.find({}, { name: 1, level: 1, parent: 1 }).lean<Unit[]>();
  const byId = new Map(units.map((unit) => [unit._id, unit]));
  const short: Record<string, string> = { town: '镇', village: '村', city: '市' };
  const made = new Map<string, string>();
  for (const { _id, name, level, parent } of units) {
    const above = parent ? byId.get(parent) : undefined;
    if (level !== 'department' || !above) continue;
    const key = `${above.level}.${_id.slice(_id.lastIndexOf('.') + 1)}`;
    const bare = name.startsWith(above.name) ? name.slice(above.name.length) : name;
    if (!made.has(key)) made.set(key, `${bare === name ? '' : short[above.level] ?? ''}${bare}`);
  }
  return made;
}

// What the list of tasks offers to choose from: the units of one's own area; and who has each task in hand.
import { hasIt } from '../processes/hand-over.js';
import type { Store } from '../processes/store/store.js';
import type { Person, Unit } from '../processes/store/types.js';
import { unitsById } from '../processes/units.js';
import { personNames } from './pages/names.js';

const kinds: { level: Unit['level']; name: string }[] = [{ level: 'county', name: '县（市、区）' }, { level: 'town', name: '镇（街道）' }, { level: 'department', name: '部门' }, { level: 'village', name: '村（社区）' }];
/** More than this nobody picks from a list: a county's villages are found by their town. */
const MOST = 200;

/** The units that a person's list may be narrowed to, by level; none when there is only their own. */
export async function narrowing(store: Store, person: Person): Promise<{ name: string; items: { id: string; name: string }[] }[]> {
  const own = person.posts.map(({ unit }) => unit);
  const units = [...(await unitsById(store)).values()].filter(({ path, _id }) => own.some((unit) => _id === unit || path.includes(unit)));
  const found = kinds.map(({ level, name }) => ({ name, items: units.filter((unit) => unit.level === level).map(({ _id, name: called }) => ({ id: _id, name: called })) })).filter(({ items }) => items.length > 0 && items.length <= MOST);
  return found.flatMap(({ items }) => items).length > 1 ? found : [];
}

/** The tasks with the name of whoever has them in hand. */
export async function holders<T extends { holder?: { person: string }; assignee?: string }>(store: Store, tasks: T[]): Promise<(T & { inHand?: string })[]> {
  const names = await personNames({ store }, tasks.map(hasIt));
  return tasks.map((task) => ({ ...task, inHand: names[hasIt(task) ?? ''] ?? '' }));
}

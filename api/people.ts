// A person as the API shows them: with the Chinese names of their posts, and never with a hash.
import type { z } from 'zod';
import { roleName } from '../processes/roles.js';
import type { Store } from '../processes/store/store.js';
import type { Person } from '../processes/store/types.js';
import type { person as shape } from './schemas.js';

type Shown = z.infer<typeof shape>;

/** Shows people, with one look-up for the names of all their units. */
export async function showPeople(store: Store, people: Person[]): Promise<Shown[]> {
  const ids = [...new Set(people.flatMap(({ posts }) => posts.map(({ unit }) => unit)))];
  const names = new Map((await store.units.find({ _id: { $in: ids } }, { name: 1 }).lean()).map(({ _id, name }) => [_id, name]));
  return people.map(({ _id, name, account, phone, posts }) => ({
    id: _id, name, account, ...(phone && { phone }),
    posts: posts.map(({ unit, role }) => ({ unit, ...(names.has(unit) && { unitName: names.get(unit) }), role, roleName: roleName(role) })),
  }));
}

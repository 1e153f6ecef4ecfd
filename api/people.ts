// A person as the API shows them: with the Chinese names of their posts, and never with a hash.
import type { z } from 'zod';
import { roleName } from '../processes/roles.js';
import type { Store } from '../processes/store/store.js';
import type { Person } from '../processes/store/types.js';
import { unitsOf } from '../processes/units.js';
import type { person as shape } from './schemas.js';

type Shown = z.infer<typeof shape>;

/** Shows people. */
export async function showPeople(store: Store, people: Person[]): Promise<Shown[]> {
  const units = await unitsOf(store, people.flatMap(({ posts }) => posts.map(({ unit }) => unit)));
  return people.map(({ _id, name, account, phone, posts }) => ({
    id: _id, name, account, ...(phone && { phone }),
    posts: posts.map(({ unit, role }) => ({ unit, ...(units.has(unit) && { unitName: units.get(unit)!.name }), role, roleName: roleName(role) })),
  }));
}

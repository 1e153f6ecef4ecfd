// Whose figures a person may see: the units of the posts that allow it, and all below them.
import { NotFound } from '../errors.js';
import { allows, can } from '../roles.js';
import type { Store } from '../store/store.js';
import type { Person, Unit } from '../store/types.js';
import { unitsById } from '../units.js';
import { NOWHERE } from './cell-key.js';

type Placed = Pick<Unit, '_id' | 'name' | 'level' | 'path'>;

/** The units of the posts that let a person see figures. Whoever may not see the cases of a place (a head) sees those of a department alone, not of the places where others work. */
export const figurePosts = (person: Person): string[] => [...new Set(person.posts.filter(({ unit, role }) => allows(role, 'see-figures') && (allows(role, 'see-below') || unit.includes('.'))).map(({ unit }) => unit))];

/** Every unit whose figures this person may see, from the top down. */
export async function figureUnits(person: Person, store: Store): Promise<Placed[]> {
  const posts = figurePosts(person);
  const found = [...(await unitsById(store)).values()].filter(({ path }) => path.some((id) => posts.includes(id))).map((unit) => [unit.path.join('/'), unit] as const);
  return found.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, unit]) => unit);
}

/**
 * The units whose cells are read. Without a wish those of the person's own posts that lie in no other; who looks into the engine sees there what has no filed case, too.
 *
 * @throws NotFound when there is no such unit, or it is not theirs to see
 */
export async function wantedUnits(wish: string | undefined, person: Person, store: Store): Promise<Placed[]> {
  const all = await figureUnits(person, store);
  if (wish === undefined) {
    const posts = figurePosts(person);
    const tops = all.filter(({ _id, path }) => posts.includes(_id) && !path.some((one) => one !== _id && posts.includes(one)));
    return [...tops, ...(can(person, 'see-instances') ? [{ _id: NOWHERE, name: '没有立案的', level: 'city' as const, path: [NOWHERE] }] : [])];
  }
  const found = all.find(({ _id }) => _id === wish);
  if (!found) throw new NotFound(`no unit <${wish}>`);
  return [found];
}

// Whom and what an administrator answers for: the unit of the post and everything below it.
import { Forbidden, Invalid, NotFound } from '../errors.js';
import { groupOf } from '../organisation.js';
import { allows, findRole, misplaced, offices, officesOf, roleName } from '../roles.js';
import type { Ability } from '../roles.js';
import type { Store } from '../store/store.js';
import type { Person, Post, Unit } from '../store/types.js';

/** Whether a post of a person allows something at a unit: there, or at a unit above it. */
export const mayAt = (person: Pick<Person, 'posts'>, ability: Ability, unit: Pick<Unit, 'path'>): boolean =>
  person.posts.some((post) => allows(post.role, ability) && unit.path.includes(post.unit));

/** Whether a person lies wholly within what another administers: somebody with a post elsewhere is changed by who stands above both. */
export async function administers(store: Store, admin: Person, posts: readonly Post[]): Promise<boolean> {
  const units = await store.units.find({ _id: { $in: posts.map(({ unit }) => unit) } }).lean<Unit[]>();
  const byId = new Map(units.map((unit) => [unit._id, unit]));
  return posts.length > 0 && posts.every(({ unit }) => { const found = byId.get(unit); return found !== undefined && mayAt(admin, 'manage-people', found); });
}

/** A person whom this administrator answers for. @throws NotFound when there is none, or none of theirs */
export async function getAdministered(store: Store, id: string, admin: Person): Promise<Person> {
  const found = await store.people.findById(id).lean<Person>();
  if (!found || !await administers(store, admin, found.posts)) throw new NotFound(`no person <${id}>`);
  return found;
}

/** Posts as they may be given by this administrator, each once. @throws Invalid with a problem for each that may not */
export async function checkPosts(store: Store, posts: Post[], admin: Person): Promise<Post[]> {
  const units = new Map((await store.units.find({ _id: { $in: posts.map(({ unit }) => unit) } }).lean<Unit[]>()).map((unit) => [unit._id, unit]));
  const problems = posts.flatMap(({ unit, role }, index) => {
    const found = units.get(unit);
    if (!found || !mayAt(admin, 'manage-people', found)) return [{ path: `posts[${index}].unit`, message: '没有这个单位，或不在您的管理范围' }];
    if (found.endedOn) return [{ path: `posts[${index}].unit`, message: `「${found.name}」已撤销` }];
    const why = findRole(role) ? misplaced(role, found) : role ? '没有这个岗位' : '请选择岗位';
    return why ? [{ path: `posts[${index}].role`, message: why }] : [];
  });
  const held = officesOf(posts);
  if (held.length > 1) problems.push({ path: `posts[${posts.findIndex(({ role }) => role === held[1])}].role`, message: apart(held) });
  if (problems.length) throw new Invalid('posts that cannot be', problems);
  return [...new Map(posts.map((post) => [groupOf(post), post])).values()];
}

/** Why nobody holds two of the three offices. */
const apart = (held: readonly string[]) => `${held.map(roleName).join('和')}不能由同一人担任：管系统、管账号、查审计要三人分开（三员分立），以便互相监督`;

/** Refuses what one may not do to oneself, or what would leave an office that the posts left do not have without anybody. */
export async function assertNotLastOfOffice(store: Store, person: Person, admin: Person, left: readonly Post[] = []): Promise<void> {
  if (person._id === admin._id) throw new Forbidden('不能停用或调整自己的账号，请由另一位安全管理员办理');
  for (const office of offices.filter((each) => officesOf(person.posts).includes(each) && !officesOf(left).includes(each))) {
    const others = await store.people.find({ 'posts.role': office, active: true, _id: { $ne: person._id } }, { _id: 1 }).limit(1).lean();
    if (others.length === 0) throw new Forbidden(`这是最后一位${roleName(office)}，不能停用或调离`);
  }
}

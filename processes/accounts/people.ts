// Accounts as administrators make, move, disable and enable them; every change is written down before it is made.
import { audit } from '../audit.js';
import type { Deps } from '../deps.js';
import { Conflict, Invalid } from '../errors.js';
import { groupOf } from '../organisation.js';
import { hashPassword } from '../passwords.js';
import { roleName } from '../roles.js';
import { endSessions } from '../store/sessions.js';
import { isDuplicate } from '../store/store.js';
import type { Person, Post } from '../store/types.js';
import { actorOf } from '../tasks.js';
import { unitsOf } from '../units.js';
import { letGo } from './let-go.js';
import { oncePassword } from './new-password.js';
import { assertNotLastOfOffice, checkPosts, getAdministered } from './scope.js';

/** What administrators do has the address that it came from. */
export interface By { admin: Person; address?: string }
type Parts = Pick<Deps, 'store' | 'clock'>;

export interface NewPerson { account: string; name: string; phone?: string; posts: Post[] }

async function written(posts: readonly Post[], { store }: Parts): Promise<string> {
  const units = await unitsOf(store, posts.map(({ unit }) => unit));
  return posts.map(({ unit, role }) => `${units.get(unit)?.name ?? unit} ${roleName(role)}`).join('、');
}
/** What is changed, never the data itself: of whom the entry is about the id tells. */
const note = ({ store, clock }: Parts, { admin, address }: By, action: string, person: Pick<Person, '_id'>, text: string) =>
  audit(store, clock.now(), actorOf(admin), action, { kind: 'person', id: person._id }, text, address);

/**
 * Makes an account with a password to be used once.
 *
 * @throws Conflict when the account is taken; Invalid when a post cannot be given
 */
export async function makePerson({ account, name, phone, posts: wanted }: NewPerson, by: By, deps: Parts): Promise<{ person: Person; password: string }> {
  if (wanted.length === 0) throw new Invalid('no post', [{ path: 'posts', message: '至少要有一个岗位' }]);
  const posts = await checkPosts(deps.store, wanted, by.admin);
  const password = oncePassword();
  const person: Person = {
    _id: crypto.randomUUID(), name, account, passwordHash: await hashPassword(password), ...(phone ? { phone } : {}), posts, groups: posts.map(groupOf), active: true,
    mustChange: true, passwordAt: deps.clock.now(),
  };
  if (await deps.store.people.exists({ account })) throw taken(account);
  await note(deps, by, '新建账号', person, await written(posts, deps));
  await deps.store.people.collection.insertOne(person as never).catch((error: { code?: number }) => { throw isDuplicate(error) ? taken(account) : error; });
  return { person, password };
}
const taken = (account: string) => new Conflict(`账号「${account}」已被使用，请换一个`);

/** Changes name, telephone and posts; open tasks that none of the posts left has go back to their groups. */
export async function movePerson(id: string, { name, phone, posts: wanted }: { name: string; phone?: string; posts: Post[] }, by: By, deps: Parts): Promise<{ person: Person; handedBack: number }> {
  const { store } = deps;
  const person = await getAdministered(store, id, by.admin);
  if (wanted.length === 0) throw new Invalid('no post', [{ path: 'posts', message: '至少要有一个岗位；离岗请用「停用」' }]);
  const posts = await checkPosts(store, wanted, by.admin);
  const groups = posts.map(groupOf);
  const isMoved = [...groups].sort().join() !== [...person.groups].sort().join();
  if (isMoved) await assertNotLastOfOffice(store, person, by.admin, posts);
  const changes = [
    ...(name !== person.name ? ['姓名'] : []), ...((phone ?? '') !== (person.phone ?? '') ? ['电话'] : []), ...(isMoved ? [`岗位 ${await written(person.posts, deps)} → ${await written(posts, deps)}`] : []),
  ];
  if (changes.length) await note(deps, by, isMoved ? '调整岗位' : '修改资料', person, changes.join('；'));
  await store.people.updateOne({ _id: id }, { $set: { name, posts, groups, ...(phone ? { phone } : {}) }, ...(phone ? {} : { $unset: { phone: 1 } }) });
  // also when nothing moved: what a crash left undone last time is done now
  const handedBack = await letGo(person, groups, '已调离该岗位', actorOf(by.admin), deps);
  return { person: (await store.people.findById(id).lean<Person>())!, handedBack };
}

/** Disables an account: nobody signs in with it, its sessions end at once, its open tasks go back to their groups. @throws Forbidden for oneself and the last administrator */
export async function disablePerson(id: string, reason: string, by: By, deps: Parts): Promise<{ handedBack: number }> {
  const { store, clock } = deps;
  const person = await getAdministered(store, id, by.admin);
  await assertNotLastOfOffice(store, person, by.admin);
  if (person.active) await note(deps, by, '停用账号', person, reason);
  await store.people.updateOne({ _id: id, active: true }, { $set: { active: false, leftAt: clock.now() } });
  await endSessions(store, id);
  return { handedBack: await letGo(person, [], '已离岗', actorOf(by.admin), deps) };
}

/** Lets a disabled account be used again, with a new password. @throws Conflict when its data was blanked */
export async function enablePerson(id: string, by: By, deps: Parts): Promise<{ password: string }> {
  const person = await getAdministered(deps.store, id, by.admin);
  if (person.blankedAt) throw new Conflict('这个账号的个人信息已经清除，不能恢复；请新建账号');
  if (person.active) throw new Conflict('这个账号没有停用');
  await note(deps, by, '恢复账号', person, '');
  const password = oncePassword();
  await deps.store.people.updateOne({ _id: id }, {
    $set: { active: true, mustChange: true, passwordHash: await hashPassword(password), passwordAt: deps.clock.now() }, $unset: { leftAt: 1 },
  });
  return { password };
}

/** Gives a password to be used once, ends every session. */
export async function resetPassword(id: string, by: By, deps: Parts): Promise<{ password: string }> {
  const { store, clock } = deps;
  const person = await getAdministered(store, id, by.admin);
  await note(deps, by, '重置密码', person, '');
  const password = oncePassword();
  const former = [person.passwordHash, ...(person.formerHashes ?? [])].slice(0, 10);
  await store.people.updateOne({ _id: id }, { $set: { passwordHash: await hashPassword(password), formerHashes: former, mustChange: true, passwordAt: clock.now() } });
  await endSessions(store, id);
  return { password };
}

/** Takes the second factor from somebody who lost their device; they set up a new one. */
export async function resetTotp(id: string, by: By, deps: Parts): Promise<void> {
  const person = await getAdministered(deps.store, id, by.admin);
  if (person._id === by.admin._id) throw new Conflict('自己的动态口令请在「我的账号」里重新设置');
  await note(deps, by, '重置动态口令', person, '');
  await deps.store.people.updateOne({ _id: id }, { $unset: { totp: 1 } });
  await endSessions(deps.store, id);
}

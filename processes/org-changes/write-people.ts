// Accounts as an order says them, written into the store; doing it twice changes nothing.
import { audit } from '../audit.js';
import type { Deps } from '../deps.js';
import { groupOf } from '../organisation.js';
import { NO_PASSWORD } from '../passwords.js';
import { sameId } from '../same-id.js';
import { endSessions } from '../store/sessions.js';
import { insertOnce } from '../store/store.js';
import type { Person } from '../store/types.js';
import { handOn } from './hand-on.js';
import type { OrgChange, OrgRow } from './types.js';

const BATCH = 200;

function newPerson(order: string, { about, person }: OrgRow): Person {
  const { name, phone, posts } = person!;
  return { _id: sameId('person', order, about), name, account: about, passwordHash: NO_PASSWORD, ...(phone ? { phone } : {}), posts, groups: posts.map(groupOf), active: true, mustChange: true };
}

async function change(order: OrgChange, { about, action, person: given, successor, said }: OrgRow, deps: Pick<Deps, 'store' | 'clock'>): Promise<void> {
  const { store, clock } = deps;
  const person = await store.people.findOne({ account: about }).lean<Person>();
  if (!person) return;
  const next = successor ? await store.people.findOne({ account: successor, active: true }, { name: 1 }).lean<Person>() : null;
  // names stand in no chain: what changes of a person is said without them
  const text = said.split('；').map((part) => (part.startsWith('姓名') ? '姓名' : part)).join('；');
  await audit(store, clock.now(), order.by, action === 'end' ? '停用账号' : '调整岗位', { kind: 'person', id: person._id }, `按安排的变更：${text}`, { key: `organisation:${order._id}:${about}` });
  if (action === 'end') {
    await store.people.updateOne({ _id: person._id, active: true }, { $set: { active: false, leftAt: clock.now() } });
    await endSessions(store, person._id);
    await handOn(person, [], next, '已离岗', order.by, deps);
    return;
  }
  const { name, phone, posts } = given!;
  const groups = posts.map(groupOf);
  await store.people.updateOne({ _id: person._id }, { $set: { name, posts, groups, ...(phone ? { phone } : {}) }, ...(phone === '' ? { $unset: { phone: 1 } } : {}) });
  await handOn(person, groups, next, '已调离该岗位', order.by, deps);
}

/** @param progress is told after each batch; what it throws stops the work */
export async function writePeople(order: OrgChange, rows: OrgRow[], progress: (done: number) => Promise<void>, deps: Pick<Deps, 'store' | 'clock'>): Promise<void> {
  for (let from = 0; from < rows.length; from += BATCH) {
    const some = rows.slice(from, from + BATCH);
    await insertOnce(deps.store.people, some.filter(({ action }) => action === 'add').map((row) => newPerson(order._id, row)));
    for (const row of some.filter(({ action }) => action !== 'add')) await change(order, row, deps);
    await progress(from + some.length);
  }
}

// Roles: every role of the contract has a Chinese name, and only some may do more than their own tasks.
import { describe, expect, test } from '@jest/globals';
import { can, findRole, officesOf, roleName, roles, type Ability } from '../../processes/roles.js';
import { demoPeople } from '../../processes/demo/people.js';

const posted = (role: string) => ({ posts: [{ unit: 'by', role }] });

describe('roles', () => {
  test('every role has an id of its own and a Chinese name', () => {
    expect(new Set(roles.map(({ id }) => id)).size).toBe(16);
    for (const { name } of roles) expect(name).toMatch(/^\p{Script=Han}+$/u);
    expect(roleName('duty-leader')).toBe('镇值班领导');
  });

  test('a role that nobody knows is shown as it is and allows nothing', () => {
    expect(roleName('mayor')).toBe('mayor');
    expect(findRole('mayor')).toBeUndefined();
    expect(can(posted('mayor'), 'see-below')).toBe(false);
  });

  test('only policy staff and administrators may edit the calendar', () => {
    expect(roles.filter(({ id }) => can(posted(id), 'edit-calendar')).map(({ id }) => id)).toEqual(['policy', 'admin']);
  });

  test('managing settings, managing people and reading the audit are three offices, which have no ability in common', () => {
    const may = (ability: Ability) => roles.filter(({ id }) => can(posted(id), ability)).map(({ id }) => id);
    expect([may('manage-settings'), may('manage-people'), may('read-audit')]).toEqual([['admin'], ['security'], ['auditor']]);
    const shared = findRole('admin')!.abilities.filter((one) => [...findRole('security')!.abilities, ...findRole('auditor')!.abilities].includes(one));
    expect(shared).toEqual([]);
    expect(officesOf([{ role: 'auditor' }, { role: 'policy' }, { role: 'admin' }, { role: 'admin' }])).toEqual(['admin', 'auditor']);
  });

  test('an officer may do nothing but what is given to them, and read whom it is about', () => {
    expect(findRole('officer')!.abilities).toEqual(['unmask']);
  });

  test('every role is somebody in the demo', () => {
    const held = new Set(demoPeople.flatMap(([, , ...posts]) => posts.map((post) => post.split('/')[1])));
    expect(roles.map(({ id }) => id).filter((id) => !held.has(id))).toEqual([]);
  });
});

// One person's account: name and posts, whether it is in use, passwords, sessions, what was changed and by whom.
import { unitInField } from '../../processes/find-units.js';
import { roles } from '../../processes/roles.js';
import type { Page } from './page.js';

export const page: Page = {
  name: 'person', path: '/people/:id', title: '账号', assets: ['accounts.css', 'accounts.js'],
  async show({ req, ask, person: admin, deps: { store } }) {
    const id = req.params.id as string;
    const person = await ask('/people/{id}', { params: { id } });
    const choices = async (post: any) => ({
      unit: post.unit, unitText: post.unit && await unitInField(post.unit, store), roles: roles.map((role) => ({ id: role.id, name: role.name, chosen: role.id === post.role })),
    });
    return { person, title: person.name, self: person.id === admin._id, posts: await Promise.all(person.posts.map(choices)), blank: await choices({}) };
  },
};

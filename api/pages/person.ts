// One person's account: name and posts, whether it is in use, passwords, sessions, what was changed and by whom.
import { roles } from '../../processes/roles.js';
import type { Page } from './page.js';

export const page: Page = {
  name: 'person', path: '/people/:id', title: '账号', assets: ['accounts.css', 'accounts.js'],
  async show({ req, ask, person: admin }) {
    const id = req.params.id as string;
    const [person, units] = await Promise.all([ask('/people/{id}', { params: { id } }), ask('/people/units')]);
    const choices = (post: any) => ({
      units: units.map((each: any) => ({ ...each, indent: '　'.repeat(each.depth), chosen: each._id === post.unit })), roles: roles.map((role) => ({ id: role.id, name: role.name, chosen: role.id === post.role })),
    });
    return { person, title: person.name, self: person.id === admin._id, posts: person.posts.map(choices), blank: choices({}) };
  },
};

// Changing one's password: by choice, or because it has to be done before anything else.
import { given, own, type Page } from './page.js';

export const page: Page = {
  name: 'password', path: '/password', title: '修改密码', despite: 'password', assets: ['accounts.css', 'accounts.js'],
  async show({ req, ask }) {
    const me = await ask('/me');
    return { layout: req.hurdle ? 'bare' : 'main', me, forced: req.hurdle === 'password', first: me.mustChange, next: req.hurdle ? own(given(req, 'next')) : '/me' };
  },
};

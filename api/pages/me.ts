// One's own account: who one is here, password and second factor, where one is signed in.
import type { Page } from './page.js';

export const page: Page = {
  name: 'me', path: '/me', title: '我的账号', assets: ['accounts.css', 'reach.css', 'me.js'],
  async show({ ask }) {
    const [me, sessions] = await Promise.all([ask('/me'), ask('/me/sessions')]);
    return { me, sessions, several: sessions.length > 1 };
  },
};

// Setting up the second factor: by choice, or because an administrator has to before anything else.
import { given, own, type Page } from './page.js';

export const page: Page = {
  name: 'second-factor', path: '/second-factor', title: '动态口令', despite: 'second-factor', assets: ['accounts.css', 'accounts.js'],
  async show({ req, ask }) {
    return { layout: req.hurdle ? 'bare' : 'main', me: await ask('/me'), forced: req.hurdle === 'second-factor', next: req.hurdle ? own(given(req, 'next')) : '/me' };
  },
};

// The sign-in page; whoever is signed in already goes on to where they wanted to be.
import { given, own, type Page } from './page.js';

export const page: Page = {
  name: 'login', path: '/login', title: '登录', open: true, assets: ['login.js'],
  async show({ req, res, person, deps }) {
    const next = own(given(req, 'next'));
    if (person) {
      res.redirect(next);
      return undefined;
    }
    return { layout: 'bare', next, demo: deps.settings.demo };
  },
};

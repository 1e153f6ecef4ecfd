// The sign-in page; whoever is signed in already goes on to where they wanted to be.
import { given, type Page } from './page.js';

/** Only an address of our own: `//elsewhere` and `https://…` would lead a fresh sign-in off the host, and so would `/<tab>/elsewhere`, from which browsers drop the tab. */
const own = (address?: string): string => (address && /^\/(?![/\\])\P{Cc}*$/u.test(address) ? address : '/tasks');

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

// The reporter's page: where their matter stands, what was answered, and what they think of it; without an account.
import { unseen } from '../routes/reporter.js';
import { STARS } from '../../processes/stars.js';
import type { Page } from './page.js';

export const stars = (chosen?: number) => STARS.map((word, index) => ({ stars: index + 1, word, chosen: index + 1 === chosen }));

export const page: Page = {
  name: 'reporter', path: '/r/:token', title: '办理进度', open: true, assets: ['reporter.css', 'reporter.js'],
  async show({ req, res, ask }) {
    unseen(res);
    const found = await ask('/r/{token}', { params: { token: req.params.token } }).catch((error: Error) => {
      // whoever mistyped an address is no member of staff: the page for errors would send them to the sign-in
      if (error.name !== 'NotFound' && error.name !== 'ZodError') throw error;
      res.status(404);
    });
    if (!found) return { layout: 'bare', missing: true };
    return { layout: 'bare', ...found, matter: found.title, title: '办理进度', stars: stars(found.rating?.stars), askErasure: ['none', 'refused'].includes(found.erasure?.state), forBrowser: { path: `/r/${req.params.token}` } };
  },
};

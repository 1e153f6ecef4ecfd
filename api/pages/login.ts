// The sign-in page; whoever is signed in already goes on to where they wanted to be. A demo says who to sign in as for each job.
import { demoJobs } from '../../processes/demo/jobs.js';
import { DEMO_PASSWORD } from '../../processes/demo/load.js';
import { given, own, type Page } from './page.js';

export const page: Page = {
  name: 'login', path: '/login', title: '登录', open: true, assets: ['login.js'],
  async show({ req, res, person, deps }) {
    const next = own(given(req, 'next'));
    if (person) {
      res.redirect(next);
      return undefined;
    }
    return { layout: 'bare', next, ...(deps.settings.demo ? { demo: { password: DEMO_PASSWORD, jobs: demoJobs } } : {}) };
  },
};

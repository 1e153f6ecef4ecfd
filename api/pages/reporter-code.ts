// Where a reporter types the code that they were given.
import { unseen } from '../routes/reporter.js';
import type { Page } from './page.js';

export const page: Page = {
  name: 'reporter-code', path: '/r', title: '查询办理进度', open: true, assets: ['reporter.css', 'reporter-code.js'],
  async show({ res }) {
    unseen(res);
    return { layout: 'bare' };
  },
};

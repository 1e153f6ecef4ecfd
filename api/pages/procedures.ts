// The procedures that are in force, with their version and how many cases they carry now.
import type { Page } from './page.js';

export const page: Page = {
  name: 'procedures', path: '/procedures', title: '流程',
  async show({ ask }) {
    const answer = await ask('/procedures');
    return { items: answer.items };
  },
};

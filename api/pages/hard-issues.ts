// Hard matters: what is stuck now, and the agendas on which such matters were.
import { pageNumber, pager, type Page } from './page.js';

export const page: Page = {
  name: 'hard-issues', path: '/hard-issues', title: '重点难点问题', assets: ['control-room.css', 'hard-issues.js'],
  async show({ req, ask }) {
    const [now, past] = await Promise.all([ask('/hard-issues'), ask('/hard-issues/agendas', { query: { page: String(pageNumber(req)) } })]);
    return { ...now, past: { ...past, pager: pager(req, past) } };
  },
};

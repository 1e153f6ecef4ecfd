// The inbox: what the system and others told this person.
import { kindNames } from '../../processes/inbox.js';
import { given, pageNumber, pager, type Page } from './page.js';

const names: Record<string, string> = { task: '任务', supervision: '督办催办', feedback: '反馈', talk: '留言', other: '其他' };

export const page: Page = {
  name: 'notices', path: '/notices', title: '通知', assets: ['notices.js'],
  async show({ req, ask, deps }) {
    const unread = given(req, 'unread') ? '1' : undefined;
    const kind = kindNames.find((one) => one === given(req, 'kind'));
    const found = await ask('/notices', { query: { unread, kind, page: pageNumber(req), size: 20 } });
    const tabs = [
      { name: '全部', href: '/notices', current: !unread && !kind }, { name: '未读', href: '/notices?unread=1', current: Boolean(unread), count: found.unread },
      ...kindNames.map((one) => ({ name: names[one], href: `/notices?kind=${one}`, current: !unread && kind === one, count: found.kinds[one] })),
    ];
    return { ...found, tabs, pager: pager(req, found), forBrowser: { until: deps.clock.now(), kind } };
  },
};

// The inbox: what the system and others told this person.
import type { Page } from './page.js';

export const page: Page = {
  name: 'notices', path: '/notices', title: '通知', assets: ['notices.js'],
  show: ({ ask }) => ask('/notices'),
};

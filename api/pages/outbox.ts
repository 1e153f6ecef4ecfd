// What waits on this device to be sent: the page's script fills it from there, the server knows nothing of it.
import type { Page } from './page.js';

export const page: Page = { name: 'outbox', path: '/outbox', title: '待发', assets: ['outbox.js'], show: async ({ person }) => ({ personId: person._id }) };

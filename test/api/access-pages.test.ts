// Who may open which page: ONE table names the access of every page, it is tried as every role, and every link that somebody is shown leads to a page that they may open.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import supertest from 'supertest';
import { allPages } from '../../api/pages/pages.js';
import { can, type Ability } from '../../processes/roles.js';
import { accounts, apart, blurred, missingOf, openAccess, strangers, type AccessTrial, type Thing } from '../support/access.js';

/**
 * - `open`: needs no sign-in; `everyone`: whoever is signed in; an ability: those whose role has it, others are refused;
 * - `of`: a thing that is not there for people of another town, nor for those that `blind` names; `id`: what stands in the address otherwise.
 */
interface Access { to: 'open' | 'everyone' | Ability | readonly Ability[]; of?: Thing; id?: string; blind?: string[] }
const open: Access = { to: 'open' };
const everyone: Access = { to: 'everyone' };
const only = (to: Ability | readonly Ability[], more: Partial<Access> = {}): Access => ({ to, ...more });
const keepers = ['manage-settings', 'manage-people'] as const;
const drawn = { id: 'grid-event' };

/** Every page, one line each: its address as it stands in `allPages`. */
const table: Record<string, Access> = {
  '/login': open, '/r': open, '/r/:token': open, '/tasks': everyone, '/tasks/:key': { to: 'everyone', of: 'task' }, '/tasks/:key/order': { to: 'everyone', of: 'task' }, '/report': everyone, '/outbox': everyone, '/outbox/conflict/:id': everyone, '/cases': everyone,
  '/cases/:caseNo': { to: 'everyone', of: 'case' }, '/map': everyone, '/notices': everyone, '/docs': everyone, '/duty': everyone, '/me': everyone, '/password': everyone, '/second-factor': everyone,
  '/engine-room': only('operate-engine'), '/overview': only('see-figures'), '/supervision': only('supervise'), '/initiate': everyone, '/warnings': everyone, '/recurring': only('see-recurring'), '/hard-issues': only('supervise'), '/recurring/:id': only('see-recurring', { of: 'trouble' }), '/analysis': only('see-figures'), '/assessment': everyone, '/assessment/indicators': only('see-figures'), '/assessment/scores/:id': { to: 'everyone', of: 'score', blind: ['caoba', 'caobazhang', 'caobacun', 'lds'] }, '/instances': only('see-instances'), '/instances/:key': { to: 'everyone', of: 'instance' },
  '/procedures': everyone, '/procedures/:id': { to: 'everyone', ...drawn }, '/compare': everyone, '/procedures/new': only('edit-procedures'), '/procedures/:id/edit': only('approve-procedures', drawn),
  '/procedures/:id/review': only('approve-procedures', drawn), '/procedures/:id/rehearse': only('approve-procedures', drawn), '/procedures/:id/migrate': only('edit-procedures', drawn),
  '/grid': only('see-registers'), '/collect': only('keep-registers'), '/grid/visit': only('keep-registers'), '/grid/items/:id': only('see-registers', { of: 'register' }), '/grid/log': everyone, '/grid/import': only('keep-registers'), '/grid/lists': everyone,
  '/organisation': everyone, '/organisation/import': only(keepers), '/organisation/changes/:id': only(keepers, { of: 'change' }),
  '/people': only('manage-people'), '/people/:id': only('manage-people', { of: 'person' }), '/outgoing': only('manage-settings'), '/partners': only('manage-settings'), '/partners/mappings': only('edit-procedures'), '/partners/mappings/import': only('edit-procedures'), '/orders': only('sort-orders'), '/background': everyone, '/audit': only('read-audit'), '/settings': only('manage-settings'),
};

let to: AccessTrial;
beforeAll(async () => {
  to = await openAccess();
  await to.people.get('liucheng')!.agent.post('/api/drafts').send({ procedure: 'grid-event' });
}, 60_000);
afterAll(() => to.close());

const addressOf = (path: string, id: string): string => path.replace(/:\w+/, id);
const get = (agent: { get(path: string): supertest.Test }, path: string) => agent.get(path).set('accept', 'text/html').redirects(0);
/** A page without what was asked for, and without what is each time another. */
const blurredPage = (status: number, text: string) => blurred({ status, body: text.replace(/[\da-f-]{30,}|\d{4,}/g, '') });

/** The addresses that each account was shown, with the page that showed them. */
const shown = new Map<string, Map<string, string>>();
function noteLinks(account: string, page: string, text: string): void {
  const links = shown.get(account) ?? new Map<string, string>();
  shown.set(account, links);
  for (const [, href] of text.matchAll(/ href="(\/[^"]*)"/g)) {
    const address = href!.replaceAll('&amp;', '&').replaceAll('&#x3D;', '=').split('#')[0]!;
    // pages that need nobody, and files
    if (!/^\/(assets|docs|api|login|r)(\/|$)/.test(address)) links.set(address, page);
  }
}

test('the table names every page, and no page that is none', () => {
  expect(allPages.map(({ path }) => path).filter((path) => !(path in table))).toEqual([]);
  expect(Object.keys(table).filter((path) => !allPages.some((page) => page.path === path))).toEqual([]);
});

describe('a page', () => {
  test.each(Object.entries(table))('%s', async (path, { to: who, of, id = 'nothing', blind }) => {
    const address = addressOf(path, of ? to.things[of] : id);
    const wrong: string[] = [];
    const fresh = await get(supertest.agent(to.server), address);
    if (who !== 'open' && (fresh.status !== 302 || !fresh.headers.location!.startsWith('/login'))) wrong.push(`nobody got ${fresh.status}`);
    if (fresh.status >= 500) wrong.push(`nobody got ${fresh.status}`);
    for (const account of [...Object.values(accounts), ...strangers]) {
      const { agent, person } = to.people.get(account)!;
      const { status, text } = await get(agent, address);
      const hidden = of && (strangers.includes(account) || blind?.includes(account) || (of !== 'person' && apart.includes(account)));
      const allowed = who === 'open' || who === 'everyone' || can(person, who);
      const expected = !allowed ? [403, 404] : hidden ? [404] : who === 'open' ? [200, 302, 404] : [200];
      if (status === 200 && path !== '/docs') noteLinks(account, path, text);
      if (!expected.includes(status)) wrong.push(`${account} got ${status}, expected ${expected}`);
      if (!hidden || !allowed) continue;
      const missing = await get(agent, addressOf(path, missingOf(of, to.things)));
      if (blurredPage(missing.status, missing.text) !== blurredPage(status, text)) wrong.push(`${account} can tell what is hidden from what is not there`);
    }
    expect(wrong).toEqual([]);
  }, 30_000);
});

describe('the links that somebody was shown', () => {
  test.each(Object.entries(accounts))('%s: each leads to a page that they may open', async (_role, account) => {
    const links = shown.get(account)!;
    const wrong: string[] = [];
    for (const [href, path] of links) {
      const { status } = await get(to.people.get(account)!.agent, href);
      if (status >= 400) wrong.push(`${path} leads to ${href}: ${status}`);
    }
    expect(links.size).toBeGreaterThan(10);
    expect(wrong).toEqual([]);
  }, 60_000);
});

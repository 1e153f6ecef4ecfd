// Who may call what: ONE table names the access of every route, and it is tried as every role, as somebody who is not signed in, and as people of another town.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import supertest from 'supertest';
import { apiRoutes } from '../../api/app.js';
import { EDITS_SHEETS } from '../../processes/assessment/sheet-units.js';
import { can, roles, type Ability } from '../../processes/roles.js';
import { accounts, apart, blurred, missingOf, openAccess, strangers, why, type AccessTrial, type Answer, type Thing } from '../support/access.js';
import { signIn, type Signed } from '../support/web.js';

/**
 * - `open`: needs no sign-in; `signed`: a partner's signature, to nobody else;
 * - `everyone`: whoever is signed in, for what is theirs;
 * - `ability`: roles that allow it, others are refused before anything is looked at;
 * - `part`: of a thing that whoever may see it finds (here: all roles of 泾河镇 and above); with `ability` others are refused first, with `only` roles without that ability are refused after it was found;
 * - `own`: belongs to one person; to everybody else it is not there;
 * - `out`: ends the session that calls it.
 * To people of another town what `of` names is not there, exactly like what does not exist. `body` is one that the route accepts.
 */
interface Access { kind: 'open' | 'signed' | 'everyone' | 'out' | 'ability' | 'part' | 'own'; ability?: Ability | readonly Ability[]; only?: Ability; of?: Thing; body?: object; query?: string }
const open: Access = { kind: 'open' };
const signed: Access = { kind: 'signed' };
const everyone: Access = { kind: 'everyone' };
const ability = (name: Ability | readonly Ability[], more: Partial<Access> = {}): Access => ({ kind: 'ability', ability: name, ...more });
const part = (of: Thing, more: Partial<Access> = {}): Access => ({ kind: 'part', of, ...more });
const ofCase = (body?: object): Access => part('case', { body });
const ofTask = (body?: object): Access => part('task', { body });
const own = (of: Thing, body?: object): Access => ({ kind: 'own', of, body });
const draw = ability('edit-procedures');
const decide = ability('approve-procedures');
const people = ability('manage-people');
const keepers = ['manage-settings', 'manage-people'] as const;
const manage = ability('manage-settings');
const plan = (body?: object) => ability('plan-duty', { of: 'unit', body });
const watch = ability('supervise');
const operate = ability('operate-engine');
const sort = ability('sort-orders');
const keep = ability('keep-registers');
const look = ability('see-registers');
const give = { to: 'ldssuozhang', ...why };
const away = { from: '2027-01-04T00:00:00Z', until: '2027-01-05T00:00:00Z', reason: '培训' };
const item = { name: '张三', categories: [], place: { text: '一组' }, facts: {}, revision: 1 };

/** Every route of the API, one line each: `METHOD path` as it stands in `apiRoutes`. A route that is missing here fails by its name. */
const table: Record<string, Access> = {
  'POST /session': open, 'POST /session/code': open, 'GET /session': everyone, 'GET /events': everyone, 'POST /session/seen': everyone, 'DELETE /session': { kind: 'out' },
  'GET /me': everyone, 'PUT /me/phone': everyone, 'PUT /me/password': everyone, 'GET /me/sessions': everyone, 'DELETE /me/sessions': everyone, 'DELETE /me/sessions/{id}': own('session'),
  'POST /me/totp': everyone, 'POST /me/totp/confirm': everyone, 'POST /me/totp/remove': everyone, 'GET /me/reach': everyone, 'PUT /me/reach': everyone, 'POST /me/reach/test': everyone,
  'GET /people': people, 'POST /people': people, 'GET /people/{id}': part('person', { ability: 'manage-people' }),
  'PUT /people/{id}': part('person', { ability: 'manage-people', body: { name: '朱丽娟', posts: [{ unit: 'by-jinghe', role: 'follow-up' }] } }), 'POST /people/{id}/disable': part('person', { ability: 'manage-people', body: why }),
  'POST /people/{id}/enable': part('person', { ability: 'manage-people' }), 'POST /people/{id}/password': part('person', { ability: 'manage-people' }), 'DELETE /people/{id}/totp': part('person', { ability: 'manage-people' }),
  'DELETE /people/{id}/sessions': part('person', { ability: 'manage-people' }),
  'GET /people/{id}/export': part('person', { ability: 'manage-people', query: 'reason=request' }), 'GET /me/export': everyone, 'GET /audit': ability('read-audit'), 'GET /audit/chain': ability('read-audit'), 'POST /audit/verify': ability('read-audit'), 'GET /settings': manage, 'PUT /settings': manage,
  'GET /duty/{unit}': { kind: 'everyone', of: 'unit', query: 'from=2026-11-02&role=dispatcher' }, 'PUT /duty/{unit}/shifts/{id}': plan({ role: 'dispatcher', person: 'jinghe', from: away.from, until: away.until }),
  'DELETE /duty/{unit}/shifts/{id}': ability('plan-duty', { of: 'shift' }), 'POST /duty/{unit}/copies': plan({ from: '2026-11-02' }), 'PUT /duty/{unit}/deputies/{role}': plan({}),
  'GET /absences': everyone, 'PUT /absences/{person}': { kind: 'everyone', of: 'person', body: away }, 'DELETE /absences/{person}': { kind: 'everyone', of: 'person' },
  'POST /reports': everyone, 'GET /reports/similar': everyone, 'POST /attachments': everyone, 'GET /attachments/{id}': own('attachment'),
  'GET /cases': everyone, 'GET /cases/{caseNo}': ofCase(), 'POST /cases/{caseNo}/concerns': ofCase({ code: 'no-such-code' }), 'POST /cases/{caseNo}/comments': ofCase({ clientId: crypto.randomUUID(), text: '请尽快' }), 'GET /initiatives': everyone, 'GET /recurring': ability('see-recurring'), 'GET /hard-issues': ability('supervise'), 'GET /hard-issues/agendas': ability('supervise'), 'POST /hard-issues/agenda': ability('supervise', {}), 'GET /recurring/{id}': part('trouble', { ability: 'see-recurring' }), 'POST /recurring/{id}/pilot': ability('propose-policy', { of: 'trouble' }), 'POST /recurring/{id}/dismiss': ability('propose-policy', { of: 'trouble', body: why }), 'POST /initiatives': everyone, 'GET /cases/{caseNo}/suggestions': part('case'), 'GET /cases/{caseNo}/suggestions/origins': part('case'), 'POST /cases/{caseNo}/suggestions': part('case', { body: { clientId: '6f9619ff-8b86-4011-b42d-00c04fc964aa', to: 'by-jinghe.cgb', title: '修路', text: '路面破损' } }), 'POST /cases/{caseNo}/withdraw': ofCase(why),
  'POST /cases/{caseNo}/retention': part('case', { ability: 'supervise', body: { act: 'hold', reason: '涉诉' } }), 'POST /cases/{caseNo}/reveal': ofCase({ field: 'reporter', reason: '核实情况' }), 'GET /cases/{caseNo}/people': ofCase(), 'GET /cases/{caseNo}/similar': ofCase(), 'GET /cases/{caseNo}/reporter': ofCase(), 'POST /cases/{caseNo}/rating': ofCase({ stars: 5 }), 'POST /cases/{caseNo}/reopen': ofCase({ reason: '垃圾还在那里' }),
  'GET /assessment-sheets': ability('see-figures'), 'PUT /assessment-sheets/{subject}/{cycle}/{from}': ability(EDITS_SHEETS), 'POST /assessment-sheets/preview': ability(EDITS_SHEETS), 'GET /assessments': everyone, 'POST /assessments': ability('assess'), 'GET /assessments/{id}': everyone, 'POST /assessments/{id}/publish': ability('assess'),
  'GET /assessment-scores/{id}': everyone, 'GET /assessment-scores/{id}/cases': { kind: 'everyone', query: 'indicator=on-time' }, 'POST /assessment-scores/{id}/appeals': everyone, 'POST /assessment-scores/{id}/corrections': ability('assess'),
  'POST /r': open, 'GET /r/{token}': open, 'POST /r/{token}/rating': open, 'POST /r/{token}/reopen': open, 'POST /r/{token}/erasure': open, 'GET /retention/requests': watch, 'GET /settings/reopening': everyone, 'PUT /settings/reopening': draw,
  'GET /tasks': everyone, 'GET /tasks/counts': everyone, 'GET /tasks/{key}': ofTask(), 'POST /tasks/{key}/claim': ofTask({}), 'POST /tasks/{key}/release': ofTask({}), 'PUT /tasks/{key}/draft': ofTask({ values: {} }),
  'POST /tasks/{key}/complete': ofTask({ values: {} }), 'POST /tasks/{key}/extend': ofTask({ limit: '1 工作日', ...why }), 'POST /tasks/{key}/pause': ofTask(why), 'POST /tasks/{key}/resume': ofTask(why),
  'GET /tasks/{key}/people': ofTask(), 'POST /tasks/{key}/transfer': ofTask(give), 'POST /tasks/{key}/delegate': ofTask(give), 'POST /tasks/{key}/take-back': ofTask({}), 'POST /tasks/{key}/assign': ofTask(give),
  'POST /tasks/{key}/urge': ofTask({ text: '请尽快办理' }), 'GET /tasks/{key}/stand': ofTask(), 'POST /tasks/bulk': everyone, 'GET /asked': everyone,
  'POST /tasks/{key}/clock-requests': ofTask({ id: crypto.randomUUID(), type: 'pause', ...why }), 'GET /clock-requests': everyone, 'POST /clock-requests/{id}/decide': part('request', { body: { granted: true } }),
  'GET /tasks/{key}/departments': ofTask(), 'POST /tasks/{key}/co-handlings': ofTask({ id: crypto.randomUUID(), unit: 'by-jinghe.zzb', part: '协办', asked: '请到场' }), 'GET /co-handlings': everyone,
  'POST /co-handlings/{id}/claim': part('invitation'), 'POST /co-handlings/{id}/reply': part('invitation', { body: { text: '已到场' } }), 'POST /co-handlings/{id}/withdraw': part('invitation'),
  'GET /filters': everyone, 'POST /filters': everyone, 'PUT /filters/{id}': own('filter', { name: '别名' }), 'DELETE /filters/{id}': own('filter'),
  'GET /notices': everyone, 'POST /notices/read': everyone, 'POST /notices/{id}/read': own('notice'),
  'GET /outgoing': manage, 'GET /outgoing/unreached': manage, 'POST /outgoing/retry': manage, 'POST /outgoing/{id}/retry': manage, 'POST /outgoing/{id}/drop': manage, 'GET /bots': manage,
  'PUT /organisation/units/{unit}/bot': ability('manage-settings', { of: 'unit', body: { kind: 'wecom', url: 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1' } }),
  'DELETE /organisation/units/{unit}/bot': ability('manage-settings', { of: 'unit' }), 'POST /organisation/units/{unit}/bot/test': ability('manage-settings', { of: 'unit' }),
  'GET /organisation/units': everyone, 'GET /organisation/below': everyone, 'GET /organisation/search': everyone, 'GET /organisation/template': ability(keepers, { query: 'kind=units' }), 'POST /organisation/files': ability(keepers),
  'POST /organisation/changes': ability(keepers), 'GET /organisation/changes': ability(keepers), 'GET /organisation/changes/{id}': part('change', { ability: keepers }),
  'POST /organisation/changes/{id}/cancel': part('change', { ability: keepers }), 'POST /organisation/changes/{id}/retry': part('change', { ability: keepers }), 'POST /people/first-passwords': people,
  'GET /organisation/people': everyone, 'GET /categories': everyone, 'GET /calendar': everyone, 'PUT /calendar/{year}': ability('edit-calendar'),
  'GET /grids/outlines': everyone, 'GET /grids/locate': everyone, 'POST /grids/outlines': manage, 'GET /grid-lists': everyone, 'PUT /grid-lists': ability('edit-calendar'), 'GET /map/points': everyone,
  'GET /collection': keep, 'GET /registers': look, 'GET /registers/progress': look, 'GET /registers/template': keep, 'POST /registers/import': keep, 'POST /registers': keep,
  'GET /registers/{id}': part('register', { ability: 'see-registers' }), 'GET /registers/{id}/cases': part('register', { ability: 'see-registers' }), 'PUT /registers/{id}': part('register', { ability: 'keep-registers', body: item }),
  'POST /registers/{id}/state': part('register', { ability: 'keep-registers', body: { revision: 1, state: 'gone', why: '搬走了' } }), 'POST /registers/{id}/reveal': { kind: 'ability', ability: 'unmask', of: 'register' },
  'GET /analysis/units': ability('see-figures'), 'GET /analysis/{procedure}': ability('see-figures'),
  'GET /visits': everyone, 'GET /visits/totals': everyone, 'POST /visits': keep, 'GET /visits/{id}': { kind: 'everyone', of: 'visit' },
  'POST /intake/{partner}/orders': signed, 'GET /intake/{partner}/orders/{orderNo}': signed, 'GET /partners': manage, 'POST /partners': manage, 'PUT /partners/{id}': manage, 'POST /partners/{id}/secrets': manage,
  'GET /partner-mappings': draw, 'GET /partner-mappings/{id}': draw, 'PUT /partner-mappings/{id}': draw, 'POST /partner-mappings/{id}/tryout': draw, 'GET /partner-mappings/{id}/file': ability('edit-procedures', { query: 'table=units' }), 'POST /partner-mappings/{id}/files': ability('edit-procedures', { query: 'table=units&revision=0' }),
  'GET /orders': sort, 'POST /orders/{id}/sort': sort, 'POST /orders/{id}/return': sort,
  'GET /warnings': everyone, 'GET /warnings/areas': ability('issue-warning'), 'POST /warnings': ability('issue-warning'), 'POST /warnings/{id}/lift': ability('issue-warning', { body: why }),
  'GET /background': everyone, 'GET /background/{id}': everyone, 'POST /background/{id}/stop': everyone, 'GET /background/{id}/file': everyone, 'POST /lists/{list}/export': everyone,
  'POST /instances/bulk/preview': ability('intervene', { body: { action: 'retry' } }), 'POST /instances/bulk': ability('intervene', { body: { action: 'retry', id: crypto.randomUUID(), ...why } }),
  'GET /instances': ability('see-instances'), 'GET /instances/{key}': part('instance'), 'GET /instances/{key}/history': part('instance'),
  'GET /instances/{key}/interventions': part('instance'), 'POST /instances/{key}/interventions/preview': part('instance', { only: 'intervene', body: { kind: 'cancel' } }),
  'POST /instances/{key}/interventions': part('instance', { only: 'intervene', body: { kind: 'retry', id: crypto.randomUUID(), ...why } }), 'GET /instances/{key}/people': part('instance', { only: 'intervene' }),
  'GET /incidents/{key}/alike': ability('intervene'), 'POST /incidents/{key}/alike/retry': ability('intervene', { body: { id: crypto.randomUUID(), ...why } }),
  'GET /supervision': watch, 'GET /supervision/history': watch, 'GET /supervision/ladder': watch, 'GET /supervision/tasks/{key}': part('task', { ability: 'supervise' }),
  'POST /supervision/tasks/{key}/cards': part('task', { ability: 'supervise', body: { id: crypto.randomUUID(), type: 'yellow', text: '请尽快办理' } }), 'POST /supervision/tasks/{key}/remarks': part('task', { ability: 'supervise', body: { id: crypto.randomUUID(), text: '请尽快办理', to: ['lds'] } }),
  'POST /supervision/tasks/{key}/questions': part('task', { ability: 'supervise', body: { id: crypto.randomUUID(), text: '为何未办', to: 'lds', dueAt: away.from } }), 'POST /questions/{id}/answer': everyone,
  'GET /overview': ability('see-figures'), 'GET /engine-room': operate, 'GET /engine-room/set-aside': operate, 'POST /engine-room/set-aside/{id}/apply': operate, 'POST /engine-room/set-aside/{id}/discard': operate,
  'GET /procedures': everyone, 'GET /procedures/{id}': everyone, 'GET /procedures/{id}/files': everyone, 'GET /procedures/{id}/xml': everyone, 'GET /procedures/{id}/export': everyone,
  'POST /compare': everyone, 'GET /procedures/{id}/impact': decide, 'POST /procedures/import': draw,
  'POST /procedures/{id}/migrations/preflight': draw, 'POST /procedures/{id}/migrations': draw, 'GET /procedures/{id}/migrations': draw, 'GET /procedures/{id}/migrations/{migration}': draw,
  'POST /procedures/{id}/migrations/{migration}/{turn}': draw, 'POST /procedures/{id}/anew': draw,
  'POST /decisions/evaluate': draw, 'GET /studio/catalogue': decide, 'GET /patterns/joint-handling': draw, 'POST /patterns/joint-handling/preview': draw, 'POST /patterns/joint-handling': draw,
  'POST /patterns/blank': draw,
  'POST /drafts': draw, 'GET /drafts/{id}': decide, 'PUT /drafts/{id}/files/{name}': draw, 'DELETE /drafts/{id}/files/{name}': draw, 'POST /drafts/{id}/check': decide, 'POST /drafts/{id}/copies': draw,
  'POST /drafts/{id}/restore': draw, 'GET /drafts/{id}/difference': decide, 'POST /drafts/{id}/submit': draw, 'POST /drafts/{id}/rebase': draw, 'POST /drafts/{id}/withdraw': draw,
  'POST /drafts/{id}/return': decide, 'POST /drafts/{id}/approve': decide, 'DELETE /drafts/{id}': draw,
  'GET /rehearsals': decide, 'POST /rehearsals': decide, 'GET /rehearsals/{id}': decide, 'GET /rehearsals/{id}/xml': decide, 'POST /rehearsals/{id}/answers': decide, 'POST /rehearsals/{id}/time': decide,
  'POST /rehearsals/{id}/script': decide, 'DELETE /rehearsals/{id}': decide, 'POST /rehearsal-scripts/{id}/run': decide, 'DELETE /rehearsal-scripts/{id}': draw,
};

let to: AccessTrial;
beforeAll(async () => { to = await openAccess(); }, 60_000);
afterAll(() => to.close());

const nameOf = ({ method, path }: { method: string; path: string }) => `${method.toUpperCase()} ${path}`;
async function send(agent: Signed | ReturnType<typeof supertest.agent>, name: string, id: string, { body, query, of }: Access): Promise<Answer> {
  const [method, path] = name.split(' ') as [string, string];
  // the first is what the route is about; what follows may be anything
  let first = true;
  const filled = path.replace(/\{(\w+)\}/g, (_, named: string) => {
    if (of === 'shift') return named === 'unit' ? 'by-anyi' : id;
    const value = first ? id : named === 'role' ? 'dispatcher' : to.things.shift;
    first = false;
    return named === 'year' ? '2026' : value;
  });
  const verb = method.toLowerCase() as 'get' | 'post' | 'put' | 'delete';
  // a stream has no end: its head says all
  const heading = (res: any, done: (error: null, body: object) => void): void => { res.destroy(); done(null, {}); };
  const { status, body: answer } = name === 'GET /events' ? await (agent as Signed).get('/api/events').buffer(false).parse(heading as never) : verb === 'get' ? await agent.get(`/api${filled}${query ? `?${query}` : ''}`) : await agent[verb](`/api${filled}`).send(body ?? {});
  return { status, body: answer };
}

test('the table names every route, and no route that is none', () => {
  expect(apiRoutes.map(nameOf).filter((name) => !(name in table))).toEqual([]);
  expect(Object.keys(table).filter((name) => !apiRoutes.map(nameOf).includes(name))).toEqual([]);
});

test('somebody of every role tries', () => expect(Object.keys(accounts).sort()).toEqual(roles.map(({ id }) => id).sort()));

describe('who is not signed in', () => {
  test.each(Object.entries(table))('%s', async (name, access) => {
    const { status } = await send(supertest.agent(to.server), name, access.of ? to.things[access.of] : '404', access);
    if (access.kind !== 'open') expect(status).toBe(401);
    else expect([status, [422, 401].includes(status)]).toEqual([status, true]);
  });
});

describe('whoever is signed in', () => {
  test.each(Object.entries(table))('%s', async (name, access) => {
    const { kind, of } = access;
    const wrong: string[] = [];
    const note = (account: string, { status }: Answer, expected: string) => void wrong.push(`${account} got ${status}, expected ${expected}`);

    const outside = async (account: string) => {
      const { agent, person } = to.people.get(account)!;
      const [foreign, missing] = [await send(agent, name, to.things[of!], access), await send(agent, name, missingOf(of!, to.things), access)];
      const expected = access.ability && !can(person, access.ability) ? 403 : 404;
      if (foreign.status !== expected) note(account, foreign, String(expected));
      if (blurred(foreign) !== blurred(missing)) wrong.push(`${account} can tell what is hidden from what is not there: ${blurred(foreign)} ${blurred(missing)}`);
    };
    const inside = async (account: string) => {
      const { person, agent } = to.people.get(account)!;
      if (kind === 'out') {
        const fresh = await signIn(to.server as never, account);
        const answer = await send(fresh, name, '404', access);
        if (answer.status !== 204 || (await fresh.get('/api/session')).status !== 401) note(account, answer, '204 and to be out');
        return;
      }
      const answer = await send(agent, name, of ? to.things[of] : '404', access);
      const { status } = answer;
      // 503: something that this process does not have; who may ask was decided before
      if (status >= 500 && status !== 503) note(account, answer, 'no fault');
      // who tries without a signature is held up after some tries
      else if (kind === 'signed') { if (status !== 401 && status !== 429) note(account, answer, '401'); }
      else if (kind === 'own') { if (status !== 404) note(account, answer, '404'); }
      else if (access.ability && !can(person, access.ability)) { if (status !== 403) note(account, answer, '403'); }
      else if (status === 401) note(account, answer, 'to be known');
      else if (kind === 'ability') { if (status === 403 && !of) note(account, answer, 'to get in'); }
      else if (kind === 'part' && of !== 'person' && apart.includes(account)) { if (status !== 404) note(account, answer, '404'); }
      else if (kind === 'part') { if (status === 404 || (access.only && (status === 403) === can(person, access.only))) note(account, answer, 'that it is there'); }
      else if (status === 403 && !of) note(account, answer, 'to get in');
    };

    const hidden = of !== undefined && kind !== 'own';
    if (hidden) for (const account of strangers) await outside(account);
    await Promise.all([...Object.values(accounts), ...(hidden ? [] : strangers)].map(inside));
    expect(wrong).toEqual([]);
  });
});

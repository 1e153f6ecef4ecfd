// Who may call what: ONE table names the access of every route, and it is tried as every role, as somebody who is not signed in, and as people of another town.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Server } from 'node:http';
import supertest from 'supertest';
import { apiRoutes } from '../../api/app.js';
import { can, roles, type Ability } from '../../processes/roles.js';
import type { Person } from '../../processes/store/types.js';
import { openApi, type Api } from '../support/api.js';
import { closeTestStore } from '../support/store.js';
import { signIn, type Signed } from '../support/web.js';

/**
 * - `open`: needs no sign-in;
 * - `everyone`: whoever is signed in, for what is theirs;
 * - `ability`: roles that allow it, others are refused before anything is looked at;
 * - `case`, `task`, `instance`: who may see the case, or the task or instance of it (here: all roles of 泾河镇 and above); to people of another town it is not there, exactly like one that does not
 *   exist. `body` is one that the route accepts; with `only` roles without that ability are refused;
 * - `own`: belongs to one person (`id` is made by `things` below); to everybody else it is not there;
 * - `out`: ends the session that calls it.
 */
type Access = { kind: 'open' | 'everyone' | 'out' } | { kind: 'ability'; ability: Ability } | { kind: 'case' | 'task' | 'instance'; body?: object; only?: Ability } | { kind: 'own'; thing: 'attachment' | 'notice' | 'session' };
const open: Access = { kind: 'open' };
const everyone: Access = { kind: 'everyone' };
const ability = (name: Ability): Access => ({ kind: 'ability', ability: name });
const ofCase = (body?: object, only?: Ability): Access => ({ kind: 'case', body, only });
const ofTask = (body?: object, only?: Ability): Access => ({ kind: 'task', body, only });
const ofInstance = (): Access => ({ kind: 'instance' });
const own = (thing: 'attachment' | 'notice' | 'session'): Access => ({ kind: 'own', thing });
const draw = ability('edit-procedures');
const decide = ability('approve-procedures');
const administer = ability('administer');
const why = { reason: '材料还没有交齐' };

/** Every route of the API, one line each: `METHOD path` as it stands in `apiRoutes`. A route that is missing here fails by its name. */
const table: Record<string, Access> = {
  'POST /session': open, 'POST /session/code': open, 'GET /session': everyone, 'POST /session/seen': everyone, 'DELETE /session': { kind: 'out' },
  'GET /me': everyone, 'PUT /me/phone': everyone, 'PUT /me/password': everyone, 'GET /me/sessions': everyone, 'DELETE /me/sessions': everyone, 'DELETE /me/sessions/{id}': own('session'),
  'POST /me/totp': everyone, 'POST /me/totp/confirm': everyone, 'POST /me/totp/remove': everyone,
  'GET /people': administer, 'GET /people/units': administer, 'POST /people': administer, 'GET /people/{id}': administer, 'PUT /people/{id}': administer, 'POST /people/{id}/disable': administer,
  'POST /people/{id}/enable': administer, 'POST /people/{id}/password': administer, 'DELETE /people/{id}/totp': administer, 'DELETE /people/{id}/sessions': administer,
  'GET /duty/{unit}': everyone, 'PUT /duty/{unit}/shifts/{id}': ability('plan-duty'), 'DELETE /duty/{unit}/shifts/{id}': ability('plan-duty'), 'POST /duty/{unit}/copies': ability('plan-duty'),
  'PUT /duty/{unit}/deputies/{role}': ability('plan-duty'), 'GET /absences': everyone, 'PUT /absences/{person}': everyone, 'DELETE /absences/{person}': everyone,
  'POST /reports': everyone, 'POST /attachments': everyone, 'GET /attachments/{id}': own('attachment'),
  'GET /cases': everyone, 'GET /cases/{caseNo}': ofCase(), 'POST /cases/{caseNo}/comments': ofCase({ clientId: crypto.randomUUID(), text: '请尽快' }),
  'POST /cases/{caseNo}/withdraw': ofCase(why),
  'GET /tasks': everyone, 'GET /tasks/{key}': ofTask(), 'POST /tasks/{key}/claim': ofTask({}), 'POST /tasks/{key}/release': ofTask({}), 'PUT /tasks/{key}/draft': ofTask({ values: {} }),
  'POST /tasks/{key}/complete': ofTask({ values: {} }), 'POST /tasks/{key}/extend': ofTask({ limit: '1 工作日', ...why }), 'POST /tasks/{key}/pause': ofTask(why), 'POST /tasks/{key}/resume': ofTask(why),
  'GET /notices': everyone, 'POST /notices/{id}/read': own('notice'),
  'GET /organisation/units': everyone, 'GET /organisation/people': everyone, 'GET /categories': everyone,
  'GET /calendar': everyone, 'PUT /calendar/{year}': ability('edit-calendar'),
  'GET /instances': ability('see-instances'), 'GET /instances/{key}': ofInstance(),
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

/** Somebody of each role who may see the case; and two of another town. */
const accounts: Record<string, string> = {
  'grid-member': 'caoba', 'grid-leader': 'caobazhang', intake: 'caobacun', dispatcher: 'jinghe', 'duty-leader': 'jinghezhiban', officer: 'lds', head: 'ldssuozhang', commander: 'baoyingzhihui',
  supervisor: 'ducha', 'follow-up': 'baoyinghuifang', assessor: 'kaohe', policy: 'liucheng', admin: 'guanli',
};
const strangers = ['anyi', 'chengbei'];

let api: Api;
const people = new Map<string, { person: Person; agent: Signed }>();
const things: Record<string, string> = {};
let caseNo: string;
let taskKey: string;
let instanceKey: string;
let server: Server;
beforeAll(async () => {
  api = await openApi();
  // one that listens all the time: a thousand requests each with a server of its own would take a minute
  server = api.app.listen(0, '127.0.0.1');
  const all = [...Object.values(accounts), ...strangers];
  await Promise.all(all.map(async (account) => people.set(account, { person: (await api.store.people.findById(account).lean<Person>())!, agent: await signIn(server as never, account) })));
  ({ key: taskKey, caseNo } = await api.open('dept-handle', ['by-jinghe.lds/officer'], { limit: '5 工作日' }));
  instanceKey = (await api.store.instances.findOne({ caseNo }).lean())!._id;
  // what belongs to 马卫东 alone
  const owner = await api.as('jingheducha');
  const pdf = Buffer.from('%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n');
  things.attachment = (await owner.post('/api/attachments').attach('file', pdf, { filename: 'x.pdf', contentType: 'application/pdf' }).expect(201)).body.id;
  things.session = (await owner.get('/api/me/sessions').expect(200)).body[0].id;
  things.notice = 'for-one';
  await api.store.notices.create({ _id: things.notice, to: ['jingheducha'], kind: 'x', title: '给一个人', text: '', at: new Date(), readBy: [] } as never);
}, 60_000);
afterAll(async () => {
  server?.close();
  await closeTestStore();
});

const nameOf = ({ method, path }: { method: string; path: string }) => `${method.toUpperCase()} ${path}`;
interface Answer { status: number; body: any }
async function send(agent: Signed | ReturnType<typeof supertest.agent>, name: string, ids: Record<string, string>, body?: object): Promise<Answer> {
  const [method, path] = name.split(' ') as [string, string];
  const filled = path.replace(/\{(\w+)\}/g, (_, id: string) => ids[id] ?? (id === 'year' ? '2026' : '404'));
  const verb = method.toLowerCase() as 'get' | 'post' | 'put' | 'delete';
  const { status, body: answer } = verb === 'get' ? await agent.get(`/api${filled}`) : await agent[verb](`/api${filled}`).send(body ?? {});
  return { status, body: answer };
}
const nowhere = { caseNo: 'BY20200101001', key: '999999999' };
/** An answer without the id that was asked for. */
const blurred = ({ status, body }: Answer) => JSON.stringify({ status, body }).replace(/<[^>]*>/g, '<>');

test('the table names every route, and no route that is none', () => {
  expect(apiRoutes.map(nameOf).filter((name) => !(name in table))).toEqual([]);
  expect(Object.keys(table).filter((name) => !apiRoutes.map(nameOf).includes(name))).toEqual([]);
});

test('somebody of every role tries', () => expect(Object.keys(accounts).sort()).toEqual(roles.map(({ id }) => id).sort()));

describe('who is not signed in', () => {
  test.each(Object.keys(table))('%s', async (name) => {
    const { status } = await send(supertest.agent(server), name, { caseNo, key: taskKey, id: '404' }, (table[name] as { body?: object }).body);
    if (table[name]!.kind !== 'open') expect(status).toBe(401);
    else expect([status, [422, 401].includes(status)]).toEqual([status, true]);
  });
});

describe('whoever is signed in', () => {
  test.each(Object.entries(table))('%s', async (name, access) => {
    const wrong: string[] = [];
    const note = (account: string, { status }: Answer, expected: string) => void wrong.push(`${account} got ${status}, expected ${expected}`);
    const isPart = access.kind === 'case' || access.kind === 'task' || access.kind === 'instance';
    const ids: Record<string, string> = { caseNo, key: access.kind === 'instance' ? instanceKey : taskKey, ...(access.kind === 'own' ? { id: things[access.thing]! } : {}) };
    const body = isPart ? access.body : undefined;

    const outside = async (account: string) => {
      const { agent } = people.get(account)!;
      const [foreign, missing] = [await send(agent, name, ids, body), await send(agent, name, { ...ids, ...nowhere }, body)];
      if (foreign.status !== 404) note(account, foreign, '404');
      if (blurred(foreign) !== blurred(missing)) wrong.push(`${account} can tell what is hidden from what is not there: ${blurred(foreign)} ${blurred(missing)}`);
    };
    const inside = async (account: string) => {
      const { person, agent } = people.get(account)!;
      if (access.kind === 'out') {
        const fresh = await signIn(server as never, account);
        const answer = await send(fresh, name, ids);
        if (answer.status !== 204 || (await fresh.get('/api/session')).status !== 401) note(account, answer, '204 and to be out');
        return;
      }
      const answer = await send(agent, name, ids, body);
      const { status } = answer;
      // 503: something that this process does not have; who may ask was decided before
      if (status >= 500 && status !== 503) note(account, answer, 'no fault');
      else if (access.kind === 'own') { if (status !== 404) note(account, answer, '404'); }
      else if (access.kind === 'ability') { if ((status === 403) === can(person, access.ability) || status === 401) note(account, answer, can(person, access.ability) ? 'to get in' : '403'); }
      else if (isPart) { if (status === 404 || status === 401 || (access.only && (status === 403) === can(person, access.only))) note(account, answer, 'that it is there'); }
      else if (status === 401 || status === 403) note(account, answer, 'to get in');
    };

    if (isPart) for (const account of strangers) await outside(account);
    await Promise.all([...Object.values(accounts), ...(isPart ? [] : strangers)].map(inside));
    expect(wrong).toEqual([]);
  });
});

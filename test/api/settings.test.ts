// What administrators answer for and set: the settings, the audit, and a person's data as a file.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readRules } from '../../processes/accounts/rules.js';
import { settingGroups, type SettingGroup } from '../../processes/accounts/settings-list.js';
import { audit } from '../../processes/audit.js';
import { openStore } from '../../processes/store/store.js';
import type { Person } from '../../processes/store/types.js';
import { expectProblem, openApi, type Api } from '../support/api.js';
import { closeTestStore } from '../support/store.js';
import type { Signed } from '../support/web.js';

let api: Api;
let admin: Signed;
let security: Signed;
let auditor: Signed;
beforeAll(async () => {
  api = await openApi();
  [admin, security, auditor] = await Promise.all([api.as('guanli'), api.as('anquan'), api.as('shenji')]);
  const { passwordHash } = (await api.store.people.findById('guanli').lean<Person>())!;
  for (const role of ['admin', 'security', 'auditor']) await api.store.people.create({ _id: `town${role}`, name: '镇管理', account: `town${role}`, passwordHash, posts: [{ unit: 'by-jinghe', role }], groups: [`by-jinghe/${role}`], active: true, demo: true });
});
afterAll(closeTestStore);

const put = (values: object, who = admin) => who.put('/api/settings').send({ values });

describe('the settings', () => {
  test('begin with their defaults, and each bound of the list is kept to', async () => {
    const { values } = (await admin.get('/api/settings').expect(200)).body;
    for (const [group, { settings }] of Object.entries(settingGroups as Record<string, SettingGroup>)) {
      for (const [key, { otherwise, least, most }] of Object.entries(settings)) {
        expect([group, key, values[group][key]]).toEqual([group, key, otherwise]);
        for (const wrong of typeof otherwise === 'number' ? [least! - 1, most! + 1, 1.5, '7', null] : ['25:00', '7:00', 'x']) {
          expect(expectProblem(await put({ [group]: { [key]: wrong } }), 422).problems.map(({ path }: { path: string }) => path).some((path: string) => path.startsWith(`${group}.${key}`) || path.startsWith(`values.${group}`))).toBe(true);
        }
      }
    }
    expectProblem(await put({ password: { colour: 3 } }), 422);
    expectProblem(await put({ __proto__: { x: 1 }, session: { idleMinutes: 200, absoluteHours: 2 } }), 422);
    expect((await admin.get('/api/settings')).body.values).toEqual(values);
    expect(await api.store.audit.countDocuments({ 'about.id': 'settings', action: '修改设置' })).toBe(0);
  });

  test('say what contradicts each other', async () => {
    expect(expectProblem(await put({ password: { length: 20 } }), 422).problems).toEqual([{ path: 'password.longLength', message: '不能比“至少几位”还短' }]);
    expect(expectProblem(await put({ quiet: { from: '22:00' } }), 422).problems[0].path).toBe('quiet.to');
  });

  test('count at once here, within seconds in another process, and the audit says who changed what', async () => {
    const other = await openStore(api.store.connection.getClient().options.hosts.map(({ host, port }) => `mongodb://${host}:${port}/${api.store.connection.name}?directConnection=true`)[0]!);
    expect((await readRules(other)).password.length).toBe(8);
    await put({ password: { length: 10 }, reopening: { hours: 48 }, quiet: { from: '22:00', to: '07:00' } }).expect(200);
    expect((await (await api.as('lds')).get('/api/me').expect(200)).body.rules.length).toBe(10);
    expect((await (await api.as('lds')).get('/api/settings/reopening').expect(200)).body).toEqual({ hours: 48, times: 1 });
    expect((await (await api.as('lds')).get('/api/me/reach').expect(200)).body.reach.quiet).toEqual({ from: '22:00', to: '07:00' });
    expect((await api.store.audit.findOne({ 'about.id': 'settings', action: '修改设置' }).lean())!.text).toBe('密码「至少几位」8位 → 10位；重新办理「办结后多久以内」72小时 → 48小时；默认免打扰时段「从」无 → 22:00；默认免打扰时段「到」无 → 07:00');
    const until = Date.now() + 8_000;
    while ((await readRules(other)).password.length !== 10 && Date.now() < until) await new Promise((done) => setTimeout(done, 250));
    expect((await readRules(other)).password.length).toBe(10);
    await other.close();
    // nothing changed, nothing to answer for
    await put({ password: { length: 10 } }).expect(200);
    expect(await api.store.audit.countDocuments({ 'about.id': 'settings', action: '修改设置' })).toBe(1);
  }, 20_000);

  test('are changed by whoever administers a county or above; a town reads them', async () => {
    const town = await api.as('townadmin');
    expect((await town.get('/api/settings').expect(200)).body.may.change).toBe(false);
    expectProblem(await put({ password: { length: 12 } }, town), 403);
    expect((await town.get('/settings').expect(200)).text).toContain('这里只能查看');
    expect((await admin.get('/settings').expect(200)).text).toContain('连续输错几次后暂停登录');
  });
});

describe('a person\'s data', () => {
  test('is theirs to take, without a secret and without what is about others', async () => {
    const caseNo = await api.report({ description: '别人的事 13812345678' });
    const answer = await (await api.as('caoba')).get('/api/me/export').expect(200);
    expect(answer.headers['content-disposition']).toMatch(/^attachment/);
    const data = answer.body;
    expect(data.account).toMatchObject({ id: 'caoba', name: '周晓梅', account: 'caoba' });
    expect(data.cases.map(({ _id }: { _id: string }) => _id)).toContain(caseNo);
    expect(data.sessions).toHaveLength(1);
    expect(answer.text).not.toMatch(/argon|scrypt|passwordHash|secret|别人的事/);
  });

  test('is given to a security administrator on request, with the reason written down first, and only of their own people', async () => {
    expectProblem(await security.get('/api/people/caoba/export'), 422);
    await security.get('/api/people/caoba/export?reason=本人书面申请').expect(200);
    expectProblem(await (await api.as('townsecurity')).get('/api/people/anyi/export?reason=看看'), 404);
    const { items } = (await auditor.get('/api/audit?kind=export&about=caoba').expect(200)).body;
    expect(items.map(({ who, text }: any) => [who.id, text])).toEqual([['anquan', '导出个人数据：本人书面申请'], ['caoba', '本人导出自己的数据']]);
  });
});

describe('the audit', () => {
  test('says in words what was found wrong with its chain', async () => {
    await audit(api.store, new Date(), { system: '审计' }, 'audit-broken', { kind: 'audit', id: '7' }, 'changed');
    const { items } = (await auditor.get('/api/audit?about=7').expect(200)).body;
    expect(items.map(({ text }: any) => text)).toEqual(['内容被改过']);
  });

  test('says who looked at what and why, narrowed by person, matter, kind and days, page by page', async () => {
    const { caseNo } = await api.open('dept-handle', ['by-jinghe.lds/officer']);
    for (let n = 0; n < 3; n++) await (await api.as('lds')).post(`/api/cases/${caseNo}/reveal`).send({ field: 'description', reason: `核实 ${n}` }).expect(200);
    const list = async (query: string) => (await auditor.get(`/api/audit?${query}`).expect(200)).body;
    const looked = await list(`about=${caseNo}&kind=reveal&size=2`);
    expect([looked.items.length, looked.items[0].about]).toEqual([2, { kind: 'case', id: caseNo, name: `案件 ${caseNo}` }]);
    expect((await list(`about=${caseNo}&kind=reveal&size=2&before=${looked.before}`)).items.map(({ text }: any) => text)).toEqual(['查看案件情况说明：核实 0']);
    expect((await list(`who=林静&kind=reveal`)).items).toHaveLength(3);
    expect((await list('kind=reveal&text=核实 1&address=')).items.map(({ who }: any) => who.name)).toEqual(['林静怡']);
    expect((await list('kind=reveal&address=203.')).items).toEqual([]);
    expect((await list(`who=林静&kind=export`)).items).toEqual([]);
    expect((await list('about=周晓梅&kind=export')).items).toHaveLength(2);
    const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
    expect((await list(`about=${caseNo}&kind=reveal&from=${today}&until=${today}`)).items).toHaveLength(3);
    expect((await list(`about=${caseNo}&until=2020-01-01`)).items).toEqual([]);
    expect((await list('until=2020-01-01')).items).toEqual([]);
    expect((await auditor.get(`/audit?about=${caseNo}&kind=reveal`).expect(200)).text).toContain('核实 2');
    expect((await auditor.get('/audit?kind=nonsense&from=yesterday&page=0').expect(200)).text).toContain('审计');
  });

  test('of a town shows what people of the town did', async () => {
    const names = new Set((await (await api.as('townauditor')).get('/api/audit?size=200').expect(200)).body.items.map(({ who }: any) => who.id));
    expect([names.has('lds'), names.has('guanli')]).toEqual([true, false]);
  });
});

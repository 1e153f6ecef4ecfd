// What identifies people goes after its retention, once, and a case that nobody can be found by is counted as before.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { saveRules, accountRules } from '../../processes/accounts/rules.js';
import { sweepPersonal } from '../../processes/retention/sweep.js';
import type { AuditEntry, Case, Person, RegisterItem } from '../../processes/store/types.js';
import { closeTestStore } from '../support/store.js';
import { keepCase, keepTask, openWork, shanghai, type Work } from '../support/work.js';

const NAME = '钱多多';
const PHONE = '13812345678';
const ID = '321023199001011234';
const telling = new RegExp(`${NAME}|${PHONE}|${ID}`);
const CLOSED = 'BY-2026-000001';

let work: Work;
const by = { id: 'caoba', name: '周晓梅' };
const everything = async () => {
  const { cases, entries, tasks, coHandlings, notices, variables, registers, visits } = work.store;
  return JSON.stringify(await Promise.all([cases, entries, tasks, coHandlings, notices, variables, registers, visits].map((model) => (model as typeof cases).find().lean())));
};
beforeAll(async () => {
  work = await openWork();
  const { store } = work;
  const told = { title: `欠薪 ${PHONE}`, description: `身份证 ${ID}`, reporter: { person: 'caoba', name: NAME, phone: PHONE, anonymous: false }, link: { token: 'secret-token', code: 'ABCDEF' } };
  await keepCase(work, {
    ...told, closing: { outcome: '已结案', at: shanghai('2026-06-22 10:00') }, standing: { status: '已结案', instanceKey: '1', state: 'completed', elements: [], at: shanghai('2026-06-22 10:00') },
    plan: { owedCents: 100, payees: [{ name: NAME, kind: '工人', amountCents: 100 }], instalments: [] },
  });
  await keepTask(work, { state: 'completed', submission: { by, at: shanghai('2026-06-22 10:00'), sentAt: 0, values: { phone: PHONE, workers: [{ name: NAME }] } } });
  await store.entries.create({ _id: 'e', caseNo: CLOSED, at: shanghai('2026-06-22 10:00'), who: by, action: '完成', text: `已打 ${PHONE}`, data: { name: NAME } });
  await store.notices.create({ _id: 'n', to: ['caoba'], caseNo: CLOSED, kind: 'x', title: `欠薪 ${PHONE}`, text: PHONE, at: new Date(), readBy: [] });
  await store.instances.create({ _id: '1', partition: 1, pos: 1, procedure: 'grid-event', version: 1, definitionKey: '3', caseNo: CLOSED, rootKey: '1', state: 'completed', startedAt: new Date() });
  await store.variables.create({ _id: 'v', partition: 1, pos: 1, instanceKey: '1', scopeKey: '1', name: 'summary', value: JSON.stringify(`请打 ${PHONE}`) });
  const at = shanghai('2026-06-22 10:00');
  await store.registers.create({
    _id: 'r', kind: 'resident', grid: 'by-jinghe-caoba-g1', scope: ['yz', 'by', 'by-jinghe', 'by-jinghe-caoba', 'by-jinghe-caoba-g1'], name: NAME, categories: ['独居老人'], phone: PHONE, idNumber: ID, place: { text: '一组' }, facts: { 联系人: NAME }, state: 'gone',
    revision: 2, history: [], createdAt: at, createdBy: by, updatedAt: at, updatedBy: by,
  });
  await store.visits.create({ _id: 'w', kind: 'visit', occasion: '走访', duty: '其他', role: '网格员', grid: 'by-jinghe-caoba-g1', scope: [], items: ['r'], place: { text: '一组' }, at, sentAt: at, by, text: `电话 ${PHONE}`, attachments: [] });
  await store.people.updateOne({ _id: 'caoba2' }, { $set: { active: false, leftAt: at, phone: PHONE, reach: { sms: true, mails: false, bots: false } } });
}, 60_000);
afterAll(closeTestStore);

describe('retention', () => {
  test('changes nothing before its time', async () => {
    work.at('2029-06-22 09:59');
    expect(await sweepPersonal(work.deps)).toEqual({ cases: 0, people: 0, registers: 0 });
    expect(await everything()).toMatch(telling);
  });

  test('is as long as the settings say', async () => {
    await saveRules(work.store, accountRules.parse({ retention: { reporterYears: 4, leaverYears: 4, registerYears: 4 } }));
    work.at('2029-06-22 10:01');
    expect(await sweepPersonal(work.deps)).toEqual({ cases: 0, people: 0, registers: 0 });
    await saveRules(work.store, accountRules.parse({}));
  });

  test('one that breaks off is gone on with by the next, and writes its entry once', async () => {
    const update = work.store.cases.collection.updateOne;
    work.store.cases.collection.updateOne = (async () => { throw new Error('away'); }) as never;
    await expect(sweepPersonal(work.deps)).rejects.toThrow('away');
    work.store.cases.collection.updateOne = update;
    expect(await sweepPersonal(work.deps)).toEqual({ cases: 1, people: 1, registers: 2 });
    expect(await sweepPersonal(work.deps)).toEqual({ cases: 0, people: 0, registers: 0 });
    const noted = await work.store.audit.find({ action: 'blank' }).sort({ _id: 1 }).lean<AuditEntry[]>();
    expect(noted.map(({ about }) => `${about.kind}:${about.id}`)).toEqual([`case:${CLOSED}`, 'person:caoba2', 'register:r']);
  });

  test('leaves nothing by which somebody could be found, and the case is counted as before', async () => {
    expect(await everything()).not.toMatch(telling);
    const kept = (await work.store.cases.findById(CLOSED).lean<Case>())!;
    expect(kept).toMatchObject({ title: '欠薪 （已清除）', category: 'B03', people: 16, reporter: { person: 'caoba', anonymous: false }, blankedAt: expect.any(Date), closing: { outcome: '已结案' }, plan: { owedCents: 100, payees: [{ name: '（已清除）' }] } });
    expect(kept.link).toBeUndefined();
    expect((await work.store.registers.findById('r').lean<RegisterItem>())!).toMatchObject({ name: '（已清除）', categories: ['独居老人'], state: 'gone' });
    const left = (await work.store.people.findById('caoba2').lean<Person>())!;
    expect(left).toMatchObject({ name: '已离岗人员', account: 'left-caoba2', active: false, groups: [] });
    expect([left.phone, left.reach]).toEqual([undefined, undefined]);
  });

  test('never touches a case that is open or was reopened', async () => {
    await keepCase(work, { _id: 'BY-2026-000002', reporter: { person: 'caoba', name: NAME, phone: PHONE, anonymous: false } });
    await keepCase(work, { _id: 'BY-2026-000003', closing: { outcome: '已结案', at: shanghai('2026-06-22 10:00') }, standing: { status: '处置中', instanceKey: '2', state: 'active', elements: [], at: new Date() } });
    work.at('2040-01-01 00:00');
    expect((await sweepPersonal(work.deps)).cases).toBe(0);
  });
});

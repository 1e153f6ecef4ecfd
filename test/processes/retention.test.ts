// What identifies people goes after its retention, once, and a case that nobody can be found by is counted as before.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { saveRules, accountRules } from '../../processes/accounts/rules.js';
import { sweepPersonal } from '../../processes/retention/sweep.js';
import type { AuditEntry, Case, Person, RegisterItem, Task } from '../../processes/store/types.js';
import { factsOf } from '../../processes/figures/case-facts.js';
import { decideRetention, retentionOf } from '../../processes/retention/request.js';
import { findFile, keepFile, attachFiles } from '../../processes/store/files.js';
import { verifyAudit } from '../../processes/audit/verify.js';
import { breaking, Broken } from '../support/breaking-store.js';
import { closeTestStore } from '../support/store.js';
import { keepCase, keepTask, openWork, shanghai, type Work } from '../support/work.js';

const NAME = '钱多多';
const PHONE = '13812345678';
const ID = '321023199001011234';
const WORDS = '住在桥头第三家的那位老人';
const telling = new RegExp(`${NAME}|${PHONE}|${ID}|${WORDS}`);
const CLOSED = 'BY-2026-000001';

let work: Work;
const by = { id: 'caoba', name: '周晓梅' };
const at = shanghai('2026-06-22 10:00');
const models = ['cases', 'entries', 'tasks', 'coHandlings', 'notices', 'variables', 'registers', 'visits', 'instances', 'supervisions'] as const;
const everything = async () => JSON.stringify(await Promise.all(models.map((name) => (work.store[name] as typeof work.store.cases).find().lean())));
const bucket = (part: 'files' | 'chunks') => work.store.connection.db!.collection(`attachments.${part}`);
const photo = (name: string) => keepFile(work.store, Buffer.from(`a photo of ${name}`), { name, type: 'image/jpeg', by: 'caoba' });
let photos: Record<'case' | 'form' | 'visit' | 'shared' | 'other', string>;

/** Anew each time: a closed case with all that hangs on it, a register item, a visit, who left. */
async function seed(): Promise<void> {
  const { store } = work;
  await Promise.all([...models.map((name) => store[name].collection.deleteMany({})), bucket('files').deleteMany({}), bucket('chunks').deleteMany({})]);
  const [onCase, onForm, onVisit, shared, other] = await Promise.all(['case', 'form', 'visit', 'shared', 'other'].map(photo));
  photos = { case: onCase!.id, form: onForm!.id, visit: onVisit!.id, shared: shared!.id, other: other!.id };
  await attachFiles(store, [photos.case, photos.form, photos.shared, photos.other], CLOSED);
  await attachFiles(store, [photos.other], 'BY-2026-000009');
  const told = { title: `欠薪 ${PHONE}`, description: `身份证 ${ID}，${WORDS}`, place: { text: WORDS, lng: 119.4, lat: 32.8 }, attachments: [photos.case], reporter: { person: 'caoba', name: NAME, phone: PHONE, anonymous: false }, link: { token: 'secret-token', code: 'ABCDEF' } };
  await keepCase(work, {
    ...told, scope: ['yz', 'by', 'by-jinghe'], closing: { outcome: '已结案', at, reason: WORDS, rating: '不满意' }, standing: { status: '已结案', instanceKey: '1', state: 'completed', elements: [], at }, rating: { stars: 2, text: WORDS, at }, facts: [{ _id: 'f', key: 'visit', at, data: { said: WORDS, amount: 5, on: '2026-06-20' } }],
    plan: { owedCents: 100, payees: [{ name: NAME, kind: '工人', amountCents: 100 }], instalments: [{ no: 1, dueDate: '2026-07-01', amountCents: 100, evidence: [photos.form] }] },
  });
  await keepTask(work, { state: 'completed', endedAt: at, dueAt: shanghai('2026-06-21 10:00'), submission: { by, at, sentAt: 0, values: { outcome: 'redo', rating: '不满意', opinion: WORDS, phone: PHONE, days: 3, on: '2026-06-20', photos: [photos.form], workers: [{ name: NAME }] } }, moves: [{ type: 'transfer', at, by, to: 'x', why: WORDS }] });
  await store.entries.create({ _id: 'e', caseNo: CLOSED, at, who: by, action: '完成', element: { id: 'dept-sign', name: '部门签收' }, text: '部门签收', why: WORDS, data: { name: NAME, outcome: 'redo' } });
  await store.entries.create({ _id: 'c', caseNo: CLOSED, at, who: by, action: '留言', text: `已打 ${PHONE}，${WORDS}`, data: { attachments: [photos.form] } });
  await store.supervisions.create({ _id: 's', taskKey: '1', caseNo: CLOSED, taskName: '部门签收', scope: [], type: 'question', label: '要求答复', by, at, text: WORDS, reply: { by, at, text: WORDS, late: false } });
  await store.notices.create({ _id: 'n', to: ['caoba'], caseNo: CLOSED, kind: 'x', title: `欠薪 ${PHONE}`, text: PHONE, at: new Date(), readBy: [] });
  await store.instances.create({ _id: '1', partition: 1, pos: 1, procedure: 'grid-event', version: 1, definitionKey: '3', caseNo: CLOSED, rootKey: '1', state: 'completed', startedAt: new Date() });
  await store.variables.create({ _id: 'v', partition: 1, pos: 1, instanceKey: '1', scopeKey: '1', name: 'summary', value: JSON.stringify({ lastReason: WORDS, caseNo: CLOSED, reworks: 1 }) });
  await store.registers.create({
    _id: 'r', kind: 'resident', grid: 'by-jinghe-caoba-g1', scope: ['yz', 'by', 'by-jinghe', 'by-jinghe-caoba', 'by-jinghe-caoba-g1'], name: NAME, categories: ['独居老人'], phone: PHONE, idNumber: ID, place: { text: WORDS, lng: 1, lat: 1 }, facts: { 联系人: NAME }, note: WORDS, state: 'gone',
    revision: 2, history: [{ revision: 2, at, by, action: '注销', fields: [], why: WORDS }], createdAt: at, createdBy: by, updatedAt: at, updatedBy: by,
  });
  await store.visits.create({ _id: 'w', kind: 'visit', occasion: '走访', duty: '其他', role: '网格员', grid: 'by-jinghe-caoba-g1', scope: [], items: ['r'], place: { text: WORDS }, at, sentAt: at, by, text: `电话 ${PHONE}`, attachments: [photos.visit, photos.shared] });
}

beforeAll(async () => {
  work = await openWork();
  await seed();
  await work.store.people.updateOne({ _id: 'caoba2' }, { $set: { active: false, leftAt: at, phone: PHONE, reach: { sms: true, mails: false, bots: false } } });
}, 60_000);
afterAll(closeTestStore);

describe('retention', () => {
  test('changes nothing before its time', async () => {
    work.at('2029-06-22 09:59');
    expect(await sweepPersonal(work.deps)).toEqual({ cases: 0, people: 0, registers: 0, files: 0 });
    expect(await everything()).toMatch(telling);
  });

  test('is as long as the settings say', async () => {
    await saveRules(work.store, accountRules.parse({ retention: { reporterYears: 4, leaverYears: 4, registerYears: 4 } }));
    work.at('2029-06-22 10:01');
    expect(await sweepPersonal(work.deps)).toEqual({ cases: 0, people: 0, registers: 0, files: 0 });
    await saveRules(work.store, accountRules.parse({}));
  });

  test('one that breaks off is gone on with by the next, and writes its entry once', async () => {
    const update = work.store.cases.collection.updateOne;
    work.store.cases.collection.updateOne = (async () => { throw new Error('away'); }) as never;
    await expect(sweepPersonal(work.deps)).rejects.toThrow('away');
    work.store.cases.collection.updateOne = update;
    expect(await sweepPersonal(work.deps)).toEqual({ cases: 1, people: 1, registers: 2, files: 0 });
    expect(await sweepPersonal(work.deps)).toEqual({ cases: 0, people: 0, registers: 0, files: 0 });
    const noted = await work.store.audit.find({ action: 'blank' }).sort({ _id: 1 }).lean<AuditEntry[]>();
    expect(noted.map(({ about }) => `${about.kind}:${about.id}`)).toEqual([`case:${CLOSED}`, 'person:caoba2', 'register:r']);
  });

  test('leaves nothing by which somebody could be found: no name, no number, no word that anybody wrote, no place, no photo', async () => {
    expect(await everything()).not.toMatch(telling);
    const kept = (await work.store.cases.findById(CLOSED).lean<Case>())!;
    expect(kept).toMatchObject({
      title: '欠薪逃匿/哄抢（已清除）', category: 'B03', people: 16, reporter: { person: 'caoba', anonymous: false }, place: { text: '（已清除）' }, attachments: [], blankedAt: expect.any(Date), closing: { outcome: '已结案', rating: '不满意', reason: '（已清除）' },
      rating: { stars: 2, text: '（已清除）' }, plan: { owedCents: 100, payees: [{ name: '（已清除）', kind: '工人', amountCents: 100 }], instalments: [{ dueDate: '2026-07-01', evidence: [] }] }, facts: [{ key: 'visit', data: { amount: 5, on: '2026-06-20' } }],
    });
    expect([kept.link, kept.place.lng]).toEqual([undefined, undefined]);
    expect((await work.store.registers.findById('r').lean<RegisterItem>())!).toMatchObject({ name: '（已清除）', categories: ['独居老人'], state: 'gone', history: [{ action: '注销', by }] });
    expect((await work.store.visits.findById('w').lean())!).toMatchObject({ occasion: '走访', duty: '其他', by, items: ['r'], attachments: [] });
    const left = (await work.store.people.findById('caoba2').lean<Person>())!;
    expect(left).toMatchObject({ name: '已离岗人员', account: 'left-caoba2', active: false, groups: [] });
    expect([left.phone, left.reach]).toEqual([undefined, undefined]);
  });

  test('what was chosen, when and by whom stays', async () => {
    expect((await work.store.tasks.findOne({ caseNo: CLOSED }).lean())!.submission).toMatchObject({ by, values: { outcome: 'redo', rating: '不满意', opinion: '（已清除）', days: 3, on: '2026-06-20', photos: [], workers: [{ name: '（已清除）' }] } });
    expect(await work.store.entries.find({ caseNo: CLOSED }).sort({ _id: 1 }).lean()).toMatchObject([{ who: by, action: '留言', text: '（已清除）' }, { who: by, action: '完成', text: '部门签收', data: { outcome: 'redo' } }]);
    expect(JSON.parse((await work.store.variables.findById('v').lean())!.value)).toEqual({ lastReason: '（已清除）', caseNo: CLOSED, reworks: 1 });
  });

  test('a file goes with the last that holds it, content and all; what another case holds stays', async () => {
    expect(await Promise.all([photos.case, photos.form, photos.visit, photos.shared].map((id) => findFile(work.store, id)))).toEqual([undefined, undefined, undefined, undefined]);
    expect(await findFile(work.store, photos.other)).toMatchObject({ cases: ['BY-2026-000009'] });
    expect((await bucket('chunks').find().toArray()).map(({ files_id }) => files_id)).toEqual([photos.other]);
  });

  test('figures and the audit are as before', async () => {
    const facts = async () => factsOf((await work.store.cases.findById(CLOSED).lean<Case>())!, await work.store.tasks.find({ caseNo: CLOSED }).lean<Task[]>(), work.deps.calendar, at);
    const after = await facts();
    await seed();
    expect(after).toEqual(await facts());
    expect(after!.marks).toContain('rework');
    expect(await verifyAudit(work.store)).toMatchObject({ ok: true });
  });

  test('broken off after any of its writes, the next sweep ends it', async () => {
    let broke = true;
    for (let n = 1; broke; n += 1) {
      await seed();
      const broken = breaking(work.store, n, 'after');
      await sweepPersonal({ ...work.deps, store: broken.store }).catch((error: unknown) => expect(error).toBeInstanceOf(Broken));
      broke = broken.broke;
      await sweepPersonal(work.deps);
      expect(await everything()).not.toMatch(telling);
      expect((await bucket('chunks').find().toArray()).map(({ files_id }) => files_id)).toEqual([photos.other]);
    }
  }, 120_000);

  test('an upload that was never part of anything goes, too', async () => {
    await seed();
    const lost = await photo('nothing');
    await bucket('files').updateOne({ _id: lost.id as never }, { $set: { uploadDate: shanghai('2026-06-01 00:00') } });
    expect((await sweepPersonal(work.deps)).files).toBe(1);
    expect(await findFile(work.store, lost.id)).toBeUndefined();
  });

  test('a case is held by a reason, by what follows from it, by an appeal that waits; and only so long', async () => {
    await seed();
    const found = async () => (await work.store.cases.findById(CLOSED).lean<Case>())!;
    const leader = (await work.store.people.findOne({ account: 'jinghezhiban' }).lean<Person>())!;
    const held = async () => [(await sweepPersonal(work.deps)).cases, (await retentionOf(await found(), work.deps))!.held];
    await decideRetention(await found(), 'hold', '正在诉讼', leader, work.deps);
    expect(await held()).toEqual([0, '要求保留：正在诉讼']);
    await decideRetention(await found(), 'release', '判决生效', leader, work.deps);
    await keepCase(work, { _id: 'BY-2026-000005', clientId: crypto.randomUUID(), suggestion: { to: 'by-jinghe.cgb', origins: [CLOSED] }, standing: { status: '处置中', instanceKey: '5', state: 'active', elements: [], at } });
    expect(await held()).toEqual([0, '后续案件 BY-2026-000005 还没有办结']);
    await work.store.cases.deleteOne({ _id: 'BY-2026-000005' });
    await work.store.assessments.create({ _id: 'a', unit: 'by', subject: 'grid', cycle: 'month', period: '2026-06', state: 'computed', indicators: [], from: '2026-06', days: 30, total: 1, by, at });
    await work.store.assessmentScores.create({ _id: 'a:g', assessment: 'a', run: 'r', assessed: 'g', name: 'g', subject: 'grid', period: '2026-06', path: [], items: [], computed: 1, total: 1, frozen: false, appeals: [{ id: 'p', by, at, text: '不对' }], corrections: [] });
    expect(await held()).toEqual([0, '它所在的考核期有申诉还没有答复']);
    await work.store.assessmentScores.updateOne({ _id: 'a:g' }, { $set: { 'appeals.0.answer': { by, at, granted: false, reason: '对' } } });
    expect(await held()).toEqual([1, undefined]);
  });

  test('whoever it tells of can ask for it before its time, once nothing may be done again', async () => {
    await seed();
    const found = async () => (await work.store.cases.findById(CLOSED).lean<Case>())!;
    const leader = (await work.store.people.findOne({ account: 'jinghezhiban' }).lean<Person>())!;
    work.at('2026-06-23 10:00');
    await expect(decideRetention(await found(), 'erase', '本人来电', leader, work.deps)).rejects.toThrow(/^反映人在 6月\d+日 \d\d:\d\d 以前还可以申请重新办理/);
    work.at('2026-06-26 10:00');
    await expect(decideRetention(await found(), 'erase', '本人来电', (await work.store.people.findById('caoba').lean<Person>())!, work.deps)).rejects.toThrow('值班领导');
    expect((await sweepPersonal(work.deps)).cases).toBe(0);
    await decideRetention(await found(), 'erase', '本人来电', leader, work.deps);
    expect((await sweepPersonal(work.deps)).cases).toBe(1);
    expect(JSON.stringify(await found())).not.toMatch(telling);
    expect(await retentionOf(await found(), work.deps)).toMatchObject({ blankedAt: shanghai('2026-06-26 10:00'), asked: true });
  });

  test('never touches a case that is open or was reopened', async () => {
    await keepCase(work, { _id: 'BY-2026-000002', reporter: { person: 'caoba', name: NAME, phone: PHONE, anonymous: false } });
    await keepCase(work, { _id: 'BY-2026-000003', closing: { outcome: '已结案', at: shanghai('2026-06-22 10:00') }, standing: { status: '处置中', instanceKey: '2', state: 'active', elements: [], at: new Date() } });
    work.at('2040-01-01 00:00');
    expect((await sweepPersonal(work.deps)).cases).toBe(0);
  });
});

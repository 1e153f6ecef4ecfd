// Joint enforcement on the real engine: the town plans and leads, departments confirm, what is found is corrected or punished within the law's limits, made public, and the departments are assessed.
import { randomUUID } from 'node:crypto';
import { defaultCalendar } from '../../processes/calendar.js';
import { workdaysAfter } from '../../processes/legal-days.js';
import { until } from '../../runtime/client.js';
import { theSystem, type System } from '../support/system.js';
import { DAY, entriesOf, factOf, peopleOf, together } from '../support/ways.js';

let system: System;
let people: ReturnType<typeof peopleOf>;

beforeAll(async () => {
  system = await theSystem();
  people = peopleOf(system);
}, 240_000);
afterAll(() => system.stop());

const lastDay = (task: any) => new Date(new Date(task.dueAt).getTime() + 8 * 3_600_000).toISOString().slice(0, 10);

async function begun(title: string): Promise<string> {
  const jinghe = await system.as('jinghe');
  expect((await jinghe.get('/initiatives')).items).toEqual([expect.objectContaining({ procedure: 'joint-enforcement', name: '联合执法' })]);
  const given = { clientId: randomUUID(), procedure: 'joint-enforcement', title, category: 'F01', place: { text: '曹坝园区' }, grid: 'by-jinghe-caoba-g1' };
  const { caseNo } = await jinghe.post('/initiatives', given);
  expect((await jinghe.post('/initiatives', given)).caseNo).toBe(caseNo);
  return caseNo;
}

const plan = async (caseNo: string, given: object = {}) => people.does('jinghe', caseNo, 'enforcement-plan', { lead: 'by-jinghe.zfj', members: ['by-jinghe.pcs', 'by-jinghe.cgb'], where: '园区各厂房', onDate: await people.day(caseNo, 2), matters: '查消防通道和占道堆放', ...given });
const dataOf = async (account: string, caseNo: string, elementId: string) => {
  const { key } = await people.has(account, caseNo, elementId);
  return (await (await system.as(account)).get(`/tasks/${key}`)).data;
};
/** What an inspection writes down of whom it finds at fault. */
const unit = { partyKind: 'unit', partyName: '曹坝冲压有限公司', partyCode: '91000000MA0LD00025', partyPlace: '曹坝园区 9 号' };
const party = { partyName: unit.partyName, partyCode: unit.partyCode, partyPlace: unit.partyPlace };

/** Planned, signed, confirmed by all three departments. */
async function ready(title: string): Promise<string> {
  const caseNo = await begun(title);
  await plan(caseNo);
  await people.does('jinghezhiban', caseNo, 'enforcement-sign', { outcome: 'agreed' });
  await Promise.all(['zfj', 'pcs', 'cgb'].map((account) => people.does(account, caseNo, 'member-confirm', { outcome: 'yes', people: '两人，证号齐全' })));
  return caseNo;
}

const published = (caseNo: string) => people.does('jinghe', caseNo, 'enforcement-publish', { outcome: 'yes', publishedAt: '镇政务公开栏' });
const assessed = (...departments: string[]) => ({ marks: departments.map((department) => (department.endsWith('.cgb') ? { department, mark: 'fair', remark: '到场迟' } : { department, mark: 'good' })), summary: '协同有力' });

/** Made public, and the departments assessed. */
async function finished(caseNo: string, marked = ['by-jinghe.zfj', 'by-jinghe.pcs', 'by-jinghe.cgb']): Promise<any> {
  await published(caseNo);
  await people.does('jinghezhiban', caseNo, 'enforcement-assess', assessed(...marked));
  return people.end(caseNo);
}

describe('joint-enforcement', () => {
  together({
    async 'a plan that the leader sends back is written again; a place with nothing wrong is made public and the departments are assessed'() {
      const caseNo = await begun('消防通道联合检查');
      // asked for when it was begun
      expect((await dataOf('jinghe', caseNo, 'enforcement-plan')).where).toBe('曹坝园区');
      await plan(caseNo);
      await people.does('jinghezhiban', caseNo, 'enforcement-sign', { outcome: 'returned', reason: '分工不清' });
      await people.once(caseNo, 'the second plan', (found) => entriesOf(found, '完成', 'enforcement-sign').length === 1);
      expect((await dataOf('jinghe', caseNo, 'enforcement-plan')).where).toBe('园区各厂房');
      await plan(caseNo);
      await people.does('jinghezhiban', caseNo, 'enforcement-sign', { outcome: 'agreed' });
      await Promise.all(['zfj', 'pcs'].map((account) => people.does(account, caseNo, 'member-confirm', { outcome: 'yes', people: '两人' })));
      await people.does('cgb', caseNo, 'member-confirm', { outcome: 'no', reason: '当天另有任务' });
      await expect(people.does('zfj', caseNo, 'enforcement-on-site', { inspectors: 1, summary: '一人到场', outcome: 'clean', evidence: [await people.evidence('zfj')] })).rejects.toMatchObject({ status: 422 });
      await people.does('zfj', caseNo, 'enforcement-on-site', { inspectors: 4, summary: '通道畅通', outcome: 'clean', evidence: [await people.evidence('zfj')] });
      await published(caseNo);
      // marked are those that came, and no other
      expect((await dataOf('jinghezhiban', caseNo, 'enforcement-assess')).marks.map(({ department }: any) => department).sort()).toEqual(['by-jinghe.pcs', 'by-jinghe.zfj']);
      const assess = (...marked: string[]) => people.does('jinghezhiban', caseNo, 'enforcement-assess', assessed(...marked));
      await expect(assess('by-jinghe.zfj', 'by-jinghe.pcs', 'by-jinghe.cgb')).rejects.toMatchObject({ status: 422, problem: { problems: [{ path: 'marks[2].department' }] } });
      await expect(assess('by-jinghe.zfj')).rejects.toMatchObject({ status: 422, problem: { problems: [{ path: 'marks', message: '还没有评价：泾河镇派出所' }] } });
      await assess('by-jinghe.zfj', 'by-jinghe.pcs');
      const view = await people.end(caseNo);
      expect(view.case).toMatchObject({ source: '主动发起', closing: { outcome: '已结案' } });
      expect(factOf(view, 'enforcement-inspection')).toMatchObject({ lead: 'by-jinghe.zfj', members: ['by-jinghe.pcs'], confirmations: expect.arrayContaining([expect.objectContaining({ department: 'by-jinghe.cgb', outcome: 'no', reason: '当天另有任务' })]), inspectors: 4, finding: 'clean' });
      expect(factOf(view, 'enforcement-result')).toMatchObject({ published: 'yes', marks: expect.arrayContaining([expect.objectContaining({ department: 'by-jinghe.pcs', mark: 'good' })]) });
      expect(entriesOf(view, '完成', 'member-confirm')).toHaveLength(3);
    },

    async 'a plan that the lead, or everybody else, cannot come to goes back to the town with what was answered'() {
      const caseNo = await begun('夜市占道联合整治');
      const answer = (account: string, reason?: string) => people.does(account, caseNo, 'member-confirm', reason === undefined ? { outcome: 'yes', people: '两人' } : { outcome: 'no', reason });
      const signed = async () => {
        await plan(caseNo);
        await people.does('jinghezhiban', caseNo, 'enforcement-sign', { outcome: 'agreed' });
      };
      const again = async () => (await dataOf('jinghe', caseNo, 'enforcement-plan')).answers;
      await signed();
      await Promise.all([answer('zfj', '人员另有任务'), answer('pcs'), answer('cgb')]);
      const first = await again();
      expect(first).toContain('泾河镇综合执法局：不能参加，人员另有任务');
      expect(first).toContain('泾河镇派出所：参加');
      const told = async () => (await (await system.as('jinghezhiban')).get('/notices')).items.filter((one: any) => one.caseNo === caseNo && one.title === '联合执法方案要调整').map(({ text }: any) => text);
      expect(await told()).toEqual([expect.stringContaining('泾河镇综合执法局：不能参加，人员另有任务')]);
      await signed();
      await Promise.all([answer('zfj'), answer('pcs', '警力不足'), answer('cgb', '当天值班')]);
      expect((await again()).split('；').sort()).toEqual(['泾河镇城管(住建)办：不能参加，当天值班', '泾河镇派出所：不能参加，警力不足', '泾河镇综合执法局：参加']);
      await signed();
      await Promise.all([answer('zfj'), answer('pcs'), answer('cgb', '当天值班')]);
      await people.has('zfj', caseNo, 'enforcement-on-site');
      expect(await told()).toHaveLength(2);
    },

    async 'what is to be punished at once: a party that asks for a hearing has one, announced in time, before anything is decided'() {
      const caseNo = await ready('违规储存整治');
      await people.does('zfj', caseNo, 'enforcement-on-site', { inspectors: 2, summary: '厂房内存放油桶', outcome: 'punish', ...unit, evidence: [await people.evidence('zfj')] });
      const day = (days: number) => people.day(caseNo, days);
      expect(await dataOf('zfj', caseNo, 'inform-rights')).toMatchObject(party);
      await people.does('zfj', caseNo, 'inform-rights', { documentNo: '告知第二号', proposed: '罚款两万元', toldOn: await day(-30) });
      await people.does('zfj', caseNo, 'hear-party', { outcome: 'hearing', askedOn: await day(-29), summary: '当事人要求听证' });
      const evidence = [await people.evidence('zfj')];
      await expect(people.does('zfj', caseNo, 'hold-hearing', { noticedOn: await day(-28), heldOn: await day(-24), summary: '已听证', evidence })).rejects.toMatchObject({ status: 422, problem: { problems: [{ path: 'heldOn' }] } });
      await people.does('zfj', caseNo, 'hold-hearing', { noticedOn: await day(-28), heldOn: await day(-2), summary: '听证后维持', evidence });
      const decide = async (decidedOn: string) => people.does('zfjjuzhang', caseNo, 'decide-penalty', { outcome: 'fine', documentNo: '罚决第二号', decidedOn, fine: 20_000, summary: '事实清楚' });
      await expect(decide(await day(-3))).rejects.toMatchObject({ status: 422, problem: { problems: [{ path: 'decidedOn' }] } });
      await decide(await day(-1));
      // made public within seven working days of the decision, whatever becomes of the fine
      expect(lastDay(await people.has('jinghe', caseNo, 'enforcement-publish'))).toBe(workdaysAfter(defaultCalendar(), await day(-1), 7));
      await published(caseNo);
      await people.does('zfj', caseNo, 'serve-decision', { servedOn: await day(0), how: 'direct', evidence: [await people.evidence('zfj')] });
      // put off twice, and looked at again on each new day, until it is paid
      const look = async (values: object) => people.does('zfj', caseNo, 'penalty-performed', values);
      const again = async () => {
        const next = await people.has('zfj', caseNo, 'penalty-performed');
        return { last: lastDay(next), data: (await (await system.as('zfj')).get(`/tasks/${next.key}`)).data };
      };
      expect((await again()).data.payBy).toBe(await day(15));
      await look({ outcome: 'instalments', newPayBy: await day(30), summary: '先缴一万元，余款月底缴' });
      await people.once(caseNo, 'the second look', (found) => entriesOf(found, '完成', 'penalty-performed').length === 1);
      expect(await again()).toMatchObject({ last: await day(33), data: { payBy: await day(30) } });
      await look({ outcome: 'instalments', newPayBy: await day(40), summary: '批准再延十日' });
      await people.once(caseNo, 'the third look', (found) => entriesOf(found, '完成', 'penalty-performed').length === 2);
      await look({ outcome: 'performed', performedOn: await day(0), summary: '已缴清' });
      await people.does('jinghezhiban', caseNo, 'enforcement-assess', assessed('by-jinghe.zfj', 'by-jinghe.pcs', 'by-jinghe.cgb'));
      const view = await people.end(caseNo);
      expect(factOf(view, 'enforcement-penalty')).toMatchObject({ ...party, heard: 'hearing', heldOn: await day(-2), hearSummary: '听证后维持', payBy: await day(40), performedHow: 'performed', performedOn: await day(0) });
    },

    async 'a fine that is not paid ends with the court, once it has taken it on'() {
      const caseNo = await ready('违规用电整治');
      await people.does('zfj', caseNo, 'enforcement-on-site', { inspectors: 2, summary: '私拉电线', outcome: 'punish', ...unit, evidence: [await people.evidence('zfj')] });
      const day = (days: number) => people.day(caseNo, days);
      await people.does('zfj', caseNo, 'inform-rights', { documentNo: '告知第三号', proposed: '罚款三千元', toldOn: await day(-300) });
      await people.does('zfj', caseNo, 'hear-party', { outcome: 'statement', summary: '申辩理由不成立' });
      await people.does('zfjjuzhang', caseNo, 'decide-penalty', { outcome: 'fine', documentNo: '罚决第三号', decidedOn: await day(-250), fine: 3_000, summary: '事实清楚' });
      await people.does('zfj', caseNo, 'serve-decision', { servedOn: await day(-250), how: 'left', evidence: [await people.evidence('zfj')] });
      const filed = { outcome: 'court', summary: '催告后仍不缴', court: '县人民法院', urgedOn: await day(-40), appealed: 'no', appliedOn: await day(-2), filedOn: await day(-1) };
      await expect(people.does('zfj', caseNo, 'penalty-performed', filed)).rejects.toMatchObject({ status: 422, problem: { problems: [{ path: 'courtNo' }] } });
      // until the court may be asked it is looked at again, on the day that is named
      await people.does('zfj', caseNo, 'penalty-performed', { outcome: 'unpaid', lookOn: await day(20), summary: '已催告' });
      await people.once(caseNo, 'the next look', (found) => entriesOf(found, '完成', 'penalty-performed').length === 1);
      expect(lastDay(await people.has('zfj', caseNo, 'penalty-performed'))).toBe(await day(23));
      await expect(people.does('zfj', caseNo, 'penalty-performed', { ...filed, courtNo: '行审第一号', urgedOn: await day(-5) })).rejects.toMatchObject({ status: 422, problem: { problems: [{ path: 'appliedOn' }] } });
      await people.does('zfj', caseNo, 'penalty-performed', { ...filed, courtNo: '行审第一号' });
      const view = await finished(caseNo);
      expect(factOf(view, 'enforcement-penalty')).toMatchObject({ heard: 'statement', performedHow: 'court', court: '县人民法院', urgedOn: await day(-40), courtAppliedOn: await day(-2), filedOn: await day(-1), courtNo: '行审第一号' });
    },

    async 'a warning is served and done: nobody asks whether it was paid; a department of the county leads and is marked as any other'() {
      const caseNo = await begun('消防设施联合检查');
      await plan(caseNo, { lead: 'by.xf', members: ['by-jinghe.zfj'] });
      await people.does('jinghezhiban', caseNo, 'enforcement-sign', { outcome: 'agreed' });
      await Promise.all(['xiaofang', 'zfj'].map((account) => people.does(account, caseNo, 'member-confirm', { outcome: 'yes', people: '两人' })));
      await people.does('xiaofang', caseNo, 'enforcement-on-site', { inspectors: 2, summary: '消防栓被圈占', outcome: 'punish', partyKind: 'person', partyPerson: '解某', personPlace: '曹坝村一组', facilityName: '园区东门消防栓', evidence: [await people.evidence('xiaofang')] });
      const day = await people.day(caseNo);
      await people.does('xiaofang', caseNo, 'inform-rights', { documentNo: '告知第四号', proposed: '警告', toldOn: day });
      await people.does('xiaofang', caseNo, 'hear-party', { outcome: 'waived', summary: '书面放弃', evidence: [await people.evidence('xiaofang')] });
      await people.does('xiaofang', caseNo, 'decide-penalty', { outcome: 'warning', documentNo: '罚决第四号', decidedOn: day, summary: '事实清楚' });
      await people.does('xiaofang', caseNo, 'serve-decision', { servedOn: day, how: 'direct', evidence: [await people.evidence('xiaofang')] });
      const view = await finished(caseNo, ['by.xf', 'by-jinghe.zfj']);
      expect(entriesOf(view, '完成', 'penalty-performed')).toEqual([]);
      const fact = factOf(view, 'enforcement-penalty');
      expect(fact).toMatchObject({ penalty: 'warning', servedHow: 'direct', partyPerson: expect.stringContaining('解'), partyPlace: '曹坝村一组' });
      expect([fact.payBy, fact.performedHow]).toEqual([undefined, undefined]);
      expect(factOf(view, 'enforcement-inspection')).toMatchObject({ lead: 'by.xf', members: ['by-jinghe.zfj'], facilityName: '园区东门消防栓' });
    },

    async 'what is put right in time is not punished'() {
      const caseNo = await ready('飞线充电联合整治');
      await people.does('zfj', caseNo, 'enforcement-on-site', { inspectors: 3, summary: '两处飞线', outcome: 'correct', ...unit, evidence: [await people.evidence('zfj')] });
      await people.does('zfj', caseNo, 'order-correction', { documentNo: '责改第二号', demand: '拆除飞线', correctBy: await people.day(caseNo, 1) });
      await people.does('zfj', caseNo, 'check-correction', { outcome: 'done', summary: '已拆除' });
      const view = await finished(caseNo);
      expect(factOf(view, 'enforcement-correction')).toMatchObject({ ...party, correction: 'done', demand: '拆除飞线' });
      expect(factOf(view, 'enforcement-penalty')).toBeUndefined();
    },
  });

  test('what is not put right in time is punished, and not a day earlier: told, heard, decided, served within seven and paid within fifteen days', async () => {
    const caseNo = await ready('占道堆放联合整治');
    await people.does('zfj', caseNo, 'enforcement-on-site', { inspectors: 2, summary: '通道被原料堵塞', outcome: 'correct', ...unit, evidence: [await people.evidence('zfj')] });
    const [correctBy, today] = [await people.day(caseNo, 5), await people.day(caseNo, 6)];
    await people.does('zfj', caseNo, 'order-correction', { documentNo: '责改第一号', demand: '清空通道', correctBy });
    expect(lastDay(await people.has('zfj', caseNo, 'check-correction'))).toBe(await people.day(caseNo, 8));
    const late = () => people.does('zfj', caseNo, 'check-correction', { outcome: 'not', summary: '仍然堵塞' });
    await expect(late()).rejects.toMatchObject({ status: 422, problem: { problems: [{ path: 'outcome', message: expect.stringContaining(correctBy) }] } });
    await system.move(6 * DAY);
    await until('the day after the last', () => late().then(() => true, () => false), 150_000);
    await people.does('zfj', caseNo, 'inform-rights', { documentNo: '告知第一号', proposed: '罚款五千元', toldOn: today });
    await expect(people.does('zfj', caseNo, 'hear-party', { outcome: 'none', summary: '没有提出' })).rejects.toMatchObject({ status: 422, problem: { problems: [{ path: 'outcome' }] } });
    await people.does('zfj', caseNo, 'hear-party', { outcome: 'waived', summary: '书面放弃', evidence: [await people.evidence('zfj')] });
    await people.does('zfjjuzhang', caseNo, 'decide-penalty', { outcome: 'fine', documentNo: '罚决第一号', decidedOn: today, fine: 5_000, summary: '事实清楚' });
    expect(lastDay(await people.has('zfj', caseNo, 'serve-decision'))).toBe(await people.day(caseNo, 13));
    const serve = async (servedOn: string) => people.does('zfj', caseNo, 'serve-decision', { servedOn, how: 'direct', evidence: [await people.evidence('zfj')] });
    await expect(serve(correctBy)).rejects.toMatchObject({ status: 422, problem: { problems: [{ path: 'servedOn' }] } });
    await serve(today);
    expect(lastDay(await people.has('zfj', caseNo, 'penalty-performed'))).toBe(await people.day(caseNo, 24));
    await people.does('zfj', caseNo, 'penalty-performed', { outcome: 'performed', performedOn: today, summary: '已缴款并清空' });
    const view = await finished(caseNo);
    expect(factOf(view, 'enforcement-penalty')).toMatchObject({ penalty: 'fine', fine: 5_000, heard: 'waived', servedHow: 'direct', performedHow: 'performed' });
    expect(factOf(view, 'enforcement-correction')).toBeUndefined();
    expect(view.timeline.some(({ element }: any) => element?.id === 'hold-hearing')).toBe(false);
  }, 300_000);

  test('who has no post for it, or not there, does not begin it', async () => {
    const given = { clientId: randomUUID(), procedure: 'joint-enforcement', title: '越权发起', category: 'F01', place: { text: '别处' }, grid: 'by-jinghe-caoba-g1' };
    await expect((await system.as('caoba')).post('/initiatives', given)).rejects.toMatchObject({ status: 403 });
    await expect((await system.as('anyi')).post('/initiatives', given)).rejects.toMatchObject({ status: 403 });
    await expect((await system.as('jinghe')).post('/initiatives', { ...given, procedure: 'grid-event' })).rejects.toMatchObject({ status: 403 });
  });
});

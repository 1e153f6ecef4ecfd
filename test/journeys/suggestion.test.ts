// The cause mended: a dispute shows a bad road, the department is told, mends it, it is looked at on the spot and later again, and the dispute's case hears of it.
import { randomUUID } from 'node:crypto';
import { theSystem, type System } from '../support/system.js';
import { entriesOf, factOf, peopleOf, together } from '../support/ways.js';

let system: System;
let people: ReturnType<typeof peopleOf>;

beforeAll(async () => {
  system = await theSystem();
  people = peopleOf(system);
}, 240_000);
afterAll(() => system.stop());


/** A dispute, and a suggestion that a grid member makes from it to the town's office for city management. */
async function suggested(): Promise<{ origin: string; caseNo: string }> {
  const origin = await people.report('caoba', { category: 'A01', title: '门前积水引起的纠纷' });
  const caoba = await system.as('caoba');
  const { departments } = await caoba.get(`/cases/${origin}/suggestions`);
  expect(departments[0].id.startsWith('by-jinghe.')).toBe(true);
  const given = { clientId: randomUUID(), to: 'by-jinghe.cgb', title: '修好村口的路', text: '路面破损积水，两家为排水争吵' };
  const { caseNo } = await caoba.post(`/cases/${origin}/suggestions`, given);
  expect((await caoba.post(`/cases/${origin}/suggestions`, given)).caseNo).toBe(caseNo);
  return { origin, caseNo };
}

describe('suggestion', () => {
  together({
    async 'one that is adopted is carried out, checked, done again where it was not, and its effect is seen; the case that it came from is told'() {
      const { origin, caseNo } = await suggested();
      const doBy = await people.day(caseNo, 20);
      await people.does('cgb', caseNo, 'consider', { outcome: 'accepted', plan: '重铺路面并修排水沟', doBy });
      await people.once(origin, 'the acceptance', (view) => view.timeline.some(({ why }: any) => why?.includes(`引出的建议已被采纳：重铺路面并修排水沟，计划 ${doBy} 前完成`)));
      const task = await people.has('cgb', caseNo, 'carry-out');
      expect(new Date(task.dueAt).toISOString()).toBe(`${doBy}T15:59:59.000Z`);
      await people.does('cgb', caseNo, 'carry-out', { outcome: 'done', summary: '已铺路面', evidence: [await people.evidence('cgb')] });
      await people.does('caoba', caseNo, 'check-suggestion', { outcome: 'fail', reason: '排水沟没有修' });
      await people.does('cgb', caseNo, 'carry-out', { outcome: 'done', summary: '排水沟已修', evidence: [await people.evidence('cgb')] });
      await people.does('caoba', caseNo, 'check-suggestion', { outcome: 'pass', lookOn: await people.day(caseNo) });
      await people.does('caoba', caseNo, 'see-effect', { outcome: 'effective', summary: '下雨不再积水，两家和好' });
      const view = await people.end(caseNo);
      expect(view.case).toMatchObject({ source: '办案建议', closing: { outcome: '已结案' }, standing: { status: '已结案' } });
      expect(factOf(view, 'suggestion-effect')).toMatchObject({ plan: '重铺路面并修排水沟', effect: 'effective' });
      expect(entriesOf(view, '完成', 'carry-out')).toHaveLength(2);
      const from = await people.read(origin);
      expect(from.timeline.filter(({ action }: any) => action === '建议' || action === '建议反馈').map(({ action }: any) => action)).toEqual(['建议', '建议反馈', '建议反馈']);
      const caoba = await system.as('caoba');
      expect((await caoba.get(`/cases/${origin}/suggestions`)).items).toEqual([{ caseNo, title: '修好村口的路', status: '已结案' }]);
      expect(await caoba.get(`/cases/${caseNo}/suggestions`)).toMatchObject({ to: expect.stringContaining('城管'), origins: [{ caseNo: origin, title: '门前积水引起的纠纷' }] });
    },

    async 'one that is declined says why, to who made it and to the case'() {
      const { origin, caseNo } = await suggested();
      await people.does('cgb', caseNo, 'consider', { outcome: 'declined', reason: '该路段已列入明年改造计划' });
      const view = await people.end(caseNo);
      expect(view.case.closing).toMatchObject({ outcome: '已结案', reason: '未采纳：该路段已列入明年改造计划' });
      expect(factOf(view, 'suggestion-declined')).toMatchObject({ lastReason: '该路段已列入明年改造计划' });
      expect((await people.read(origin)).timeline.find(({ action }: any) => action === '建议反馈')?.why).toContain('该路段已列入明年改造计划');
    },

    async 'one without effect is considered anew, once; then it ends as such, and so does one that the department cannot carry out'() {
      const { origin, caseNo } = await suggested();
      const [today, later] = [await people.day(caseNo), await people.day(caseNo, 10)];
      const taken = async (no: string, plan: string) => people.does('cgb', no, 'consider', { outcome: 'accepted', plan, doBy: later });
      const done = async (lookOn: string) => {
        await people.does('cgb', caseNo, 'carry-out', { outcome: 'done', summary: '已做', evidence: [await people.evidence('cgb')] });
        await people.does('caoba', caseNo, 'check-suggestion', { outcome: 'pass', lookOn });
      };
      await taken(caseNo, '重铺路面');
      await done(today);
      const first = await people.has('caoba', caseNo, 'see-effect');
      await people.does('caoba', caseNo, 'see-effect', { outcome: 'none', summary: '还是积水' });
      const again = await people.has('cgb', caseNo, 'consider');
      expect((await (await system.as('cgb')).get(`/tasks/${again.key}`)).data).toMatchObject({ effect: 'none', lastSummary: '还是积水' });
      await taken(caseNo, '修排水沟');
      await done(today);
      await people.does('caoba', caseNo, 'see-effect', { outcome: 'none', summary: '雨大时仍积水' }, { where: ({ key }: any) => key !== first.key });
      const view = await people.end(caseNo);
      expect(view.case.closing).toMatchObject({ outcome: '已结案', reason: '没有见效：雨大时仍积水' });
      expect(factOf(view, 'suggestion-failed')).toMatchObject({ how: '没有见效', reason: '雨大时仍积水', plan: '修排水沟' });
      const told = (await people.read(origin)).timeline.filter(({ action }: any) => action === '建议反馈').map(({ why }: any) => why);
      expect(told).toHaveLength(3);
      expect(told.some((why: string) => why.includes('引出的建议没有见效：雨大时仍积水'))).toBe(true);
      expect(told.some((why: string) => why.includes('已经落实'))).toBe(false);

      const other = await suggested();
      await taken(other.caseNo, '重铺路面');
      await people.does('cgb', other.caseNo, 'carry-out', { outcome: 'unable', reason: '路面属县道，须由县交通局施工' });
      expect((await people.end(other.caseNo)).case.closing).toMatchObject({ outcome: '已结案', reason: '没有落实：路面属县道，须由县交通局施工' });
      expect((await people.read(other.origin)).timeline.filter(({ action, why }: any) => action === '建议反馈' && why.includes('引出的建议没有落实'))).toHaveLength(1);
    },

    async 'its effect is seen on the day that was named, no sooner; nothing is promised for a day that is past'() {
      const { caseNo } = await suggested();
      await expect(people.does('cgb', caseNo, 'consider', { outcome: 'accepted', plan: '重铺路面', doBy: await people.day(caseNo, -1) })).rejects.toMatchObject({ status: 422, problem: { problems: [{ path: 'doBy' }] } });
      await people.does('cgb', caseNo, 'consider', { outcome: 'accepted', plan: '重铺路面', doBy: await people.day(caseNo, 10) });
      await people.does('cgb', caseNo, 'carry-out', { outcome: 'done', summary: '已铺', evidence: [await people.evidence('cgb')] });
      const lookOn = await people.day(caseNo, 20);
      await people.does('caoba', caseNo, 'check-suggestion', { outcome: 'pass', lookOn });
      expect((await people.has('caoba', caseNo, 'see-effect')).dueAt.slice(0, 10)).toBe(await people.day(caseNo, 27));
      await expect(people.does('caoba', caseNo, 'see-effect', { outcome: 'effective', summary: '不再积水' })).rejects.toMatchObject({ status: 422, problem: { problems: [{ path: 'outcome', message: `${lookOn} 起才能回看效果，还没有到` }] } });
    },

    async 'one that is taken back ends, and its tasks with it; whoever reported what it came from is told'() {
      const { caseNo, origin } = await suggested();
      await people.has('cgb', caseNo, 'consider');
      await (await system.as('caoba')).post(`/cases/${caseNo}/withdraw`, { reason: '已经有人在修' });
      const view = await people.end(caseNo);
      expect(view.case).toMatchObject({ standing: { status: '作废' }, closing: { outcome: '作废' } });
      expect(view.tasks.every(({ state }: any) => state === 'withdrawn')).toBe(true);
      expect((await people.read(origin)).timeline.find(({ action }: any) => action === '建议反馈')?.why).toContain('引出的建议已撤回，不再办理，理由：已经有人在修');
    },
  });
});

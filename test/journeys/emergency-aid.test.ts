// Flood and typhoon on the real engine: a warning opens one check for each household; who is safe, who is in danger, whom nobody finds, who helps and who is stood down, and what lifting ends.
import { randomUUID } from 'node:crypto';
import { until } from '../../runtime/client.js';
import { theSystem, type System } from '../support/system.js';
import { entriesOf, factOf, peopleOf, together } from '../support/ways.js';

let system: System;
let people: ReturnType<typeof peopleOf>;

beforeAll(async () => {
  system = await theSystem();
  people = peopleOf(system);
}, 240_000);
afterAll(() => system.stop());

/** Issues a warning, twice, and waits until its checks stand in task lists. @returns its id, and each check by its place */
async function warned(areas: string[]): Promise<{ id: string; at: (place: string) => string }> {
  const leader = await system.as('jinghezhiban');
  const given = { sender: '县气象台', number: randomUUID(), kind: '台风', level: '橙色', areas };
  const { id } = await leader.post('/warnings', given);
  expect(await leader.post('/warnings', given)).toEqual({ id, again: true });
  const shown = await until('the checks', async () => {
    const one = (await leader.get(`/warnings?id=${id}&most=100`)).items[0];
    return one?.opened && one.unchecked.every(({ task }: any) => task) ? one : undefined;
  }, 60_000);
  return { id, at: (place) => shown.unchecked.find((one: any) => one.place === place).caseNo };
}

const board = async (account: string, id: string) => (await (await system.as(account)).get(`/warnings?id=${id}`)).items[0];

/** Fire brigade and department say that they cannot: the county is asked for others at once, and then the city. */
async function notComing(caseNo: string): Promise<void> {
  await expect(people.does('xiaofang', caseNo, 'fire-brigade', { outcome: 'cannot' })).rejects.toMatchObject({ status: 422, problem: { problems: [{ path: 'reason' }] } });
  await people.does('xiaofang', caseNo, 'fire-brigade', { outcome: 'cannot', reason: '车都在堤上' });
  await people.does('aqb', caseNo, 'department-acts', { outcome: 'cannot', reason: '安置点住满了' });
  const asked = await people.has('baoyingzhihui', caseNo, 'fire-above');
  expect((await (await system.as('baoyingzhihui')).get(`/tasks/${asked.key}`)).data).toMatchObject({ askedWho: '消防', askedFor: '车都在堤上' });
  await people.does('baoyingzhihui', caseNo, 'fire-above', { outcome: 'short', summary: '县里没有冲锋舟' });
  await people.does('yangzhou', caseNo, 'fire-above', { outcome: 'sent', summary: '市消防支队两艘冲锋舟' }, { where: ({ key }: any) => key !== asked.key });
  await people.does('baoyingzhihui', caseNo, 'department-above', { outcome: 'sent', summary: '县应急局接到县城安置' });
}

/** Everything that is done at once for a household in danger but the helpers. */
async function rescued(caseNo: string, member: string, cannot = false): Promise<void> {
  const first = await people.has(member, caseNo, 'first-report');
  expect(new Date(first.dueAt).getTime() - new Date(first.createdAt).getTime()).toBe(30 * 60_000);
  if (cannot) await notComing(caseNo);
  else {
    await people.does('xiaofang', caseNo, 'fire-brigade', { outcome: 'rescued' });
    await people.does('aqb', caseNo, 'department-acts', { outcome: 'relocated', shelter: '村部安置点' });
  }
  await people.does(member, caseNo, 'first-report', { peopleAtRisk: 1, summary: '水已进屋' });
  const follow = await people.has(member, caseNo, 'follow-danger');
  expect(new Date(follow.dueAt).getTime() - new Date(follow.createdAt).getTime()).toBe(2 * 3_600_000);
  await people.does(member, caseNo, 'follow-danger', { outcome: 'ongoing' });
  await people.once(caseNo, 'the next report', (view) => view.tasks.filter(({ elementId, state }: any) => elementId === 'follow-danger' && state === 'open').length === 1 && entriesOf(view, '完成', 'follow-danger').length === 1);
  await people.does(member, caseNo, 'follow-danger', { outcome: 'over', summary: '水退了' });
}

describe('emergency aid', () => {
  together({
    async 'a household is safe, one is helped by the first who accept, and one that nobody finds is helped by whom the town sends'() {
      const { id, at } = await warned(['by-jinghe-caoba-g1']);
      const [safe, danger, missing] = [at('曹坝园区东侧 5 号'), at('曹坝园区东侧 7 号'), at('曹坝园区职工宿舍 2 栋 101')];
      await people.does('caoba', safe, 'check-household', { outcome: 'safe' });
      await people.does('caoba', danger, 'check-household', { outcome: 'danger', dangerKind: 'flooded' });
      await people.does('caobazhang', missing, 'check-household', { outcome: 'absent' });
      expect((await people.end(safe)).case).toMatchObject({ standing: { status: '已结案' }, closing: { reason: '排查完毕，平安' } });
      await people.has('caobacun', missing, 'second-try');
      expect(await board('caobazhang', id)).toMatchObject({ counts: { total: 3, checked: 1, danger: 1, unchecked: 1 }, unchecked: [{ caseNo: missing, again: true }] });

      await people.has('yishe', danger, 'call-helpers');
      await people.does('linli', danger, 'call-helpers', { outcome: 'yes', arrives: '10' });
      await people.does('zhiyuan', danger, 'call-helpers', { outcome: 'yes', arrives: '20' });
      const settled = await people.once(danger, 'who helps', (view) => entriesOf(view, '定人').length === 1);
      expect(entriesOf(settled, '定人')[0].text).toBe('参加救助：茅大林、尤小勤');
      await until('the word to stay at home', async () => (await (await system.as('yishe')).get('/notices')).items.some(({ caseNo, title }: any) => caseNo === danger && title === '人手已经够了'), 30_000);
      await rescued(danger, 'caoba');
      await people.does('caoba', danger, 'after-visit', { outcome: 'needs', summary: '屋里要消毒' });
      // what is still needed is done, and looked at again
      const need = await people.has('mzb', danger, 'remaining-need');
      expect((await (await system.as('mzb')).get(`/tasks/${need.key}`)).data.need).toBe('屋里要消毒');
      await people.does('mzb', danger, 'remaining-need', { outcome: 'partly', summary: '已消毒一间' });
      for (const [round, summary] of ['还有一间没消毒', '药没配', '要长期照料'].entries()) {
        await people.once(danger, `visit ${round + 2}`, (view) => view.tasks.filter(({ elementId }: any) => elementId === 'after-visit').length === round + 2);
        await people.does('caoba', danger, 'after-visit', { outcome: 'needs', summary });
        if (round < 2) await people.does('mzb', danger, 'remaining-need', { outcome: 'done', summary: '已办' }, { where: ({ key }: any) => key !== need.key });
      }
      const helped = await people.end(danger);
      expect(helped.case.closing.reason).toBe('危险已解除，帮了三次还需要帮助：要长期照料');
      expect(entriesOf(helped, '完成', 'remaining-need')).toHaveLength(3);
      for (const account of ['jinghezhiban', 'mzb', 'minzheng']) await until(`the word to ${account}`, async () => (await (await system.as(account)).get('/notices')).items.some(({ caseNo, title }: any) => caseNo === danger && title === '帮了三次还需要帮助'), 30_000);
      expect(factOf(helped, 'emergency-aid')).toMatchObject({ dangerKind: 'flooded', peopleAtRisk: 1, fireResult: 'rescued', shelter: '村部安置点', helpersOn: ['linli', 'zhiyuan'], afterwards: 'needs', needRounds: 3, needDone: '已办' });

      await people.does('caobacun', missing, 'second-try', { triedBy: 'neighbour', outcome: 'missing' });
      for (const account of ['linli', 'zhiyuan', 'yishe']) await people.does(account, missing, 'call-helpers', { outcome: 'no' });
      await people.does('jinghezhiban', missing, 'reinforce', { outcome: 'short', summary: '民兵都在堤上' });
      // whom the town cannot send the county is asked for at once, and then the city
      const asked = await people.has('baoyingzhihui', missing, 'reinforce-above');
      expect((await (await system.as('baoyingzhihui')).get(`/tasks/${asked.key}`)).data.askedFor).toBe('民兵都在堤上');
      await people.does('baoyingzhihui', missing, 'reinforce-above', { outcome: 'short', summary: '县里已全部出动' });
      await people.does('yangzhou', missing, 'reinforce-above', { outcome: 'sent', summary: '市消防支队十人' }, { where: ({ key }: any) => key !== asked.key });
      await rescued(missing, 'caoba', true);
      await people.does('caoba', missing, 'after-visit', { outcome: 'fine' });
      const found = await people.end(missing);
      expect(factOf(found, 'emergency-aid')).toMatchObject({ found: 'missing', dangerKind: 'missing', reinforced: 'sent', reinforcedBy: '市消防支队十人', fireResult: 'cannot', fireReason: '车都在堤上', departmentResult: 'cannot', departmentReason: '安置点住满了' });
      expect([factOf(found, 'emergency-aid').fireAbove, factOf(found, 'emergency-aid').departmentAbove]).toEqual([
        [{ asked: 'county', outcome: 'short', summary: '县里没有冲锋舟' }, { asked: 'city', outcome: 'sent', summary: '市消防支队两艘冲锋舟' }], [{ asked: 'county', outcome: 'sent', summary: '县应急局接到县城安置' }],
      ]);
      expect((await board('jinghezhiban', id)).counts).toEqual({ total: 3, unchecked: 0, checked: 3, danger: 0, lifted: 0 });
    },

    async 'a warning that is lifted ends the check that nobody made, with a record, and helps on whoever is in danger'() {
      const { id, at } = await warned(['by-jinghe-songzhu-g1', 'by-jinghe-caoba-g2']);
      const [left, danger] = [at('松竹村一组 3 号'), at('曹坝村二组 8 号')];
      await people.does('caoba2', danger, 'check-household', { outcome: 'danger', dangerKind: 'trapped' });
      // nobody is registered to help in that grid: the town is asked at once
      await people.has('jinghezhiban', danger, 'reinforce');
      await (await system.as('jinghezhiban')).post(`/warnings/${id}/lift`, { reason: '台风已过境' });
      const ended = await people.end(left);
      expect(ended.case.closing).toMatchObject({ outcome: '已结案', reason: '预警已经解除，这一户没有排查' });
      expect(factOf(ended, 'household-check')).toEqual({ found: 'lifted' });
      expect(ended.tasks.every(({ state }: any) => state === 'withdrawn')).toBe(true);
      expect((await board('jinghezhiban', id)).counts).toEqual({ total: 2, unchecked: 0, checked: 0, danger: 1, lifted: 1 });
      await people.has('caoba2', danger, 'first-report');
    },
  });
});

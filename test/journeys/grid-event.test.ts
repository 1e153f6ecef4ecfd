// The grid event's whole chain on the real engine: each way through it, as the people of 泾河镇, the county and the city go it.
import { Refused, waitForTask } from '../../runtime/client.js';
import { theSystem, type System } from '../support/system.js';
import { DAY, entriesOf, peopleOf, together } from '../support/ways.js';

let system: System;
let people: ReturnType<typeof peopleOf>;

beforeAll(async () => {
  system = await theSystem();
  people = peopleOf(system);
}, 240_000);
afterAll(() => system.stop());

const handled = (view: any) => view.tasks.map(({ elementId }: any) => elementId);

/** A matter that the village has taken on. */
async function atVillage(given: Record<string, unknown> = {}): Promise<string> {
  const caseNo = await people.report('caoba', given);
  await people.does('caobacun', caseNo, 'intake', { outcome: 'accepted' });
  return caseNo;
}

/** A matter that starts at the town, which has taken it on: a road that has caved in (E03). */
async function atTown(given: Record<string, unknown> = {}): Promise<string> {
  const caseNo = await people.report('caoba', { category: 'E03', title: '道路塌陷', ...given });
  await people.does('jinghe', caseNo, 'intake', { outcome: 'accepted' });
  return caseNo;
}

describe('grid-event', () => {
  together({
    async 'a matter that the village settles is checked, followed up and closed, and every step is on its timeline'() {
      const caseNo = await atVillage();
      await people.does('caobacun', caseNo, 'village-handle', { outcome: 'solved', summary: '已清运' });
      await people.does('jinghe', caseNo, 'check', { outcome: 'pass' });
      await people.does('jinghehuifang', caseNo, 'follow-up', { rating: '满意' });
      const view = await people.end(caseNo);
      expect(view.case).toMatchObject({ standing: { status: '已结案' }, closing: { outcome: '已结案', rating: '满意' } });
      expect(view.timeline[0].action).toBe('上报');
      expect(entriesOf(view, '完成').map(({ element }) => element.id)).toEqual(['intake', 'village-handle', 'check', 'follow-up']);
      for (const entry of view.timeline) expect(entry).toMatchObject({ at: expect.any(String), who: expect.any(Object), text: expect.any(String) });
    },

    async 'a matter outside the list of matters is refused with its reason; without one the refusal is not taken'() {
      const caseNo = await people.report('caoba');
      await expect(people.does('caobacun', caseNo, 'intake', { outcome: 'refused' })).rejects.toThrow(Refused);
      await people.does('caobacun', caseNo, 'intake', { outcome: 'refused', reason: '不属于网格事项' });
      expect((await people.end(caseNo)).case).toMatchObject({ standing: { status: '不予受理' }, closing: { outcome: '不予受理', reason: '不属于网格事项' } });
    },

    async 'a duplicate is merged into the case that it repeats; a case that is not there is asked for again'() {
      const [first, second] = [await people.report('caoba'), await people.report('caoba')];
      const asked = await people.does('caobacun', second, 'intake', { outcome: 'merged', mergedInto: 'BY-2026-999999' });
      await people.does('caobacun', second, 'intake', { outcome: 'merged', mergedInto: first }, { where: ({ key }) => key !== asked.key });
      expect((await people.end(second)).case).toMatchObject({ standing: { status: '并案' }, mergedInto: first });
    },

    async 'a wrong unit returns the case with its reason; after the third return the duty leader rules, and a failed check sends it back to whoever handled it'() {
      const caseNo = await atVillage({ category: 'D05', title: '违法搭建' });
      await people.does('caobacun', caseNo, 'village-handle', { outcome: 'cannot', reason: '村里没有执法权' });
      for (const no of [1, 2, 3]) {
        await people.does('jinghe', caseNo, 'town-dispatch', { outcome: 'department', lead: 'zfj' });
        await people.does('zfj', caseNo, 'dept-sign', { outcome: 'return', reason: `不属于本单位 ${no}` });
      }
      await people.does('jinghezhiban', caseNo, 'leader-ruling', { lead: 'zfj', reason: '由综合执法局办理' });
      const first = await people.does('zfj', caseNo, 'dept-handle', { outcome: 'solved', summary: '已拆除' });
      await people.does('caobacun', caseNo, 'check', { outcome: 'fail', reason: '现场仍有残留' });
      await people.does('zfj', caseNo, 'dept-handle', { outcome: 'solved', summary: '已清理残留' }, { where: ({ key }) => key !== first.key });
      await people.does('caobacun', caseNo, 'check', { outcome: 'pass' });
      await people.does('jinghehuifang', caseNo, 'follow-up', { rating: '基本满意' });
      const view = await people.end(caseNo);
      expect(view.case.standing.status).toBe('已结案');
      expect(entriesOf(view, '完成', 'dept-sign').map(({ why }) => why)).toEqual([1, 2, 3].map((no) => `不属于本单位 ${no}`));
    },

    async 'somebody who is not satisfied has the matter done again once; the second time the town leader decides'() {
      const caseNo = await atVillage();
      const first = await people.does('caobacun', caseNo, 'village-handle', { outcome: 'solved', summary: '已清运' });
      const checked = await people.does('jinghe', caseNo, 'check', { outcome: 'pass' });
      const asked = await people.does('jinghehuifang', caseNo, 'follow-up', { rating: '不满意', reason: '只清了一半' });
      await people.does('caobacun', caseNo, 'village-handle', { outcome: 'solved', summary: '全部清运' }, { where: ({ key }) => key !== first.key });
      await people.does('jinghe', caseNo, 'check', { outcome: 'pass' }, { where: ({ key }) => key !== checked.key });
      await people.does('jinghehuifang', caseNo, 'follow-up', { rating: '不满意', reason: '还想要赔偿' }, { where: ({ key }) => key !== asked.key });
      await people.does('jinghezhiban', caseNo, 'leader-review', { outcome: 'uphold', reason: '已办理到位，赔偿另行主张' });
      const view = await people.end(caseNo);
      expect(view.case).toMatchObject({ standing: { status: '已结案' }, closing: { outcome: '已结案', rating: '不满意' } });
      expect(handled(view)).toEqual(['intake', 'village-handle', 'check', 'follow-up', 'village-handle', 'check', 'follow-up', 'leader-review']);
    },

    async 'what the county cannot solve goes to the city, which suspends it to a date and takes it up again'() {
      const caseNo = await atTown();
      await people.does('jinghe', caseNo, 'town-dispatch', { outcome: 'county', reason: '需县级资金' });
      await people.does('baoying', caseNo, 'county-dispatch', { outcome: 'up', reason: '跨县管网，需市级协调' });
      const first = await people.does('yangzhou', caseNo, 'city-coordinate', { outcome: 'suspended', reason: '列入明年工程', revisitOn: await people.day(caseNo, 30) });
      const waiting = await people.has('yangzhou', caseNo, 'city-suspended');
      expect(waiting.dueAt).toBe(new Date(`${await people.day(caseNo, 30)}T17:30:00+08:00`).toISOString());
      expect((await people.once(caseNo, 'the suspension', (view) => view.case.standing.status === '挂账缓办')).case.level).toBe('city');
      await people.does('yangzhou', caseNo, 'city-suspended', { outcome: 'resume', summary: '资金到位' });
      await people.does('yangzhou', caseNo, 'city-coordinate', { outcome: 'solved', summary: '管网已修复' }, { where: ({ key }) => key !== first.key });
      await people.does('caobacun', caseNo, 'check', { outcome: 'pass' });
      const view = await people.once(caseNo, 'the follow-up', ({ case: found }) => found.standing.status === '待回访');
      expect(entriesOf(view, '上报').map(({ data }) => data?.to).filter(Boolean)).toEqual(['county', 'city']);
    },

    async 'the county solves what the town hands up; before that nobody in the county has it to do'() {
      const caseNo = await atTown();
      await people.has('jinghe', caseNo, 'town-dispatch');
      await expect(waitForTask(await system.as('baoying'), caseNo, 'county-dispatch', { time: 0 })).rejects.toThrow('in vain');
      await people.does('jinghe', caseNo, 'town-dispatch', { outcome: 'county', reason: '需县级资金' });
      await people.does('baoying', caseNo, 'county-dispatch', { outcome: 'department', lead: 'cgb' });
      await people.does('zhujian', caseNo, 'county-handle', { outcome: 'solved', summary: '县里已安排修复' });
      await people.has('caobacun', caseNo, 'check');
      await people.once(caseNo, 'the check', (view) => view.case.standing.status === '待核查');
    },

    async 'a withdrawn case ends its open work, tells whoever had it, and a draft that was begun stays readable'() {
      const caseNo = await atVillage();
      const task = await people.has('caobacun', caseNo, 'village-handle');
      const village = await system.as('caobacun');
      await village.post(`/tasks/${task.key}/claim`);
      await village.put(`/tasks/${task.key}/draft`, { values: { outcome: 'solved', summary: '写到一半' } });
      await (await system.as('caoba')).post(`/cases/${caseNo}/withdraw`, { reason: '报错了地方' });
      expect((await people.end(caseNo)).case).toMatchObject({ standing: { status: '作废' }, closing: { outcome: '作废' }, withdrawal: { reason: '报错了地方' } });
      const opened = await village.get(`/tasks/${task.key}`);
      expect(opened.task.state).toBe('withdrawn');
      expect(opened.draft.values.summary).toBe('写到一半');
      const { items } = await village.get('/notices');
      expect(items.some((notice: any) => notice.caseNo === caseNo && /收回|撤回/.test(notice.title))).toBe(true);
      await expect(village.post(`/tasks/${task.key}/complete`, { values: {} })).rejects.toMatchObject({ status: 409 });
    },
  });
});

describe('what nobody does in time', () => {
  const cases: Record<'village' | 'intake' | 'town', string> = { village: '', intake: '', town: '' };
  beforeAll(async () => {
    [cases.village, cases.intake, cases.town] = await Promise.all([atVillage(), people.report('caoba'), atTown()]) as [string, string, string];
    await Promise.all([people.has('caobacun', cases.village, 'village-handle'), people.has('caobacun', cases.intake, 'intake'), people.has('jinghe', cases.town, 'town-dispatch')]);
    await system.move(20 * DAY);
  }, 180_000);

  together({
    async 'at the village is urged, carded and handed to the town, each once'() {
      await people.has('jinghe', cases.village, 'town-dispatch', { time: 120_000 });
      const view = await people.once(cases.village, 'the end of the overdue task', ({ tasks }) => tasks.some((task: any) => task.elementId === 'village-handle' && task.state === 'withdrawn'));
      for (const rung of ['催办', '普通督办', '黄牌督办', '红牌督办']) expect(entriesOf(view, rung, 'village-handle')).toHaveLength(1);
      expect(entriesOf(view, '上报', 'escalate-town')).toHaveLength(1);
      expect(view.case.level).toBe('town');
    },

    async 'at the intake counts as filed: the reporter is told and the village handles it'() {
      await people.has('caobacun', cases.intake, 'village-handle', { time: 120_000 });
      const view = await people.read(cases.intake);
      expect(view.tasks.find((task: any) => task.elementId === 'intake').state).toBe('withdrawn');
      expect(entriesOf(view, '反馈', 'tell-accepted')).toHaveLength(1);
    },

    async 'at the town climbs to the county with its red card'() {
      await people.has('baoying', cases.town, 'county-dispatch', { time: 120_000 });
      const view = await people.read(cases.town);
      expect(entriesOf(view, '红牌督办', 'town-dispatch')).toHaveLength(1);
      expect(view.case.level).toBe('county');
    },
  });
});

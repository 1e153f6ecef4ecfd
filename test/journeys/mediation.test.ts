// Disputes between people on the real engine: agreed by word or in writing, confirmed by the court, not kept, and not mediated where one side does not want it.
import { defaultCalendar } from '../../processes/calendar.js';
import { workdaysAfter } from '../../processes/legal-days.js';
import { theSystem, type System } from '../support/system.js';
import { DAY, entriesOf, factOf, peopleOf, together } from '../support/ways.js';

let system: System;
let people: ReturnType<typeof peopleOf>;

beforeAll(async () => {
  system = await theSystem();
  people = peopleOf(system);
}, 240_000);
afterAll(() => system.stop());

const instanceOf = (view: any) => view.instances.find(({ procedure }: any) => procedure === 'mediation');

/** Reported, tried in the village in vain, and given to mediation by the town. */
async function begun(title: string): Promise<string> {
  const caseNo = await people.report('caoba', { category: 'A01', title });
  await people.does('caobacun', caseNo, 'intake', { outcome: 'accepted' });
  await people.does('caobacun', caseNo, 'village-handle', { outcome: 'cannot', reason: '双方都不让步' });
  const jinghe = await system.as('jinghe');
  const task = await people.has('jinghe', caseNo, 'town-dispatch');
  expect((await jinghe.get(`/tasks/${task.key}`)).data.jointProcedures).toEqual(expect.arrayContaining([{ label: '矛盾纠纷人民调解', value: 'mediation' }]));
  await people.does('jinghe', caseNo, 'town-dispatch', { outcome: 'joint', joint: 'mediation' });
  return caseNo;
}

/** What the form of a task begins with. */
const shown = async (account: string, caseNo: string, elementId: string) => (await (await system.as(account)).get(`/tasks/${(await people.has(account, caseNo, elementId)).key}`)).data;

/** Both sides want it, and the grid member has been to see them. */
async function heard(title: string): Promise<string> {
  const caseNo = await begun(title);
  // nobody is known yet: the list begins with its empty row
  expect(await shown('sfs', caseNo, 'mediation-consent')).not.toHaveProperty('parties');
  await people.does('sfs', caseNo, 'mediation-consent', { parties: [{ name: '东家', agrees: 'yes' }, { name: '西家', agrees: 'yes' }], outcome: 'agreed', mediators: '司法所调解员' });
  const day = await people.day(caseNo);
  expect(await shown('caoba', caseNo, 'mediation-visit')).toMatchObject({ households: [{ name: '东家' }, { name: '西家' }], visits: [{ whom: '东家' }, { whom: '西家' }] });
  await people.does('caoba', caseNo, 'mediation-visit', { visits: [{ visitedOn: day, whom: '东家', said: '路不平，水流到门口' }, { visitedOn: day, whom: '西家', said: '路是村里的' }], summary: '门前道路破损积水引起' });
  return caseNo;
}

async function agree(caseNo: string, more: Record<string, unknown>): Promise<void> {
  const day = await people.day(caseNo);
  expect((await shown('sfs', caseNo, 'mediation-session')).sessions).toEqual([{ attended: '东家、西家' }]);
  await people.does('sfs', caseNo, 'mediation-session', { sessions: [{ heldOn: day, place: '村委会', attended: '双方', talked: '双方让步' }], outcome: 'agreed', summary: '各修门前一段路' });
  await people.does('sfs', caseNo, 'mediation-agreement', { agreedOn: day, terms: '各修门前一段路', performBy: await people.day(caseNo, 14), ...more });
}

const told = { toldHow: 'visit', summary: '已当面告知' };

/** The court does not confirm what they agreed on, and they want to mediate anew. @returns the day */
async function refusedOnce(caseNo: string, documentNo: string): Promise<string> {
  await agree(caseNo, { agreementForm: 'oral', confirmation: 'yes' });
  const today = await people.day(caseNo);
  await people.does('sfs', caseNo, 'judicial-confirmation', { outcome: 'applied', court: '县人民法院', appliedOn: today, lookOn: await people.day(caseNo, 20) });
  await people.does('sfs', caseNo, 'court-ruling', { outcome: 'refused', ruledOn: today, documentNo });
  await people.does('sfs', caseNo, 'legal-routes', { ...told, toldOn: today, routes: ['court', 'mediation'], choice: 'again' });
  return today;
}

describe('mediation', () => {
  together({
    async 'an oral agreement that is kept closes the case as solved'() {
      const caseNo = await heard('邻里排水纠纷');
      await agree(caseNo, { agreementForm: 'oral', confirmation: 'no' });
      await people.does('caobacun', caseNo, 'mediation-performance', { outcome: 'performed', summary: '路已经修好' });
      const view = await people.once(caseNo, 'the check', (found) => found.case.standing.status === '待核查');
      expect(factOf(view, 'mediation-agreement')).toMatchObject({ agreementForm: 'oral', terms: '各修门前一段路', mediators: '司法所调解员' });
      expect(factOf(view, 'mediation-result')).toMatchObject({ performance: 'performed' });
      expect(factOf(view, 'judicial-confirmation')).toBeUndefined();
      expect(instanceOf(view).state).toBe('completed');
      await people.does('caoba', caseNo, 'check', { outcome: 'pass' });
      await people.does('jinghehuifang', caseNo, 'follow-up', { rating: '满意' });
      const ended = await people.end(caseNo);
      expect(ended.case.closing).toMatchObject({ outcome: '已结案', rating: '满意' });
      expect(entriesOf(ended, '反馈', 'tell-mediated')).toHaveLength(1);
    },

    async 'a written agreement is confirmed by the court within thirty days of it; when it is broken the ways of the law are told'() {
      const caseNo = await heard('宅基地边界纠纷');
      await agree(caseNo, { agreementForm: 'written', confirmation: 'yes', evidence: [await people.evidence('sfs')] });
      const confirm = await people.has('sfs', caseNo, 'judicial-confirmation');
      const [agreed, last] = [await people.day(caseNo), workdaysAfter(defaultCalendar(), await people.day(caseNo, 29), 1)];
      const lastDay = (task: any) => new Date(new Date(task.dueAt).getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
      expect(lastDay(confirm)).toBe(last);
      await people.does('sfs', caseNo, 'judicial-confirmation', { outcome: 'applied', court: '县人民法院', appliedOn: agreed, lookOn: last });
      // the court has its time: it is asked again on the day that is named, and nobody is late
      const first = await people.has('sfs', caseNo, 'court-ruling');
      expect(lastDay(first)).toBe(last);
      const later = workdaysAfter(defaultCalendar(), await people.day(caseNo, 60), 1);
      await people.does('sfs', caseNo, 'court-ruling', { outcome: 'waiting', lookAgainOn: later });
      expect(lastDay(await people.has('sfs', caseNo, 'court-ruling', { where: ({ key }: any) => key !== first.key }))).toBe(later);
      await people.does('sfs', caseNo, 'court-ruling', { outcome: 'confirmed', ruledOn: agreed, documentNo: '民特第一号' });
      await people.does('caobacun', caseNo, 'mediation-performance', { outcome: 'broken', summary: '西家没有拆除' });
      await people.does('sfs', caseNo, 'legal-routes', { ...told, toldOn: agreed, routes: ['enforcement'] });
      const view = await people.once(caseNo, 'the check', (found) => found.case.standing.status === '待核查');
      expect(factOf(view, 'judicial-confirmation')).toMatchObject({ confirmationOutcome: 'confirmed', court: '县人民法院', appliedOn: agreed });
      expect(factOf(view, 'mediation-failed')).toMatchObject({ failure: 'broken', lastReason: '西家没有拆除', routes: ['enforcement'] });
      expect(factOf(view, 'mediation-result')).toBeUndefined();
    },

    async 'an agreement that the court does not confirm is not gone on with: the ways of the law are told'() {
      const caseNo = await heard('相邻通行纠纷');
      await agree(caseNo, { agreementForm: 'oral', confirmation: 'yes' });
      const today = await people.day(caseNo);
      const applied = { outcome: 'applied', court: '县人民法院', lookOn: await people.day(caseNo, 20) };
      await expect(people.does('sfs', caseNo, 'judicial-confirmation', { ...applied, appliedOn: await people.day(caseNo, -1) })).rejects.toMatchObject({ status: 422, problem: { problems: [{ path: 'appliedOn' }] } });
      await people.does('sfs', caseNo, 'judicial-confirmation', { ...applied, appliedOn: today });
      await people.does('sfs', caseNo, 'court-ruling', { outcome: 'refused', ruledOn: today, documentNo: '民特第二号' });
      await people.does('sfs', caseNo, 'legal-routes', { ...told, toldOn: today, routes: ['court', 'mediation'], choice: 'end' });
      const view = await people.once(caseNo, 'the check', (found) => found.case.standing.status === '待核查');
      expect(factOf(view, 'judicial-confirmation')).toMatchObject({ confirmationOutcome: 'refused', confirmationNo: '民特第二号' });
      expect(factOf(view, 'mediation-failed')).toMatchObject({ failure: 'unconfirmed', lastReason: '县人民法院不予确认（民特第二号）', routes: ['court', 'mediation'] });
      expect(view.timeline.some(({ element }: any) => element?.id === 'mediation-performance')).toBe(false);
    },

    async 'whom the court refuses may mediate anew, and the new agreement counts'() {
      const caseNo = await heard('相邻围墙纠纷');
      const today = await refusedOnce(caseNo, '民特第三号');
      await people.once(caseNo, 'the second asking', (found) => found.tasks.some(({ elementId, state }: any) => elementId === 'mediation-consent' && state === 'open'));
      expect((await shown('sfs', caseNo, 'mediation-consent')).parties).toEqual([{ name: '东家' }, { name: '西家' }]);
      await people.does('sfs', caseNo, 'mediation-consent', { parties: [{ name: '东家', agrees: 'yes' }, { name: '西家', agrees: 'yes' }], outcome: 'agreed', mediators: '司法所调解员' });
      await people.does('caoba', caseNo, 'mediation-visit', { visits: [{ visitedOn: today, whom: '东家', said: '愿意改协议' }], summary: '双方愿意改协议' });
      await agree(caseNo, { agreementForm: 'written', terms: '围墙退让半米', confirmation: 'yes', evidence: [await people.evidence('sfs')] });
      await people.does('sfs', caseNo, 'judicial-confirmation', { outcome: 'dropped' });
      await people.does('caobacun', caseNo, 'mediation-performance', { outcome: 'performed', summary: '围墙已退让' });
      const view = await people.once(caseNo, 'the check', (found) => found.case.standing.status === '待核查');
      expect(view.case.facts.filter(({ key }: any) => key === 'mediation-agreement').map(({ data }: any) => data.terms)).toEqual(['各修门前一段路', '围墙退让半米']);
      // nothing of the first ruling is said of the second
      const confirmations = view.case.facts.filter(({ key }: any) => key === 'judicial-confirmation').map(({ data }: any) => data);
      expect(confirmations[0]).toMatchObject({ confirmationOutcome: 'refused', ruledOn: today, court: '县人民法院' });
      expect(confirmations.slice(1).map((data: any) => Object.entries(data).filter(([, value]) => value !== null && value !== '' && !(Array.isArray(value) && value.length === 0)))).toEqual([[['confirmationOutcome', 'dropped']]]);
      expect(factOf(view, 'mediation-result')).toMatchObject({ agreementForm: 'written', performance: 'performed' });
      expect(factOf(view, 'mediation-failed')).toBeUndefined();
    },

    async 'whom the court refused and who in the second round does not want it any more is told the ways of the law, and it is over'() {
      const caseNo = await heard('相邻排烟纠纷');
      const today = await refusedOnce(caseNo, '民特第四号');
      await people.does('sfs', caseNo, 'mediation-consent', { parties: [{ name: '东家', agrees: 'yes' }, { name: '西家', agrees: 'no' }], outcome: 'refused', reason: '西家不愿再谈' });
      await people.does('sfs', caseNo, 'legal-routes', { ...told, toldOn: today, routes: ['court'] });
      const view = await people.once(caseNo, 'the check', (found) => found.case.standing.status === '待核查');
      expect(factOf(view, 'mediation-failed')).toMatchObject({ failure: 'refused', lastReason: '西家不愿再谈', routes: ['court'] });
    },

    async 'whoever withdraws what they asked of the court keeps the agreement'() {
      const caseNo = await heard('相邻噪声纠纷');
      await agree(caseNo, { agreementForm: 'oral', confirmation: 'yes' });
      await people.does('sfs', caseNo, 'judicial-confirmation', { outcome: 'applied', court: '县人民法院', appliedOn: await people.day(caseNo), lookOn: await people.day(caseNo, 20) });
      await people.does('sfs', caseNo, 'court-ruling', { outcome: 'withdrawn' });
      await people.does('caobacun', caseNo, 'mediation-performance', { outcome: 'performed', summary: '夜里不再开机' });
      const view = await people.once(caseNo, 'the check', (found) => found.case.standing.status === '待核查');
      expect(factOf(view, 'judicial-confirmation')).toMatchObject({ confirmationOutcome: 'withdrawn' });
      expect(factOf(view, 'mediation-result')).toMatchObject({ performance: 'performed' });
    },

    async 'where one side does not want it there is no mediation, and the ways of the law are told'() {
      const caseNo = await begun('相邻采光纠纷');
      const parties = [{ name: '东家', agrees: 'yes' }, { name: '西家', agrees: 'no' }];
      await expect(people.does('sfs', caseNo, 'mediation-consent', { parties, outcome: 'agreed', mediators: '司法所调解员' })).rejects.toMatchObject({ status: 422, problem: { problems: [{ path: 'parties[1].agrees' }] } });
      await people.does('sfs', caseNo, 'mediation-consent', { parties, outcome: 'refused', reason: '西家要上法院' });
      await people.does('sfs', caseNo, 'legal-routes', { ...told, toldOn: await people.day(caseNo), routes: ['court', 'aid'] });
      const view = await people.once(caseNo, 'the check', (found) => found.case.standing.status === '待核查');
      expect(factOf(view, 'mediation-failed')).toMatchObject({ failure: 'refused', lastReason: '西家要上法院' });
      expect(view.timeline.some(({ element }: any) => element?.id === 'mediation-session')).toBe(false);
      expect(entriesOf(view, '反馈', 'tell-failed')).toHaveLength(1);
    },

    async 'talks that lead nowhere end with the ways of the law'() {
      const caseNo = await heard('债务纠纷久拖不决');
      await people.does('sfs', caseNo, 'mediation-session', { sessions: [{ heldOn: await people.day(caseNo), place: '司法所', attended: '双方', talked: '各执一词' }], outcome: 'failed', reason: '分歧太大' });
      await people.does('sfs', caseNo, 'legal-routes', { ...told, toldOn: await people.day(caseNo), routes: ['court'] });
      const view = await people.once(caseNo, 'the check', (found) => found.case.standing.status === '待核查');
      expect(factOf(view, 'mediation-failed')).toMatchObject({ failure: 'failed', lastReason: '分歧太大', routes: ['court'] });
      expect(factOf(view, 'mediation-agreement')).toBeUndefined();
    },
  });
});

test('the thirty days run from the day on which both sides agreed, not from when the visits were over', async () => {
  const caseNo = await begun('相邻滴水纠纷');
  await people.does('sfs', caseNo, 'mediation-consent', { parties: [{ name: '东家', agrees: 'yes' }, { name: '西家', agrees: 'yes' }], outcome: 'agreed', mediators: '司法所调解员' });
  const visit = await people.has('caoba', caseNo, 'mediation-visit');
  await system.move(2 * DAY);
  await people.does('caoba', caseNo, 'mediation-visit', { visits: [{ visitedOn: await people.day(caseNo), whom: '东家', said: '水滴到墙上' }], summary: '屋檐滴水' });
  const session = await people.has('sfs', caseNo, 'mediation-session');
  expect(session.limit).toBe('28 自然日');
  expect(new Date(session.dueAt).getTime() - new Date(visit.createdAt).getTime()).toBeLessThan(34 * DAY);
}, 240_000);

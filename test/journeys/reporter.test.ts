// The reporter's side on the real engine: without an account they see where their matter stands, rate it, and have it done again until the window ends.
import { until } from '../../runtime/client.js';
import { theSystem, type System } from '../support/system.js';
import { entriesOf, HOUR, peopleOf, together } from '../support/ways.js';

const PHONE = '13812340001';
let system: System;
let people: ReturnType<typeof peopleOf>;

beforeAll(async () => {
  system = await theSystem();
  people = peopleOf(system);
}, 240_000);
afterAll(() => system.stop());

/** Somebody without an account, at the address of their page. */
const outside = (token: string) => {
  const call = (path: string, body?: object) => fetch(`${system.url}/api/r/${token}${path}`, body ? { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {});
  return {
    see: async (): Promise<any> => (await call('')).json(),
    rate: async (stars: number, text?: string) => (await call('/rating', { stars, ...(text ? { text } : {}) })).status,
    reopen: async (reason: string) => { const answer = await call('/reopen', { reason }); return { status: answer.status, detail: answer.ok ? '' : (await answer.json()).detail as string }; },
  };
};
type Outside = ReturnType<typeof outside>;
const sees = (who: Outside, what: string, so: (view: any) => unknown) => until(what, async () => { const view = await who.see(); return so(view) && view; }, 60_000);

const report = async (given: Record<string, unknown> = {}): Promise<{ caseNo: string; who: Outside }> => {
  const caseNo = await people.report('caoba', { reporter: { name: '钱多多', phone: PHONE, anonymous: false }, ...given });
  const { path } = await (await system.as('caoba')).get(`/cases/${caseNo}/reporter`);
  return { caseNo, who: outside(path.slice('/r/'.length)) };
};
/** From the intake to the close, by people who have not yet done so with these tasks. */
async function handle(caseNo: string, rating: string, done: Set<string> = new Set()): Promise<Set<string>> {
  const steps = [['caobacun', 'intake', { outcome: 'accepted' }], ['caobacun', 'village-handle', { outcome: 'solved', summary: '已清运' }], ['jinghe', 'check', { outcome: 'pass' }], ['jinghehuifang', 'follow-up', { rating }]] as const;
  for (const [account, element, values] of steps) done.add((await people.does(account, caseNo, element, values, { where: ({ key }) => !done.has(key) })).key);
  return done;
}

describe('without an account', () => {
  together({
    async 'a reporter who is not satisfied rates, has the matter done again under its number, and it is closed once more; a second time is refused'() {
      const { caseNo, who } = await report();
      expect(await who.see()).toMatchObject({ says: expect.stringContaining('等待受理'), may: { rate: false, reopen: false } });
      const done = await handle(caseNo, '满意');
      const first = await people.end(caseNo);
      await sees(who, 'the close', ({ may }) => may.reopen);
      expect(await who.rate(2, '只清了一半')).toBe(204);
      expect(await who.reopen('只清了一半，路边还有')).toEqual({ status: 204, detail: '' });
      expect(await who.see()).toMatchObject({ says: '已收到您重新办理的申请，等待受理。', may: { rate: false, reopen: false } });
      await people.has('caobacun', caseNo, 'intake', { where: ({ key }) => !done.has(key) });
      const again = await people.once(caseNo, 'its second run', ({ case: found }) => found.standing.state === 'active');
      expect(again.case.standing.instanceKey).not.toBe(first.case.standing.instanceKey);
      expect(again.case.closing).toBeUndefined();
      expect((await (await system.as('caoba')).get('/notices?kind=feedback')).items).toContainEqual(expect.objectContaining({ caseNo, title: expect.stringContaining('重新办理') }));
      await handle(caseNo, '基本满意', done);
      const view = await people.end(caseNo);
      expect(view.case).toMatchObject({ standing: { status: '已结案' }, closing: { outcome: '已结案', rating: '基本满意' } });
      expect(entriesOf(view, '完成').map(({ element }) => element.id)).toEqual(['intake', 'village-handle', 'check', 'follow-up', 'intake', 'village-handle', 'check', 'follow-up']);
      expect([entriesOf(view, '重新办理').length, entriesOf(view, '评价').length]).toEqual([1, 1]);
      await sees(who, 'the second close', ({ closing }) => closing);
      expect(await who.reopen('还是不满意')).toMatchObject({ status: 409, detail: expect.stringContaining('12345') });
    },

    async 'a matter that was reported twice is handled once, and both reporters are told: at the merge and at the close'() {
      const second = await people.report('songzhu', { grid: 'by-jinghe-songzhu-g1', title: '曹坝村口垃圾', reporter: { anonymous: true } });
      const { path } = await (await system.as('songzhu')).get(`/cases/${second}/reporter`);
      const anonymous = outside(path.slice('/r/'.length));
      const { caseNo: first, who } = await report();
      await people.does('songzhucun', second, 'intake', { outcome: 'merged', mergedInto: first });
      await people.end(second);
      const told = async (account: string, caseNo: string) => (await (await system.as(account)).get('/notices?kind=feedback')).items.filter((one: any) => one.caseNo === caseNo).map(({ title }: any) => title);
      await until('the merge told to the first', async () => (await told('caoba', first)).includes('又有人反映同一事项'));
      expect(JSON.stringify(await told('songzhu', second))).toMatch(/合并/);
      await handle(first, '满意');
      await people.end(first);
      await sees(anonymous, 'the close of the other', ({ says }) => says === '和另一件相同的事合并办理：已办结。');
      await sees(who, 'the close', ({ closing }) => closing);
      const [before, after] = [await told('caoba', first), await told('songzhu', second)];
      expect(before.length).toBeGreaterThan(1);
      expect(after.length).toBeGreaterThan(1);
      expect(JSON.stringify(await anonymous.see())).not.toContain(first);
    },
  });
});

test('after 72 hours the server refuses to rate and to do again, and says where to go', async () => {
  const { caseNo, who } = await report();
  await handle(caseNo, '满意');
  await people.end(caseNo);
  await sees(who, 'the close', ({ may }) => may.reopen && may.rate);
  await system.move(72 * HOUR + 60_000);
  await sees(who, 'the end of the window', ({ may }) => !may.reopen && !may.rate);
  expect(await who.rate(1)).toBe(409);
  expect(await who.reopen('还是没有清')).toMatchObject({ status: 409, detail: expect.stringContaining('72 小时') });
  expect((await people.read(caseNo)).case).toMatchObject({ standing: { status: '已结案', state: 'completed' }, closing: { outcome: '已结案' } });
}, 180_000);

// A procedure made from the pattern carries a case the same hour: drawn through the API, approved by a second person, offered to the town, run to the end.
import { Refused } from '../../runtime/client.js';
import { putIntoForce } from '../support/patterns.js';
import { theSystem, type System } from '../support/system.js';
import { HOUR, peopleOf, together } from '../support/ways.js';

let system: System;
let people: ReturnType<typeof peopleOf>;

beforeAll(async () => {
  system = await theSystem();
  people = peopleOf(system);
}, 240_000);
afterAll(() => system.stop());

const made = async (id: string, given: Record<string, unknown> = {}) => putIntoForce(await system.as('liucheng'), await system.as('liucheng2'), id, given);
const handled = (view: any) => view.tasks.map(({ elementId }: any) => elementId);

/** A matter that the village cannot solve, at the town's desk. */
async function atTown(given: Record<string, unknown> = {}): Promise<string> {
  const caseNo = await people.report('caoba', { title: '园区内涝', ...given });
  await people.does('caobacun', caseNo, 'intake', { outcome: 'accepted' });
  await people.does('caobacun', caseNo, 'village-handle', { outcome: 'cannot', reason: '村里没有排涝设备' });
  await people.has('jinghe', caseNo, 'town-dispatch');
  return caseNo;
}
async function closed(caseNo: string): Promise<any> {
  await people.does('caobacun', caseNo, 'check', { outcome: 'pass' });
  await people.does('jinghehuifang', caseNo, 'follow-up', { rating: '满意' });
  return people.end(caseNo);
}
const day = (caseNo: string) => people.day(caseNo);

describe('a joint procedure from the pattern', () => {
  together({
    async 'is offered once it is published and not before, brings each department its own task, and the case is closed'() {
      const id = 'pattern-flood';
      const caseNo = await atTown();
      const jinghe = await system.as('jinghe');
      const { key } = await people.has('jinghe', caseNo, 'town-dispatch');
      const offered = async () => (await jinghe.get(`/tasks/${key}`)).data.jointProcedures.map(({ value }: any) => value);
      expect(await offered()).not.toContain(id);
      await expect(jinghe.post(`/tasks/${key}/complete`, { values: { outcome: 'joint', joint: id } })).rejects.toThrow(Refused);
      await made(id);
      expect(await offered()).toEqual(expect.arrayContaining([id, 'wage-arrears']));
      await people.does('jinghe', caseNo, 'town-dispatch', { outcome: 'joint', joint: id });

      for (const who of ['zzb', 'pcs', 'lds']) await people.does(who, caseNo, 'town-on-site', { arrived: true });
      await people.does('zzb', caseNo, 'town-confer', { conferOn: await day(caseNo), attendees: '三个部门', summary: '派出所封路，劳动所安置，综治办排涝' });
      const works = ['zzb', 'pcs', 'lds'];
      for (const who of works) await people.does(who, caseNo, 'town-act', { outcome: 'done', summary: `${who} 已办完` });
      const first = await people.has('zzb', caseNo, 'town-verify');
      expect((await (await system.as('zzb')).get(`/tasks/${first.key}`)).data.report).toContain('派出所：pcs 已办完');
      await people.does('zzb', caseNo, 'town-verify', { outcome: 'solved', summary: '积水已排干' });
      const view = await closed(caseNo);
      expect(view.case).toMatchObject({ standing: { status: '已结案' }, closing: { outcome: '已结案' } });
      expect(handled(view).filter((element: string) => element.startsWith('town-')).sort()).toEqual(
        ['town-dispatch', ...works.flatMap(() => ['town-act', 'town-on-site']), 'town-confer', 'town-verify'].sort(),
      );
      expect(view.timeline.some(({ text }: any) => text.includes('已由多部门联动处置：积水已排干'))).toBe(true);
    },

    async 'sends work back to be done again, and goes to the county when the town cannot'() {
      const id = 'pattern-river';
      await made(id, { confirmArrival: false, meeting: false, departments: [{ suffix: 'zzb', name: '综治办' }, { suffix: 'pcs', name: '派出所' }] });
      const caseNo = await atTown();
      await people.does('jinghe', caseNo, 'town-dispatch', { outcome: 'joint', joint: id });
      const first = await Promise.all(['zzb', 'pcs'].map((who) => people.does(who, caseNo, 'town-act', { outcome: 'cannot', reason: '缺设备' })));
      await people.does('zzb', caseNo, 'town-verify', { outcome: 'redo', reason: '再试一次' });
      const again = ({ key }: any) => first.every((task) => task.key !== key);
      for (const who of ['zzb', 'pcs']) await people.does(who, caseNo, 'town-act', { outcome: 'cannot', reason: '还是缺设备' }, { where: again });
      const [verified] = (await people.read(caseNo)).tasks.filter(({ elementId, state }: any) => elementId === 'town-verify' && state === 'completed');
      await people.does('zzb', caseNo, 'town-verify', { outcome: 'cannot', reason: '需县级设备' }, { where: ({ key }) => key !== verified.key });
      for (const who of ['zhengfawei', 'gongan']) await people.does(who, caseNo, 'county-act', { outcome: 'done', summary: '已调设备' });
      await people.does('zhengfawei', caseNo, 'county-verify', { outcome: 'solved', summary: '已排涝' });
      const view = await closed(caseNo);
      expect(view.case).toMatchObject({ level: 'county', standing: { status: '已结案' } });
      expect(view.timeline.find(({ action }: any) => action === '上报' || action === '越级上报')).toBeDefined();
    },

    async 'with a plan: what was signed is registered, and each instalment is paid before it ends'() {
      const id = 'pattern-debt';
      await made(id, { levels: ['town'], confirmArrival: false, confirmDone: false, meeting: false, plan: true, escalateLate: false });
      const caseNo = await atTown();
      await people.does('jinghe', caseNo, 'town-dispatch', { outcome: 'joint', joint: id });
      await people.does('zzb', caseNo, 'town-act', { outcome: 'done', summary: '双方已见面' });
      await people.does('zzb', caseNo, 'town-verify', { outcome: 'plan', summary: '分一期还清' });
      const zzb = await system.as('zzb');
      const paper = await zzb.upload(new Blob([Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')], { type: 'image/png' }), '协议.png');
      await people.does('zzb', caseNo, 'sign-plan', {
        owed: 100, payees: [{ name: '李四', kind: 'worker', amount: 100 }], instalments: [{ dueDate: await people.day(caseNo, 10), amount: 100 }], signedOn: await day(caseNo), evidence: [paper.id],
      });
      const proof = await zzb.upload(new Blob([Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')], { type: 'image/png' }), '凭证.png');
      await people.does('zzb', caseNo, 'register-repayment', { outcome: 'paid', paidAmount: 100, paidOn: await day(caseNo), evidence: [proof.id] });
      await people.does('lds', caseNo, 'verify-payment', { outcome: 'valid' });
      const view = await closed(caseNo);
      expect(view.case).toMatchObject({ standing: { status: '已结案' }, plan: { instalments: [{ paidCents: 10_000 }] } });
    },
  });

  test('a department that is late sends the case to the county by itself', async () => {
    const id = 'pattern-late';
    await made(id, { levels: ['town'], confirmArrival: false, meeting: false });
    const caseNo = await atTown();
    await people.does('jinghe', caseNo, 'town-dispatch', { outcome: 'joint', joint: id });
    for (const who of ['zzb', 'pcs']) await people.does(who, caseNo, 'town-act', { outcome: 'done', summary: '已办完' });
    await people.has('lds', caseNo, 'town-act');
    await system.move(14 * 24 * HOUR);
    await people.has('baoying', caseNo, 'county-dispatch', { time: 120_000 });
    expect((await people.read(caseNo)).case.level).toBe('county');
  }, 240_000);
});

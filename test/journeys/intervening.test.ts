// Intervening on the real engine: a step that fails is mended and tried again, tokens are moved, a variable turns a gateway, a case is ended and begun anew.
import { until } from '../../runtime/client.js';
import { arrearsOf } from '../support/arrears.js';
import { theSystem, type System } from '../support/system.js';
import { entriesOf, peopleOf, together } from '../support/ways.js';

let system: System;
let people: ReturnType<typeof peopleOf>;
let arrears: ReturnType<typeof arrearsOf>;

beforeAll(async () => {
  system = await theSystem();
  people = peopleOf(system);
  arrears = arrearsOf(people);
}, 240_000);
afterAll(() => system.stop());

const commander = () => system.as('baoyingzhihui');
const reason = '按指挥长意见处置';
const rootOf = async (caseNo: string): Promise<string> => (await people.read(caseNo)).case.standing.instanceKey;
const one = async (key: string) => (await commander()).get(`/instances/${key}`);

/** Previews and performs, as a person does. */
async function intervene(key: string, wanted: object): Promise<void> {
  const who = await commander();
  const { mark } = await who.post(`/instances/${key}/interventions/preview`, wanted);
  await who.post(`/instances/${key}/interventions`, { ...wanted, id: crypto.randomUUID(), reason, mark });
}

/** Moves the token that stands at one element to another one, once it stands there. */
async function move(key: string, from: string, to: string): Promise<void> {
  const leaving = await until(`a token at <${from}>`, async () => (await (await commander()).get(`/instances/${key}/interventions`)).leavings.find(({ elementId }: any) => elementId === from), 60_000) as { key: string; targets: { id: string }[] };
  expect(leaving.targets.map(({ id }) => id)).toContain(to);
  await intervene(key, { kind: 'move', moves: [{ leave: leaving.key, to }] });
}

const incident = (key: string): Promise<any> => until(`an incident of <${key}>`, async () => (await one(key)).incidents.find(({ state }: any) => state === 'open'), 90_000);
const mended = (key: string): Promise<unknown> => until(`no incident of <${key}>`, async () => (await one(key)).incidents.every(({ state }: any) => state !== 'open'), 60_000);

async function atVillage(): Promise<string> {
  const caseNo = await people.report('caoba');
  await people.does('caobacun', caseNo, 'intake', { outcome: 'accepted' });
  await people.has('caobacun', caseNo, 'village-handle');
  return caseNo;
}

async function checked(caseNo: string): Promise<any> {
  await people.does('jinghe', caseNo, 'check', { outcome: 'pass' });
  await people.does('jinghehuifang', caseNo, 'follow-up', { rating: '满意' });
  return people.end(caseNo);
}

describe('intervening', () => {
  together({
    async 'a worker that fails stops the case; with its cause mended and tried again the case goes on and closes'() {
      const caseNo = await atVillage();
      const key = await rootOf(caseNo);
      // nobody has said which department: the worker finds none
      await move(key, 'village-handle', 'assign-officer');
      const broken = await incident(key);
      expect(broken).toMatchObject({ elementId: 'assign-officer', type: 'JOB_NO_RETRIES' });
      const { variables } = await one(key);
      const unit = variables.find(({ name, scope }: any) => name === 'unit' && scope === '安排承办人');
      await intervene(key, { kind: 'variable', scope: unit.scopeKey, name: 'unit', value: '"by-jinghe.zfj"' });
      for (const [name, value] of [['department', '"by-jinghe.zfj"'], ['handler', '"town"']]) await intervene(key, { kind: 'variable', name, value });
      await until('the variables', async () => (await one(key)).variables.some(({ name, value }: any) => name === 'department' && value === 'by-jinghe.zfj'), 60_000);
      await intervene(key, { kind: 'retry', incidents: [broken.key] });
      await mended(key);
      await people.does('zfj', caseNo, 'dept-sign', { outcome: 'sign' });
      await people.does('zfj', caseNo, 'dept-handle', { outcome: 'solved', summary: '已清运' });
      await people.does('caobacun', caseNo, 'check', { outcome: 'pass' });
      await people.does('jinghehuifang', caseNo, 'follow-up', { rating: '满意' });
      const view = await people.end(caseNo);
      expect(view.case.closing.outcome).toBe('已结案');
      expect(entriesOf(view, '重试异常')).toMatchObject([{ why: reason, text: '重试 「安排承办人」 的 1 个异常' }]);
      expect((await one(key)).skipped).toEqual(expect.arrayContaining(['town-dispatch', 'county-level']));
    },

    async 'a token is moved on and back again: the task that it leaves is withdrawn, another one opens'() {
      const caseNo = await atVillage();
      const key = await rootOf(caseNo);
      const first = await people.has('caobacun', caseNo, 'village-handle');
      await move(key, 'village-handle', 'town-dispatch');
      await people.has('jinghe', caseNo, 'town-dispatch');
      await move(key, 'town-dispatch', 'village-handle');
      const again = await people.does('caobacun', caseNo, 'village-handle', { outcome: 'solved', summary: '已清运' }, { where: (task) => task.key !== first.key });
      expect(again.key).not.toBe(first.key);
      const view = await checked(caseNo);
      expect(view.tasks.find((task: any) => task.key === first.key).state).toBe('withdrawn');
      expect(entriesOf(view, '移动环节').map(({ text }) => text)).toEqual(['移动环节：从「村（网格）处置」到「镇联动中心派遣」', '移动环节：从「镇联动中心派遣」到「村（网格）处置」']);
    },

    async 'several tokens are moved in one: one goes on, one is added, with a variable, and ended again; refused by the engine, neither happens'() {
      const caseNo = await atVillage();
      const key = await rootOf(caseNo);
      const at = (element: string): Promise<{ key: string }> => until(`a token at <${element}>`, async () => (await (await commander()).get(`/instances/${key}/interventions`)).leavings.find(({ elementId }: any) => elementId === element), 60_000);
      await intervene(key, { kind: 'move', moves: [{ leave: (await at('village-handle')).key, to: 'check' }, { to: 'town-dispatch' }], variables: [{ name: 'visited', value: '["一组"]' }] });
      const added = await people.has('jinghe', caseNo, 'town-dispatch');
      await people.has('jinghe', caseNo, 'check');
      expect((await one(key)).variables.filter(({ name }: any) => name === 'visited')).toMatchObject([{ value: ['一组'], scopeKey: key }]);
      await intervene(key, { kind: 'move', moves: [{ leave: (await at('town-dispatch')).key }] });
      await people.once(caseNo, 'the end of what was added', ({ tasks }) => tasks.some((task: any) => task.key === added.key && task.state === 'withdrawn'));
      const who = await commander();
      const wanted = { kind: 'move', moves: [{ leave: (await at('check')).key, to: 'village-handle' }, { to: 'town-dispatch' }] };
      const { mark } = await who.post(`/instances/${key}/interventions/preview`, wanted);
      // the engine is ahead of what its records say
      await people.does('jinghe', caseNo, 'check', { outcome: 'pass' });
      await expect(who.post(`/instances/${key}/interventions`, { ...wanted, id: crypto.randomUUID(), reason, mark })).rejects.toThrow(/刚刚往下走了|有了变化/);
      await people.does('jinghehuifang', caseNo, 'follow-up', { rating: '满意' });
      const { tasks } = await people.end(caseNo);
      expect(['village-handle', 'town-dispatch', 'check'].map((element) => tasks.filter(({ elementId }: any) => elementId === element).length)).toEqual([1, 1, 1]);
    },

    async 'inside a called procedure all that several departments do at once is left as one, and nothing of it alone'() {
      const caseNo = await arrears.joined();
      const child = await until('the called procedure', async () => (await people.read(caseNo)).instances.find(({ procedure }: any) => procedure === 'wage-arrears')?.key, 60_000) as string;
      const inside = await people.has('lds', caseNo, 'on-site-confirm');
      const { elements, callers } = await one(child);
      expect(callers.map(({ procedure }: any) => procedure)).toEqual(['grid-event']);
      const alone = elements.find(({ elementId, state }: any) => elementId === 'on-site-confirm' && state === 'active');
      await expect((await commander()).post(`/instances/${child}/interventions/preview`, { kind: 'move', moves: [{ leave: alone.key, to: 'stabilise-site' }] })).rejects.toThrow(/不能单独移动/);
      await expect((await commander()).post(`/instances/${child}/interventions/preview`, { kind: 'cancel' })).rejects.toThrow(/不能单独终止/);
      await move(child, 'team-confirm', 'stabilise-site');
      await people.has('zzb', caseNo, 'stabilise-site');
      expect((await people.read(caseNo)).tasks.find(({ key }: any) => key === inside.key).state).toBe('withdrawn');
    },

    async 'a variable that is corrected takes the gateway the other way'() {
      const caseNo = await atVillage();
      const key = await rootOf(caseNo);
      await people.does('caobacun', caseNo, 'village-handle', { outcome: 'solved', summary: '已清运' });
      await people.does('jinghe', caseNo, 'check', { outcome: 'pass' });
      await people.has('jinghehuifang', caseNo, 'follow-up');
      // it lies in the scope of the chain: one of the same name outside would turn nothing, and the preview says so
      const outside = await (await commander()).post(`/instances/${key}/interventions/preview`, { kind: 'variable', name: 'dissatisfactions', value: '1' });
      expect(outside.warns.join('\n')).toContain('同名的变量');
      const { scopeKey } = (await one(key)).variables.find(({ name, scope, editable }: any) => name === 'dissatisfactions' && scope && editable);
      await intervene(key, { kind: 'variable', scope: scopeKey, name: 'dissatisfactions', value: '1' });
      await people.does('jinghehuifang', caseNo, 'follow-up', { rating: '不满意', reason: '只清了一半' });
      // the first time it would be done again; the second time the town's leader decides
      await people.does('jinghezhiban', caseNo, 'leader-review', { outcome: 'uphold', reason: '已办理到位' });
      expect((await people.end(caseNo)).tasks.filter(({ elementId }: any) => elementId === 'village-handle')).toHaveLength(1);
    },

    async 'a case that was ended by mistake is begun anew from its own data, and only one run lives'() {
      const caseNo = await atVillage();
      const key = await rootOf(caseNo);
      const first = await people.has('caobacun', caseNo, 'village-handle');
      await intervene(key, { kind: 'cancel' });
      const ended = await people.once(caseNo, 'the end', ({ case: found }) => found.standing.state === 'terminated');
      expect(ended.case.standing.status).toBe('作废');
      expect(ended.tasks.find((task: any) => task.key === first.key).state).toBe('withdrawn');
      await intervene(key, { kind: 'restart' });
      await people.does('caobacun', caseNo, 'intake', { outcome: 'accepted' });
      await people.does('caobacun', caseNo, 'village-handle', { outcome: 'solved', summary: '已清运' });
      const view = await checked(caseNo);
      expect(view.instances.filter(({ procedure }: any) => procedure === 'grid-event').map(({ state }: any) => state).sort()).toEqual(['completed', 'terminated']);
      await expect((await commander()).post(`/instances/${key}/interventions/preview`, { kind: 'restart' })).rejects.toThrow(/新的流程/);
    },
  });
});

// An intervention is kept, answered for, done once, and never on what was not seen.
import { Conflict, NotFound, Unavailable } from '../../../processes/errors.js';
import { performIntervention, previewIntervention, type Performed } from '../../../processes/interventions/perform.js';
import { settleInterventions } from '../../../processes/interventions/settle.js';
import type { Person } from '../../../processes/store/types.js';
import { openApi, type Api, type OpenTask } from '../../support/api.js';
import { closeTestStore } from '../../support/store.js';

let api: Api;
let commander: Person;
beforeAll(async () => {
  api = await openApi();
  commander = (await api.store.people.findById('baoyingzhihui').lean<Person>())!;
});
afterAll(closeTestStore);
beforeEach(() => {
  api.engine.commands = [];
  api.engine.fails = undefined;
});

const signing = (): Promise<OpenTask> => api.open('dept-sign', ['by-jinghe.lds/officer', 'by-jinghe.lds/head'], { limit: '4 工作时' });
const keyOf = ({ instance }: OpenTask): string => String(instance.key);
const cancelling = (one: OpenTask, more: Partial<Performed> = {}): Performed => ({ kind: 'cancel', key: keyOf(one), id: crypto.randomUUID(), reason: '重复立案', ...more });
const perform = (wanted: Performed, person = commander) => performIntervention(wanted, person, api.deps, '10.0.0.1');

describe('an intervention', () => {
  it('says before what ends, which tasks are withdrawn and who is told', async () => {
    const one = await signing();
    const { says, warns, mark } = await previewIntervention({ kind: 'cancel', key: keyOf(one) }, commander, api.deps);
    expect(says.join('\n')).toContain('「部门签收」');
    expect(says.join('\n')).toMatch(/收回 1 项任务：「部门签收」（待认领）/);
    expect(says.join('\n')).toMatch(/会收到通知：.*部门承办人/);
    expect(warns.join('\n')).toContain('撤回');
    expect(mark).toMatch(/^[\da-f]{32}$/);
    expect(api.engine.commands).toEqual([]);
  });

  it('is done once however often it is sent, with an entry in the audit and on the timeline', async () => {
    const one = await signing();
    const wanted = cancelling(one);
    await Promise.all([perform(wanted), perform(wanted)]);
    await perform(wanted);
    expect(api.engine.commands).toEqual([{ name: 'cancel', given: [keyOf(one)] }]);
    expect(await api.store.audit.find({ 'about.id': one.caseNo, action: '终止流程' }).lean()).toMatchObject([{ who: { id: 'baoyingzhihui' }, address: '10.0.0.1', text: expect.stringContaining('重复立案') }]);
    expect(await api.store.entries.find({ caseNo: one.caseNo, action: '终止流程' }).lean()).toMatchObject([{ why: '重复立案', who: { id: 'baoyingzhihui' } }]);
  });

  it('is refused when something moved since the preview, and nothing is done', async () => {
    const one = await signing();
    const { mark } = await previewIntervention({ kind: 'cancel', key: keyOf(one) }, commander, api.deps);
    await one.end('COMPLETED');
    await expect(perform(cancelling(one, { mark }))).rejects.toThrow(Conflict);
    expect(api.engine.commands).toEqual([]);
    expect(await api.store.audit.countDocuments({ 'about.id': one.caseNo, action: '终止流程' })).toBe(0);
  });

  it('of two people who saw the same, one does it', async () => {
    const one = await signing();
    const { mark } = await previewIntervention({ kind: 'cancel', key: keyOf(one) }, commander, api.deps);
    const both = await Promise.allSettled([perform(cancelling(one, { mark })), perform(cancelling(one, { mark }))]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await expect(perform(cancelling(one, { mark }))).rejects.toThrow(/预览之后/);
    expect(api.engine.commands).toHaveLength(1);
  });

  it('that the engine does not answer is unknown until the records show it', async () => {
    const one = await signing();
    const wanted = cancelling(one);
    api.engine.fails = new Unavailable('the engine does not answer');
    await expect(perform(wanted)).rejects.toThrow(/不知道是否已经执行.*「部门签收」/);
    expect(await api.store.interventions.findById(wanted.id).lean()).toMatchObject({ state: 'unknown' });
    one.instance.end('TERMINATED');
    await one.tell();
    await settleInterventions(api.deps, Date.now() + 20_000);
    expect(await api.store.interventions.findById(wanted.id).lean()).toMatchObject({ state: 'done' });
    expect(await api.store.entries.countDocuments({ caseNo: one.caseNo, action: '终止流程' })).toBe(1);
    expect((await api.store.cases.findById(one.caseNo).lean())?.standing).toMatchObject({ state: 'terminated', status: '作废' });
  });

  it('that a crash cut off before the engine heard of it counts as not done, and is seen', async () => {
    const one = await signing();
    const wanted = cancelling(one);
    api.engine.fails = new Error('cut off');
    await expect(perform(wanted)).rejects.toThrow('cut off');
    await settleInterventions(api.deps, Date.now() + 300_000);
    expect(await api.store.interventions.findById(wanted.id).lean()).toMatchObject({ state: 'refused', said: expect.stringContaining('按没有执行处理') });
  });

  it('needs a reason, an instance that they may intervene in, and one that still runs', async () => {
    const one = await signing();
    await expect(perform(cancelling(one, { reason: '  ' }))).rejects.toMatchObject({ problems: [{ path: 'reason' }] });
    await expect(perform(cancelling(one, { key: '404' }))).rejects.toThrow(NotFound);
    const leader = (await api.store.people.findById('jinghezhiban').lean<Person>())!;
    await expect(perform(cancelling(one), leader)).rejects.toThrow(/可以干预/);
    one.instance.end('TERMINATED');
    await one.tell();
    await expect(perform(cancelling(one))).rejects.toThrow(/已经结束/);
  });

  it('an id of another intervention is refused', async () => {
    const [one, other] = [await signing(), await signing()];
    const wanted = cancelling(one);
    await perform(wanted);
    await expect(perform(cancelling(other, { id: wanted.id }))).rejects.toThrow(/编号已被使用/);
  });
});

describe('retrying', () => {
  async function broken() {
    const one = await signing();
    const [element, job, incident] = [one.instance.enter('register-plan', 'SERVICE_TASK'), one.instance.log.key(), one.instance.log.key()];
    one.instance.incident('CREATED', incident, 'register-plan', element, job);
    await one.tell();
    return { one, incident: String(incident), job: String(job) };
  }

  it('gives the job its tries back and resolves the incident', async () => {
    const { one, incident, job } = await broken();
    await perform({ kind: 'retry', key: keyOf(one), id: crypto.randomUUID(), reason: '对方系统已恢复', incidents: [incident] });
    expect(api.engine.commands).toEqual([{ name: 'resolveIncident', given: [incident, job] }]);
  });

  it('of an incident that is gone says so', async () => {
    const { one, incident } = await broken();
    api.engine.fails = new NotFound('gone');
    await expect(perform({ kind: 'retry', key: keyOf(one), id: crypto.randomUUID(), reason: '再试', incidents: [incident] })).rejects.toThrow(/已经解除/);
    await expect(perform({ kind: 'retry', key: keyOf(one), id: crypto.randomUUID(), reason: '再试', incidents: ['404'] })).rejects.toThrow(NotFound);
  });
});

describe('reassigning', () => {
  it('gives every open task to a person who may have it, and tells them', async () => {
    const one = await signing();
    await perform({ kind: 'reassign', key: keyOf(one), id: crypto.randomUUID(), reason: '原承办人出差', to: 'ldssuozhang' });
    expect(await api.store.tasks.findById(one.key).lean()).toMatchObject({ assignee: 'ldssuozhang', moves: [{ type: 'assign', why: '原承办人出差' }] });
    expect(await api.store.notices.countDocuments({ to: 'ldssuozhang', taskKey: one.key, kind: 'task' })).toBeGreaterThan(0);
    await expect(perform({ kind: 'reassign', key: keyOf(one), id: crypto.randomUUID(), reason: '再派', to: 'caoba' })).rejects.toMatchObject({ problems: [{ path: 'to' }] });
  });
});

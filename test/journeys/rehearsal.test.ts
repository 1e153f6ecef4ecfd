// A draft rehearsed on the real engine: its changed limit takes effect, time is moved, coverage is told, a script is played again; the live system knows nothing of it and nothing stays.
import { execFileSync } from 'node:child_process';
import { MongoClient } from 'mongodb';
import { until } from '../../runtime/client.js';
import { theSystem, type System } from '../support/system.js';

let system: System;
let mongo: MongoClient;
beforeAll(async () => {
  system = await theSystem();
  mongo = await MongoClient.connect(system.mongoUri);
}, 300_000);
afterAll(async () => {
  await mongo?.close();
  await system?.stop();
});

const aCase = { title: '路面暴露垃圾', category: 'D01', grid: 'by-jinghe-caoba-g1' };
/** What a manager's figures are made of. */
const COUNTED = ['cases', 'tasks', 'instances', 'incidents', 'entries', 'notices', 'outgoing'];

/** What there is of cases that are none of these: whatever else ran on this system goes on meanwhile, and is urged and told of. */
const counted = async (others: unknown[]) => Object.fromEntries(await Promise.all(COUNTED.map(async (name) => {
  const filter = name === 'cases' ? { _id: { $nin: others } } : name === 'incidents' ? {} : { caseNo: { $nin: [...others, null] } };
  return [name, await mongo.db().collection(name).countDocuments(filter as never)];
})));
const databases = async () => (await mongo.db().admin().listDatabases()).databases.map(({ name }) => name).filter((name) => name.startsWith(`${mongo.db().databaseName}_rehearsal_`));
const processes = () => execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' }).split('\n').filter((line) => line.includes('/rehearsal/'));

/** Rests when nothing is under way. */
const rest = async (id: string) => until(`the rehearsal <${id}> to rest`, async () => {
  const state = await (await system.as('liucheng')).get(`/rehearsals/${id}`);
  return !['starting', 'running'].includes(state.state) && state;
}, 120_000);

test('the village lets a shortened limit pass, the case climbs to the town; the script finds what a later draft breaks; nothing of it is counted or stays', async () => {
  const policy = await system.as('liucheng');
  const others = await mongo.db().collection('cases').distinct('_id');
  const before = await counted(others);
  expect(before).toMatchObject({ cases: 0, tasks: 0 });
  const { files } = await policy.post('/drafts', { procedure: 'grid-event' });
  const file = files.find(({ name }: any) => name === 'grid-event.bpmn');
  // given: a draft in which the village has two working hours instead of what the table of matters says
  const shorter = file.content.replace(/source="=if classification\.level = [^"]*respondLimit"/, 'source="=&#34;2 工作时&#34;"');
  expect(shorter).not.toBe(file.content);
  const saved = await policy.put('/drafts/grid-event/files/grid-event.bpmn', { content: shorter, revision: file.revision });

  // when: it is rehearsed, and the village does nothing
  let state = await policy.post('/rehearsals', { procedure: 'grid-event', version: 'draft', case: aCase });
  const { id } = state;
  state = await rest(id);
  expect([state.state, state.failure, state.tasks.map(({ element }: any) => element)]).toEqual(['waiting', undefined, ['intake']]);
  expect(state.tasks[0].people[0].name).toBe('李秀兰');
  await expect(policy.post(`/rehearsals/${id}/answers`, { element: 'intake', values: { outcome: 'refused' } })).rejects.toMatchObject({ status: 422 });
  await policy.post(`/rehearsals/${id}/answers`, { element: 'intake', values: { outcome: 'accepted' } });
  state = await rest(id);
  expect(state.tasks).toMatchObject([{ element: 'village-handle', limit: '2 工作时' }]);
  const due = new Date(state.tasks[0].dueAt);
  await policy.post(`/rehearsals/${id}/time`, { limit: 'deadline' });
  state = await rest(id);

  // then: the town has it, the way is told, and the rest of the diagram is named as not walked
  expect(state.tasks.map(({ element }: any) => element)).toEqual(['town-dispatch']);
  expect(new Date(state.now).getTime()).toBeGreaterThanOrEqual(due.getTime());
  expect(state.way.elements).toEqual(expect.arrayContaining(['intake', 'village-handle', 'village-handle-overdue', 'escalate-town', 'town-dispatch']));
  const { covered, total, missing } = state.coverage;
  expect(covered).toBe(total - missing.length);
  expect(covered).toBeGreaterThan(20);
  expect(missing.map((part: any) => part.id)).toEqual(expect.arrayContaining(['county-dispatch', 'follow-up', 'closed']));
  expect(state.log.some(({ text }: any) => text.includes('升级上报'))).toBe(true);
  const script = await policy.post(`/rehearsals/${id}/script`, { name: '村里逾期，升到镇' });

  // and: it ends, and neither program, broker, database nor a counted document stays
  expect(processes().length).toBeGreaterThan(0);
  expect(await databases()).toHaveLength(1);
  await policy.delete(`/rehearsals/${id}`);
  expect(processes()).toEqual([]);
  expect(await databases()).toEqual([]);
  expect(await counted(others)).toEqual(before);

  // when: a later draft no longer hands it up when the village is late
  const later = shorter.replace(/<zeebe:taskHeaders>\s*<zeebe:header key="escalation" value="到期"\s*\/>\s*<\/zeebe:taskHeaders>/, '');
  await policy.put('/drafts/grid-event/files/grid-event.bpmn', { content: later, revision: saved.revision });
  state = await rest((await policy.post(`/rehearsal-scripts/${script._id}/run`, {})).id);

  // then: the script says where it parts from what was kept
  expect(state.verdict).toBe('failed');
  expect(state.findings).toEqual([expect.stringContaining('结果与脚本不同')]);
  await policy.delete(`/rehearsals/${state.id}`);
  const { scripts } = await policy.get('/rehearsals?procedure=grid-event');
  expect(scripts[0].last).toMatchObject({ verdict: 'failed', label: '草稿' });
  await policy.delete('/drafts/grid-event');
  await policy.delete(`/rehearsal-scripts/${script._id}`);
  expect(processes()).toEqual([]);
  expect(await counted(others)).toEqual(before);
}, 300_000);

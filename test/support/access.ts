// Who tries what in the tests of access: somebody of every role, people of another town, and things that are there for the first and not for the second.
import type { Server } from 'node:http';
import { groupOf } from '../../processes/organisation.js';
import { roles } from '../../processes/roles.js';
import { DAY, shanghaiDay } from '../../processes/shanghai.js';
import type { Person } from '../../processes/store/types.js';
import { openApi, type Api } from './api.js';
import { closeTestStore } from './store.js';
import { signIn, type Signed } from './web.js';

/** What lies in 泾河镇 and is not there for people of another town, or belongs to one person; made by `makeThings`. */
export type Thing = 'case' | 'task' | 'instance' | 'register' | 'visit' | 'request' | 'invitation' | 'unit' | 'person' | 'shift' | 'attachment' | 'notice' | 'session' | 'filter' | 'trouble' | 'score' | 'change';

/** Somebody of each role who may see the case; and two of another town. */
export const accounts: Record<string, string> = {
  'grid-member': 'caoba', 'grid-leader': 'caobazhang', intake: 'caobacun', dispatcher: 'jinghe', 'duty-leader': 'jinghezhiban', helper: 'linli', officer: 'lds', head: 'ldssuozhang', commander: 'baoyingzhihui',
  supervisor: 'ducha', 'follow-up': 'baoyinghuifang', assessor: 'kaohe', policy: 'liucheng', admin: 'guanli', security: 'anquan', auditor: 'shenji',
};
/** Those who have nothing to do with matters until they are called: to them what lies in the town is not there, but its people and units. */
export const apart = ['anquan', 'shenji', 'linli'];
/** People of another town; the last has every role there. */
export const strangers = ['anyi', 'chengbei', 'anyiall'];

export const why = { reason: '材料还没有交齐' };

export interface AccessTrial { api: Api; server: Server; people: Map<string, { person: Person; agent: Signed }>; things: Record<Thing, string>; close(): Promise<void> }

/** Each thing once, made through the API where it can be. */
async function makeThings(api: Api): Promise<Record<Thing, string>> {
  const { store } = api;
  const things = { unit: 'by-jinghe', person: 'jinghehuifang', notice: 'for-one', shift: 'shift-1' } as Record<Thing, string>;
  const task = await api.open('dept-handle', ['by-jinghe.lds/officer'], { limit: '5 工作日' });
  const register = crypto.randomUUID();
  const visit = crypto.randomUUID();
  Object.assign(things, { case: task.caseNo, task: task.key, instance: (await store.instances.findOne({ caseNo: task.caseNo }).lean())!._id, register, visit, request: crypto.randomUUID(), invitation: crypto.randomUUID() });
  const [keeper, officer] = [await api.as('caoba'), await api.as('lds')];
  await keeper.post('/api/registers').send({ clientId: register, kind: 'household', grid: 'by-jinghe-caoba-g1', name: '张三', place: { text: '一组' }, phone: '12000000001' }).expect(201);
  await store.visits.create({
    _id: visit, kind: 'visit', occasion: '走访', duty: '其他', role: '网格员', grid: 'by-jinghe-caoba-g1', scope: ['yz', 'by', 'by-jinghe', 'by-jinghe-caoba', 'by-jinghe-caoba-g1'], items: [], place: { text: '一组' }, at: new Date(), sentAt: new Date(),
    by: { id: 'caoba', name: '周晓梅' }, text: '一切正常', attachments: [],
  });
  await officer.post(`/api/tasks/${task.key}/claim`).send({}).expect(200);
  await officer.post(`/api/tasks/${task.key}/clock-requests`).send({ id: things.request, type: 'pause', ...why }).expect(201);
  await officer.post(`/api/tasks/${task.key}/co-handlings`).send({ id: things.invitation, unit: 'by-jinghe.sfs', part: '协办', asked: '请派人到场' }).expect(201);
  await store.shifts.create({ _id: things.shift, unit: 'by-jinghe', role: 'dispatcher', person: 'jinghe', from: new Date('2027-01-04T00:00:00Z'), until: new Date('2027-01-05T00:00:00Z'), by: { system: '测试' }, at: new Date() });
  // what belongs to 马卫东 alone
  const owner = await api.as('jingheducha');
  const pdf = Buffer.from('%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n');
  things.attachment = (await owner.post('/api/attachments').attach('file', pdf, { filename: 'x.pdf', contentType: 'application/pdf' }).expect(201)).body.id;
  things.session = (await owner.get('/api/me/sessions').expect(200)).body[0].id;
  things.filter = (await owner.post('/api/filters').send({ name: '我的', query: {} }).expect(201)).body.id;
  await store.notices.create({ _id: things.notice, to: ['jingheducha'], kind: 'x', title: '给一个人', text: '', at: new Date(), readBy: [] } as never);
  const origin = (await store.cases.findById(task.caseNo).lean())!;
  things.trouble = `by-jinghe:${origin.category}:${origin._id}`;
  await store.troubles.create({
    _id: things.trouble, at: `by-jinghe|${origin.category}`, unit: 'by-jinghe', category: origin.category, path: ['yz', 'by', 'by-jinghe'], place: origin.place, grid: origin.grid, state: 'offered', foundAt: new Date(), cases: [origin._id],
    total: 1, reports: 1, reporters: 1, first: origin.reportedAt, last: origin.reportedAt, rule: { days: 90, count: 3, metres: 300, level: 'town' },
  } as never);
  const admin = await api.as('guanli');
  things.change = crypto.randomUUID();
  const fields = { id: 'by-later', name: '后设镇', level: '镇', parent: 'by', day: shanghaiDay(new Date(Date.now() + 10 * DAY)) };
  await admin.post('/api/organisation/changes').send({ id: things.change, kind: 'units', title: '设立后设镇', fields }).expect(201);
  things.score = 'by:department:2026-09:by-jinghe.lds';
  const assessment = { subject: 'department' as const, period: '2026-09' };
  await store.assessments.create({ _id: 'by:department:2026-09', unit: 'by', ...assessment, cycle: 'month', state: 'computed', indicators: [], from: '2000-01', days: 5, total: 1, by: { system: '测试' }, at: new Date(), computedAt: new Date(), appealUntil: new Date() });
  await store.assessmentScores.create({ _id: things.score, assessment: 'by:department:2026-09', run: 'x', assessed: 'by-jinghe.lds', name: '泾河镇劳动所', ...assessment, path: ['yz', 'by', 'by-jinghe', 'by-jinghe.lds'], items: [], computed: 90, total: 90, frozen: false, appeals: [], corrections: [] });
  return things;
}

/** Opens the application and signs everybody in. */
export async function openAccess(): Promise<AccessTrial> {
  const api = await openApi();
  const { passwordHash } = (await api.store.people.findById('guanli').lean<Person>())!;
  const posts = roles.map(({ id }) => ({ unit: 'by-anyi', role: id }));
  await api.store.people.create({ _id: 'anyiall', name: '安宜镇', account: 'anyiall', passwordHash, posts, groups: posts.map(groupOf), active: true, demo: true });
  // one that listens all the time: a thousand requests each with a server of its own would take a minute
  const server = api.app.listen(0, '127.0.0.1');
  const people: AccessTrial['people'] = new Map();
  await Promise.all([...Object.values(accounts), ...strangers].map(async (account) => people.set(account, { person: (await api.store.people.findById(account).lean<Person>())!, agent: await signIn(server as never, account) })));
  const things = await makeThings(api);
  return {
    api, server, people, things,
    async close() {
      server.close();
      await closeTestStore();
    },
  };
}

export interface Answer { status: number; body: any }
const nowhere: Partial<Record<Thing, string>> = { case: 'BY20200101001', task: '999999999', instance: '999999999' };
/** An id of the same form that names nothing. */
export const missingOf = (of: Thing, things: Record<Thing, string>): string => nowhere[of] ?? (/^[\da-f]{8}-/.test(things[of]) ? crypto.randomUUID() : 'nothing');
/** An answer without the id that was asked for. */
export const blurred = ({ status, body }: Answer) => JSON.stringify({ status, body }).replace(/<[^>]*>/g, '<>');

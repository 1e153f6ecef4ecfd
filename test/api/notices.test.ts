// The inbox: each reads what was addressed to them or their groups, and reading is one's own.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { noticeRoutes } from '../../api/routes/notices.js';
import type { Notice } from '../../processes/store/types.js';
import { closeTestStore } from '../support/store.js';
import { openWeb, signIn, type Signed, type Web } from '../support/web.js';

let web: Web;
let lds: Signed, head: Signed, anyi: Signed;
const notice = (_id: string, to: string[], minute: number): Notice => ({
  _id, to, kind: 'task', title: `通知 ${_id}`, text: '请办理', at: new Date(Date.UTC(2026, 5, 21, 1, minute)), readBy: [], caseNo: 'BY1',
});

beforeAll(async () => {
  web = await openWeb(noticeRoutes);
  await web.store.notices.create([
    notice('person', ['lds'], 1), notice('group', ['by-jinghe.lds/officer'], 3), notice('both', ['lds', 'by-jinghe.lds/officer', 'by-jinghe.lds/head'], 2), notice('other', ['anyi'], 4),
  ]);
  [lds, head, anyi] = await Promise.all([signIn(web.app, 'lds'), signIn(web.app, 'ldssuozhang'), signIn(web.app, 'anyi')]) as [Signed, Signed, Signed];
});
afterAll(closeTestStore);

const ids = async (who: Signed, query = '') => {
  const { body } = await who.get(`/api/notices${query}`).expect(200);
  return [body.unread, body.items.map(({ id }: { id: string }) => id)];
};

describe('notices', () => {
  test('each sees their own and their groups\', the newest first', async () => {
    expect(await ids(lds)).toEqual([3, ['group', 'both', 'person']]);
    expect(await ids(head)).toEqual([1, ['both']]);
    expect(await ids(anyi)).toEqual([1, ['other']]);
  });

  test('what one has read, the other has not', async () => {
    await lds.post('/api/notices/both/read').expect(204);
    await lds.post('/api/notices/both/read').expect(204);
    expect(await ids(lds, '?unread')).toEqual([2, ['group', 'person']]);
    expect(await ids(head, '?unread=1')).toEqual([1, ['both']]);
    expect((await web.store.notices.findById('both').lean())!.readBy).toEqual(['lds']);
    expect((await lds.get('/api/notices').expect(200)).body.items.map(({ read }: { read: boolean }) => read)).toEqual([false, true, false]);
  });

  test('the session says how many are unread', async () => {
    expect((await lds.get('/api/session').expect(200)).body.unread).toBe(2);
  });

  test('a notice of a task that has ended is no unread one, and says that there is nothing to do', async () => {
    await web.store.notices.create([{ ...notice('ended', ['pcs'], 5), over: true }, notice('still', ['pcs'], 6)]);
    const pcs = await signIn(web.app, 'pcs');
    expect(await ids(pcs, '?unread=1')).toEqual([1, ['still']]);
    const { body } = await pcs.get('/api/notices').expect(200);
    expect(body.items.map(({ id, read, text }: { id: string; read: boolean; text: string }) => [id, read, text])).toEqual([['still', false, '请办理'], ['ended', true, '案件 BY1 的这项任务已经办完或收回，不用再办。']]);
    expect((await pcs.get('/api/session').expect(200)).body.unread).toBe(1);
  });

  test('another\'s notice is not found and stays unread', async () => {
    await lds.post('/api/notices/other/read').expect(404);
    expect((await web.store.notices.findById('other').lean())!.readBy).toEqual([]);
  });

  test('an inbox is paged, its counts are of all of it, and it is looked through by kind', async () => {
    await web.store.notices.create(Array.from({ length: 130 }, (_, n) => ({ ...notice(`many${String(n).padStart(3, '0')}`, ['zfj'], n % 60), kind: n < 30 ? 'urge' : 'task' })));
    const zfj = await signIn(web.app, 'zfj');
    const { body } = await zfj.get('/api/notices?kind=task&size=40&page=3').expect(200);
    expect([body.unread, body.kinds, body.total, body.items.length]).toEqual([130, { task: 100, supervision: 30 }, 100, 20]);
    expect((await zfj.get('/api/notices?kind=supervision').expect(200)).body.total).toBe(30);
    expect((await zfj.get('/api/notices?kind=other').expect(200)).body.total).toBe(0);
  });

  test('all are marked read in one request, but for what came after the page was drawn; some by their ids, others\' not', async () => {
    const zfj = await signIn(web.app, 'zfj');
    expect((await zfj.post('/api/notices/read').send({ ids: ['many000', 'other'] }).expect(200)).body).toEqual({ read: 1 });
    await web.store.notices.create(notice('late', ['zfj'], 59 * 2));
    expect((await zfj.post('/api/notices/read').send({ all: true, kind: 'supervision' }).expect(200)).body).toEqual({ read: 29 });
    await zfj.post('/api/notices/read').send({ all: true, until: '2026-06-21T02:30:00.000Z' }).expect(200);
    expect(await ids(zfj, '?unread')).toEqual([1, ['late']]);
    await zfj.post('/api/notices/read').send({}).expect(422);
    expect((await web.store.notices.findById('other').lean())!.readBy).toEqual([]);
  });
});

// The outbox's rules without a browser: what an answer makes of an item, how long it pauses, what is sent, and how it reads.
import { after, asAddition, pause, remarkOf, reportOf, stops, type Item } from '../../../views/browser/lib/outbox/item.js';
import { waits, wordsOf } from '../../../views/browser/lib/outbox/words.js';

const anItem = (given: Partial<Item> = {}): Item => ({
  id: 'a', person: 'caoba', state: 'sending', fields: [['title', ' 路灯不亮 '], ['category', 'E02'], ['place', '南路'], ['grid', 'g1'], ['people', '3']], photos: [], at: 1, tries: 0, nextAt: 0, seenAt: '2026-06-21T01:00:00.000Z', ...given,
});

describe('an answer', () => {
  test('yes ends it with its case number', () => {
    expect(after(anItem({ photos: [{ key: 'k', name: 'x.jpg', id: 'f' }], said: '先前的话' }), { status: 200, caseNo: 'BY-1' }, 5)).toMatchObject({ state: 'sent', caseNo: 'BY-1', at: 5 });
    expect(after(anItem({ said: '先前的话' }), { status: 200, caseNo: 'BY-1' }, 5).said).toBeUndefined();
    expect(after(anItem({ fields: [['title', '路灯'], ['reporterPhone', '13800000000'], ['place', '南路']] }), { status: 200, caseNo: 'BY-1' }, 5).fields).toEqual([['title', '路灯'], ['place', '南路']]);
    expect(after(anItem({ adds: 'BY-7' }), { status: 204 }, 5)).toMatchObject({ state: 'sent', caseNo: 'BY-7' });
  });

  test.each([0, 408, 429, 500, 502, 503])('that may be another one later (%i) waits, each time longer', (status) => {
    const once = after(anItem(), { status }, 1_000);
    expect(once).toMatchObject({ state: 'waiting', tries: 1, nextAt: 1_000 + pause(1) });
    expect(after({ ...once, state: 'sending' }, { status }, 2_000)).toMatchObject({ tries: 2, nextAt: 2_000 + pause(2) });
  });

  test('that nobody is signed in waits for the sign-in, and says what else has to be done first', () => {
    expect(after(anItem(), { status: 401, type: 'urn:liandong:problem:unauthenticated', said: '请先登录' }, 1)).toMatchObject({ state: 'login', said: undefined });
    expect(after(anItem(), { status: 403, type: 'urn:liandong:problem:password-due', said: '请先修改密码' }, 1)).toMatchObject({ state: 'login', said: '请先修改密码' });
  });

  test('that the token is old is tried again with a new one', () => {
    expect(after(anItem(), { status: 403, type: 'urn:liandong:problem:csrf' }, 1)).toMatchObject({ state: 'waiting', tries: 1 });
  });

  test('that another content stands under its id is a conflict with that case; somebody else\'s id is a refusal', () => {
    expect(after(anItem(), { status: 409, caseNo: 'BY-1' }, 1)).toMatchObject({ state: 'conflict', caseNo: 'BY-1' });
    expect(after(anItem(), { status: 409, said: '这个上报编号已被使用' }, 1)).toMatchObject({ state: 'refused' });
  });

  test.each([400, 403, 404, 413, 415, 422])('no for good (%i) is kept with the reasons', (status) => {
    const problems = [{ path: 'grid', message: '没有这个网格' }];
    expect(after(anItem(), { status, said: '填写有误', problems }, 1)).toMatchObject({ state: 'refused', said: '填写有误', problems });
  });

  test('without which nothing else can be sent either ends the round', () => {
    expect([0, 401, 422, 409, 503].map((status) => stops({ status }))).toEqual([true, true, false, false, false]);
  });
});

test('pauses double up to ten minutes', () => {
  expect([1, 2, 3, 7, 8, 50].map(pause)).toEqual([5_000, 10_000, 20_000, 320_000, 600_000, 600_000]);
});

describe('what is sent', () => {
  test('is what the form says, with the time of the device and the ids of its photos', () => {
    expect(reportOf(anItem({ photos: [{ key: 'k', name: 'x', id: 'f' }], position: { lng: 119.3, lat: 33.2 } }))).toEqual({
      clientId: 'a', title: '路灯不亮', description: '', category: 'E02', urgency: '一般', people: 3, source: '网格巡查', place: { text: '南路', lng: 119.3, lat: 33.2 }, grid: 'g1', attachments: ['f'], at: '2026-06-21T01:00:00.000Z',
    });
    expect(reportOf(anItem({ fields: [['anonymous', 'on'], ['reporterPhone', '13800000000']] })).reporter).toEqual({ phone: '13800000000', anonymous: true });
  });

  test('as an addition to a case carries everything that the report said', () => {
    const added = asAddition(anItem({ state: 'conflict', caseNo: 'BY-1', categoryName: '路灯损坏', photos: [{ key: 'k', name: 'x', id: 'f' }] }), 'b', 9);
    expect(added).toMatchObject({ id: 'b', adds: 'BY-1', state: 'waiting', at: 9, tries: 0 });
    expect(added.caseNo).toBeUndefined();
    expect(remarkOf(added)).toEqual({ clientId: 'b', text: '补充上报：路灯不亮\n地点：南路\n类别：路灯损坏\n涉及 3 人', attachments: ['f'] });
  });
});

describe('an item reads', () => {
  const label = (given: Partial<Item>, online = true) => wordsOf(anItem(given), online).label;
  test('by its state in one word', () => {
    expect([label({ state: 'draft' }), label({ state: 'waiting' }, false), label({ state: 'sending' }), label({ state: 'login' }), label({ state: 'sent', caseNo: 'BY-1' }), label({ state: 'refused' }), label({ state: 'conflict' })])
      .toEqual(['草稿', '等待网络', '正在发送', '等待登录', '已送达', '需要处理', '需要处理']);
  });

  test('with every reason once, and says what happens by itself', () => {
    expect(wordsOf(anItem({ state: 'refused', said: '填写有误', problems: [{ path: 'grid', message: '没有这个网格' }, { path: 'x', message: '没有这个网格' }] }), true).text).toBe('填写有误；没有这个网格。内容还在，改好后可以再发。');
    expect(wordsOf(anItem({ state: 'login' }), true).text).toContain('请重新登录后自动发送');
    expect(wordsOf(anItem({ state: 'waiting', tries: 2 }), true).text).toContain('不会报两次');
  });

  test('and only what has to leave the device counts as waiting', () => {
    expect((['draft', 'waiting', 'sending', 'login', 'refused', 'conflict', 'sent'] as const).map((state) => waits(anItem({ state })))).toEqual([false, true, true, true, true, true, false]);
  });
});

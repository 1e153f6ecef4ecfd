// Whoever reported a matter that was merged is told what whoever reported it first is told: each once, each about their own case.
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { mergedInto } from '../../processes/merged.js';
import { tellReporters } from '../../processes/tell-reporters.js';
import { closeCase } from '../../workers/close-case.js';
import { feedback } from '../../workers/feedback.js';
import { merge } from '../../workers/merge.js';
import { closeTestStore } from '../support/store.js';
import { aJob, keepCase, openWork, repeatedly, type Work } from '../support/work.js';

let work: Work;
beforeEach(async () => {
  work = await openWork();
  await keepCase(work);
});
afterAll(closeTestStore);

const joined = (no: number, given: Record<string, unknown>) => keepCase(work, { _id: `BY-2026-00000${no}`, title: `第${no}件`, ...given });
const inbox = async () => (await work.store.notices.find().lean()).map(({ to, caseNo, text }) => [to.join(), caseNo, text] as const).sort((a, b) => (String(a[1]) < String(b[1]) ? -1 : 1));
const sms = async () => (await work.store.outgoing.find({ channel: 'sms' }).lean()).map(({ to, caseNo }) => [to, caseNo]);

describe('what is done for a case', () => {
  test('is told to everybody whose case was merged into it, also through another, once', async () => {
    await joined(2, { mergedInto: 'BY-2026-000001', reporter: { person: 'caoba2', anonymous: false } });
    await joined(3, { mergedInto: 'BY-2026-000002', reporter: { person: 'songzhu', phone: '13800000003', anonymous: true } });
    await joined(4, { reporter: { person: 'songzhucun', anonymous: false } });
    expect((await mergedInto(work.store, 'BY-2026-000001')).map(({ _id }) => _id)).toEqual(['BY-2026-000002', 'BY-2026-000003']);
    await repeatedly(() => feedback(aJob('feedback', { headers: { text: '「{title}」（{caseNo}）已派人处理' } }), work.deps));
    expect(await inbox()).toEqual([
      ['caoba', 'BY-2026-000001', '「塑机公司欠薪」（BY-2026-000001）已派人处理'],
      ['caoba2', 'BY-2026-000002', '「第2件」（BY-2026-000002）已派人处理（与其他反映合并办理）'],
      ['songzhu', 'BY-2026-000003', '「第3件」（BY-2026-000003）已派人处理（与其他反映合并办理）'],
    ]);
    expect(await sms()).toEqual([['13800000003', 'BY-2026-000003']]);
  });

  test('is told once to whoever reported it twice', async () => {
    await joined(2, { mergedInto: 'BY-2026-000001', reporter: { person: 'caoba', phone: '13800000002', anonymous: false } });
    await joined(3, { mergedInto: 'BY-2026-000001', reporter: { person: 'caoba', phone: '13800000002', anonymous: false } });
    await tellReporters(work.store, (await work.store.cases.findById('BY-2026-000001').lean())!, { id: 'x', title: '反馈', at: new Date(), text: ({ _id }) => _id });
    expect(await inbox()).toEqual([['caoba', 'BY-2026-000001', 'BY-2026-000001']]);
    expect(await sms()).toEqual([['13800000002', 'BY-2026-000002']]);
  });

  test('reaches them when it is closed, but a merge is told to its own reporter alone', async () => {
    await joined(2, { mergedInto: 'BY-2026-000001', reporter: { person: 'caoba2', anonymous: false } });
    await closeCase(aJob('close-case', { headers: { outcome: '已结案' } }), work.deps);
    expect((await inbox()).map(([to]) => to)).toEqual(['caoba', 'caoba2']);
    await work.store.notices.deleteMany({});
    await closeCase(aJob('close-case', { key: '99', headers: { outcome: '并案' } }), work.deps);
    expect((await inbox()).map(([to]) => to)).toEqual(['caoba']);
  });
});

describe('at the merge', () => {
  const into = () => merge(aJob('merge', { variables: { mergedInto: 'BY-2026-000002' } }), work.deps);

  test('whoever reported the other case learns that somebody joined, once, and not who', async () => {
    await keepCase(work, { _id: 'BY-2026-000002', title: '厂里不发工资', reporter: { person: 'caoba2', name: '张三', anonymous: false } });
    await repeatedly(into);
    const told = await inbox();
    expect(told.map(([to, caseNo]) => [to, caseNo])).toEqual([['caoba2', 'BY-2026-000002']]);
    expect(told[0]![2]).toContain('又有人反映');
    expect(told[0]![2]).not.toMatch(/周晓梅|caoba|BY-2026-000001/);
  });

  test('one\'s own second report is not told as somebody else\'s', async () => {
    await keepCase(work, { _id: 'BY-2026-000002' });
    await into();
    expect(await inbox()).toEqual([]);
  });
});

// The month's agenda: what is stuck is found by the table, filed once a month for each county, and what is on an agenda that still runs is not put on the next.
import { getCase } from '../../processes/cases.js';
import { getPerson } from '../../processes/organisation.js';
import { computeCaseFigures } from '../../processes/figures/case-cells.js';
import { markStale } from '../../processes/figures/stale.js';
import { carryOver, carryUp, closeMeeting } from '../../processes/hard-issues/meeting.js';
import { hardMatters } from '../../processes/hard-issues/matters.js';
import { agendaOf } from '../../processes/hard-issues/agenda.js';
import { gatherHardIssues } from '../../workers/gather-hard-issues.js';
import { aJob, keepCase, keepTask, openWork, repeatedly, shanghai, type Work } from '../support/work.js';
import { closeTestStore } from '../support/store.js';

afterAll(closeTestStore);

const job = (now: string) => aJob('gather-hard-issues', { caseNo: '', headers: { decision: 'hard-issue-rules' }, variables: { now } });
const lies = { scope: ['by-jinghe-caoba-g1', 'by-jinghe-caoba', 'by-jinghe', 'by', 'yz'] };
const standing = (status: string) => ({ standing: { status, state: 'active', elements: [], at: shanghai('2026-06-20 09:00') } as never });
const failed = (n: number) => ({ _id: `22517998136860${n}`, state: 'completed' as const, elementId: 'check', endedAt: shanghai('2026-06-19 09:00'), submission: { by: { id: 'caoba', name: '周晓梅' }, at: shanghai('2026-06-19 09:00'), sentAt: 0, values: { outcome: 'fail' } } });

async function stuck(): Promise<Work> {
  const work = await openWork();
  await work.store.caseFacts.collection.deleteMany({});
  const kept = (no: string, more: object = {}) => keepCase(work, { _id: `BY-2026-${no}`, clientId: crypto.randomUUID(), title: `难事 ${no}`, ...lies, ...standing('处置中'), ...more });
  await kept('900001', { standing: { status: '挂账缓办', state: 'active', at: shanghai('2026-06-20 09:00'), elements: [{ id: 'suspended', since: shanghai('2026-06-18 09:00') }] } as never, reportedAt: shanghai('2026-05-02 09:00') });
  await kept('900002');
  await keepTask(work, { _id: '2251799813685901', caseNo: 'BY-2026-900002', cards: [{ id: 'r', type: 'red', by: { id: 'ducha', name: '许正刚' }, at: shanghai('2026-06-20 09:00'), text: '', label: '红牌督办' }] as never });
  await kept('900003');
  for (const n of [1, 2, 3]) await keepTask(work, { ...failed(n), caseNo: 'BY-2026-900003' } as never);
  await kept('900004');
  await keepTask(work, { ...failed(4), caseNo: 'BY-2026-900004' } as never);
  await figures(work);
  return work;
}
async function figures({ store, deps }: Work): Promise<void> {
  await markStale(store, 'case', (await store.cases.find({}, { _id: 1 }).lean()).map(({ _id }) => _id));
  await computeCaseFigures(deps);
}

test('a red card, what waits on the books and what failed three times are on one agenda, the gravest first, and each case is told once', async () => {
  const work = await stuck();
  const [first, last] = await repeatedly(() => gatherHardIssues(job('2026-06-22T10:00:00+08:00'), work.deps));
  expect([first, last]).toEqual([{ counties: 1, filed: 1 }, { counties: 1, filed: 1 }]);
  const [agenda, ...more] = await work.store.cases.find({ procedure: 'hard-issues' }).lean();
  expect(more).toEqual([]);
  expect(agenda).toMatchObject({ title: '2026年6月宝应县重点难点问题（3 件）', source: '每月汇总', suggestion: { to: 'by.zzb', origins: ['BY-2026-900002', 'BY-2026-900001', 'BY-2026-900003'] }, agenda: { open: true, readers: ['by.zzb/head', 'by.zzb/officer'] } });
  expect(agenda!.description.split('\n')).toEqual(['- BY-2026-900002 难事 900002：红牌督办（2026-06-20 起）', '- BY-2026-900001 难事 900001：挂账缓办（2026-06-18 起）', '- BY-2026-900003 难事 900003：返工三次以上（2026-06-22 起）']);
  expect(agenda!.scope.filter((key) => !key.startsWith('person:')).sort()).toEqual(['by', 'by.zzb', 'yz']);
  // the office that prepares the meeting may read what it is about
  expect(await getCase('BY-2026-900002', await getPerson(work.store, 'zhengfawei'), work.deps)).toMatchObject({ title: '难事 900002' });
  expect(work.published.filter(({ name }) => name === 'hard-issues.started')).toHaveLength(1);
  expect((await work.store.entries.find({ action: '列入议程' }).lean()).map(({ caseNo }) => caseNo).sort()).toEqual(['BY-2026-900001', 'BY-2026-900002', 'BY-2026-900003']);
});

test('next month what is still on an agenda is left out, and what that left undone is on it again', async () => {
  const work = await stuck();
  await gatherHardIssues(job('2026-06-22T10:00:00+08:00'), work.deps);
  work.at('2026-07-01 09:00');
  await figures(work);
  expect(await gatherHardIssues(job('2026-07-01T09:00:00+08:00'), work.deps)).toEqual({ counties: 1, filed: 0 });
  await work.store.cases.updateOne({ procedure: 'hard-issues' }, { $set: { closing: { outcome: '已结案', at: shanghai('2026-07-01 10:00') } } });
  expect(await gatherHardIssues(job('2026-07-01T09:00:00+08:00'), work.deps)).toEqual({ counties: 1, filed: 1 });
  expect(await work.store.cases.countDocuments({ procedure: 'hard-issues', title: /2026年7月/ })).toBe(1);
});

test('what a meeting left undecided is on next month\'s agenda while what it decided is still worked off', async () => {
  const work = await stuck();
  await gatherHardIssues(job('2026-06-22T10:00:00+08:00'), work.deps);
  const june = (await work.store.cases.findOne({ procedure: 'hard-issues' }).lean())!;
  await closeMeeting(june, { decided: ['BY-2026-900002'], raised: [] }, work.deps);
  work.at('2026-07-01 09:00');
  await figures(work);
  expect(await gatherHardIssues(job('2026-07-01T09:00:00+08:00'), work.deps)).toEqual({ counties: 1, filed: 1 });
  const july = (await work.store.cases.findOne({ procedure: 'hard-issues', title: /2026年7月/ }).lean())!;
  expect(july.suggestion!.origins).toEqual(['BY-2026-900001', 'BY-2026-900003']);
});

test('what a decision did not bring about is on next month\'s agenda while another decision is still worked off', async () => {
  const work = await stuck();
  await gatherHardIssues(job('2026-06-22T10:00:00+08:00'), work.deps);
  const june = (await work.store.cases.findOne({ procedure: 'hard-issues' }).lean())!;
  await closeMeeting(june, { decided: june.suggestion!.origins, raised: [] }, work.deps);
  await repeatedly(() => carryOver(june, ['BY-2026-900003'], '资金没有到位', work.deps));
  work.at('2026-07-01 09:00');
  await figures(work);
  expect(await gatherHardIssues(job('2026-07-01T09:00:00+08:00'), work.deps)).toEqual({ counties: 1, filed: 1 });
  expect((await work.store.cases.findOne({ procedure: 'hard-issues', title: /2026年7月/ }).lean())!.suggestion!.origins).toEqual(['BY-2026-900003']);
});

test('after an agenda was withdrawn another may be filed for the same month, once', async () => {
  const work = await stuck();
  const gather = () => gatherHardIssues(job('2026-06-22T10:00:00+08:00'), work.deps);
  for (const round of [1, 2, 3]) {
    expect(await agendaOf('by', work.deps)).toBeNull();
    await repeatedly(gather);
    expect(await work.store.cases.countDocuments({ procedure: 'hard-issues' })).toBe(round);
    const { _id, suggestion } = (await agendaOf('by', work.deps))!;
    expect(suggestion!.origins).toHaveLength(3);
    await work.store.cases.updateOne({ _id }, { $set: { withdrawal: { by: { id: 'zhengfawei' }, at: shanghai('2026-06-22 11:00'), reason: '改期', sent: true }, closing: { outcome: '作废', at: shanghai('2026-06-22 11:00') } } } as never);
  }
});

test('what lies at the city, or was carried up to it, is on the city\'s agenda and on no county\'s; what the city put right is carried up no more', async () => {
  const work = await stuck();
  await work.store.cases.updateOne({ _id: 'BY-2026-900001' }, { $set: { level: 'city' } });
  const july = job('2026-07-01T09:00:00+08:00');
  expect(await gatherHardIssues(job('2026-06-22T10:00:00+08:00'), work.deps)).toEqual({ counties: 1, filed: 2 });
  const agendaOf = async (to: string, month: string) => (await work.store.cases.findOne({ 'suggestion.to': to, title: new RegExp(month) }).lean())!;
  const city = await agendaOf('yz.zzb', '2026年6月');
  expect(city).toMatchObject({ title: '2026年6月扬州市重点难点问题（1 件）', suggestion: { origins: ['BY-2026-900001'] } });
  expect(city.scope.filter((key) => !key.startsWith('person:')).sort()).toEqual(['yz', 'yz.zzb']);
  const county = await agendaOf('by.zzb', '2026年6月');
  expect(county.suggestion!.origins).toEqual(['BY-2026-900002', 'BY-2026-900003']);
  await carryUp(county, ['BY-2026-900003'], work.deps);
  await work.store.cases.updateOne({ _id: city._id }, { $set: { closing: { outcome: '已结案', at: shanghai('2026-06-30 10:00') } } });
  work.at('2026-07-01 09:00');
  await figures(work);
  expect(await gatherHardIssues(july, work.deps)).toEqual({ counties: 1, filed: 1 });
  const next = await agendaOf('yz.zzb', '2026年7月');
  expect(next.description).toContain('BY-2026-900003 难事 900003：县里上报、返工三次以上');
  expect(next.suggestion!.origins).toEqual(['BY-2026-900003', 'BY-2026-900001']);
  await work.store.cases.updateMany({ procedure: 'hard-issues' }, { $set: { closing: { outcome: '已结案', at: shanghai('2026-07-20 10:00') } } });
  await work.store.cases.updateOne({ _id: next._id }, { $set: { facts: [{ _id: 'f', key: 'hard-issues', at: shanghai('2026-07-20 10:00'), data: { results: [{ matter: 'BY-2026-900003', result: 'pass' }] } }] } });
  const matters = await hardMatters({ path: ['yz', 'by'] }, work.deps);
  expect(matters.map(({ caseNo, city: at }) => [caseNo, at])).toEqual([['BY-2026-900002', false], ['BY-2026-900001', true], ['BY-2026-900003', false]]);
});

test('without anybody in the office it fails and says where; without anything stuck there is no agenda', async () => {
  const work = await stuck();
  await work.store.people.updateMany({ 'posts.unit': 'by.zzb' }, { $set: { active: false } });
  await expect(gatherHardIssues(job('2026-06-22T10:00:00+08:00'), work.deps)).rejects.toThrow('by.zzb');
  expect(await work.store.cases.countDocuments({ procedure: 'hard-issues' })).toBe(0);
  await work.store.cases.updateMany({}, { $set: { closing: { outcome: '已结案', at: shanghai('2026-06-21 10:00') }, 'standing.state': 'completed' } });
  await figures(work);
  expect(await gatherHardIssues(job('2026-06-22T10:00:00+08:00'), work.deps)).toEqual({ counties: 1, filed: 0 });
});

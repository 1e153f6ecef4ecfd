// The meeting about hard matters: who is invited reads the agenda and what is on it until the meeting was held, and each matter hears what became of it, once.
import { getCase } from '../../processes/cases.js';
import { getPerson } from '../../processes/organisation.js';
import { inHand } from '../../processes/hard-issues/meeting.js';
import type { Case } from '../../processes/store/types.js';
import { agenda } from '../../workers/agenda.js';
import { aJob, keepCase, keepTask, openWork, repeatedly, shanghai, type Work } from '../support/work.js';
import { closeTestStore } from '../support/store.js';

afterAll(closeTestStore);

const NO = 'BY-2026-000500';
const MATTERS = ['BY-2026-000501', 'BY-2026-000502', 'BY-2026-000503'];
const step = (name: string, variables: object) => aJob('agenda', { caseNo: NO, headers: { step: name }, variables });

async function planned(): Promise<Work> {
  const work = await openWork();
  for (const _id of MATTERS) await keepCase(work, { _id, title: `难事${_id.at(-1)}` });
  await keepCase(work, { _id: NO, title: '六月难事', procedure: 'hard-issues', scope: ['by.zzb', 'by', 'yz'], reporter: { person: 'zhengfawei', anonymous: false }, suggestion: { to: 'by.zzb', origins: MATTERS } });
  return work;
}
const reads = async ({ store, deps }: Work, account: string) => {
  const person = await getPerson(store, account);
  const seen = await Promise.all([NO, ...MATTERS].map((caseNo) => getCase(caseNo, person, deps).then(() => caseNo, () => undefined)));
  return seen.filter((caseNo) => caseNo !== undefined);
};

test('the invited and the three offices read the agenda and what is on it, nobody else and nothing else, and only until the meeting was held', async () => {
  const work = await planned();
  const everybody = (await work.store.people.find({}, { _id: 1 }).lean()).map(({ _id }) => _id);
  const all = async () => Object.fromEntries(await Promise.all(everybody.map(async (one) => [one, await reads(work, one)] as const)));
  const before = await all();
  expect([before.sifa, before.anyi, before.minzheng]).toEqual([[], [], []]);
  const on = MATTERS.slice(0, 2);
  const [first, last] = await repeatedly(() => agenda(step('open', { matters: [...on, 'BY-2026-999999'], invited: ['by.sfs', 'by-anyi'] }), work.deps));
  expect(last).toEqual(first);
  expect((first as any).participants.sort()).toEqual(['by-anyi/commander', 'by-anyi/duty-leader', 'by.mzb/head', 'by.nyb/head', 'by.sfs/head', 'by.zzb/head']);
  const during = await all();
  const [mayRead, may] = [['sifa', 'anyi', 'minzheng', 'nongye', 'zhengfawei'], [NO, ...on]];
  for (const one of everybody) expect([one, during[one]]).toEqual([one, mayRead.includes(one) ? may : before[one]]);
  await agenda(step('close', { decisions: [{ matter: MATTERS[0] }], raised: [MATTERS[1]] }), work.deps);
  expect(await all()).toEqual(before);
});

test('nothing goes up where nobody is above: at the city, and where the city has no such office', async () => {
  const work = await planned();
  const open = async () => (await agenda(step('open', { matters: MATTERS, invited: [] }), work.deps) as { noneAbove: boolean }).noneAbove;
  expect(await open()).toBe(false);
  await work.store.units.updateOne({ _id: 'yz.zzb' }, { $set: { endedOn: '2026-06-01' } });
  expect(await open()).toBe(true);
  await work.store.units.updateOne({ _id: 'yz.zzb' }, { $unset: { endedOn: 1 } });
  await work.store.cases.updateOne({ _id: NO }, { $set: { 'suggestion.to': 'yz.zzb' } });
  expect(await open()).toBe(true);
});

test('an agenda that was ended by hand before its meeting is read no more by that', async () => {
  const work = await planned();
  await agenda(step('open', { matters: MATTERS, invited: ['by.sfs'] }), work.deps);
  expect(await reads(work, 'sifa')).toHaveLength(4);
  await work.store.cases.updateOne({ _id: NO }, { $set: { standing: { status: '作废', state: 'terminated', elements: [], at: shanghai('2026-06-22 10:00'), instanceKey: '1' } } });
  expect(await reads(work, 'sifa')).toEqual([]);
});

test('what is neither decided nor carried up is told its case and whoever has it, once; what is carried up is kept for the city', async () => {
  const work = await planned();
  await keepTask(work, { caseNo: MATTERS[2], holder: { person: 'lds', at: shanghai('2026-06-22 09:30') } });
  await agenda(step('open', { matters: MATTERS, invited: [] }), work.deps);
  await repeatedly(() => agenda(step('close', { decisions: [{ matter: MATTERS[0] }], raised: [MATTERS[1]] }), work.deps));
  const entries = (await work.store.entries.find().sort({ caseNo: 1 }).lean()).map(({ caseNo, action, text }) => [caseNo, action, text]);
  expect(entries).toEqual([
    [MATTERS[1], '上报市里研究', `县里解决不了，上报市领导小组办公室研究：六月难事（${NO}）`], [MATTERS[2], '留到下月研究', `会议没有形成决定，留到下月研究：六月难事（${NO}）`],
  ]);
  const notices = await work.store.notices.find().lean();
  expect(notices.map(({ to, caseNo, title }) => [to, caseNo, title])).toEqual([[['lds'], MATTERS[2], '会议没有形成决定，留到下月研究']]);
  expect((await work.store.cases.findById(NO).lean())!.agenda).toMatchObject({ open: false, left: [MATTERS[2]], up: [{ matter: MATTERS[1] }] });
  await repeatedly(() => agenda(step('carry-up', { matter: MATTERS[0] }), work.deps));
  expect((await work.store.cases.findById(NO).lean())!.agenda!.up!.map(({ matter }) => matter)).toEqual([MATTERS[1], MATTERS[0]]);
});

test('what a decision did not bring about is told its case with the reason, once, and kept as left', async () => {
  const work = await planned();
  await keepTask(work, { caseNo: MATTERS[0], holder: { person: 'lds', at: shanghai('2026-06-22 09:30') } });
  await agenda(step('open', { matters: MATTERS, invited: [] }), work.deps);
  await agenda(step('close', { decisions: MATTERS.map((matter) => ({ matter })), raised: [] }), work.deps);
  await repeatedly(() => agenda(step('carry-over', { matter: MATTERS[0], reason: '资金没有到位' }), work.deps));
  expect((await work.store.entries.find().lean()).map(({ caseNo, action, text, why }) => [caseNo, action, text, why])).toEqual([[MATTERS[0], '留到下月研究', `决定本月没有落实，留到下月再研究：六月难事（${NO}）`, '资金没有到位']]);
  expect((await work.store.notices.find().lean()).map(({ to, caseNo }) => [to, caseNo])).toEqual([[['lds'], MATTERS[0]]]);
  expect((await work.store.cases.findById(NO).lean())!.agenda).toMatchObject({ open: false, left: [MATTERS[0]] });
});

test('a matter with two decisions is free for the next agenda only when neither is worked off any more, and hears of a withdrawal as long as one is not put right', async () => {
  const work = await planned();
  const [matter, other] = MATTERS as [string, string];
  await agenda(step('open', { matters: MATTERS, invited: [] }), work.deps);
  const before = (await work.store.cases.findById(NO).lean<Case>())!;
  expect(await inHand(before, work.deps)).toEqual(MATTERS);
  await agenda(step('close', { decisions: MATTERS.map((one) => ({ matter: one })), raised: [] }), work.deps);
  const decision = async (about: string, n: number, given: object) => {
    const { _id: key, instanceKey, elementKey } = await keepTask(work, { _id: `22517998136854${n}`, elementKey: `22517998136853${n}`, caseNo: NO, ...given });
    await work.store.variables.collection.insertOne({ _id: `${elementKey}:decision`, instanceKey, scopeKey: elementKey, name: 'decision', value: JSON.stringify({ matter: about }), pos: 0 } as never);
    return key;
  };
  const second = await decision(matter, 10, {});
  await decision(other, 11, { state: 'completed', submission: { by: { id: 'x', name: 'x' }, at: shanghai('2026-06-22 10:00'), values: { outcome: 'pass' }, sentAt: 0 } });
  const left = async () => (await work.store.cases.findById(NO).lean())!.agenda!.left;
  await agenda(step('carry-over', { matter }), work.deps);
  expect(await left()).toEqual([]);
  expect(await inHand((await work.store.cases.findById(NO).lean<Case>())!, work.deps)).toEqual(MATTERS.filter((one) => one !== other));
  await work.store.tasks.updateOne({ _id: second }, { $set: { state: 'submitted' } });
  await agenda(step('carry-over', { matter }), work.deps);
  expect(await left()).toEqual([matter]);
});

test('a step that is none, and a case that is no agenda, are said', async () => {
  const work = await planned();
  await expect(agenda(step('vote', {}), work.deps)).rejects.toThrow('vote');
  await expect(agenda({ ...step('open', {}), caseNo: MATTERS[0]! }, work.deps)).rejects.toThrow(MATTERS[0]);
});

import { tellOrigins } from '../../workers/tell-origins.js';
import { aJob, keepCase, keepTask, openWork, repeatedly, shanghai, type Work } from '../support/work.js';
import { closeTestStore } from '../support/store.js';

const job = aJob('tell-origins', { headers: { title: '建议已经落实', text: '您反映的“{title}”（{caseNo}）引出的建议已经落实：{summary}' }, variables: { summary: '路已修好' } });
const [OTHER, GONE] = ['BY-2026-000007', 'BY-2026-000009'];

describe('what became of a suggestion', () => {
  let work: Work;
  beforeEach(async () => { work = await openWork(); });
  afterAll(closeTestStore);

  test('is told to each case that it came from and to who reported that, once', async () => {
    await keepCase(work, { title: '修路', suggestion: { to: 'by-jinghe.cgb', origins: [OTHER, GONE] } });
    await keepCase(work, { _id: OTHER, clientId: crypto.randomUUID(), title: '门前积水', reporter: { phone: '13000000000', anonymous: false } });
    await repeatedly(() => tellOrigins(job, work.deps));
    expect(await work.store.entries.find({ caseNo: OTHER }).lean()).toEqual([expect.objectContaining({ action: '建议反馈', why: `您反映的“门前积水”（${OTHER}）引出的建议已经落实：路已修好` })]);
    expect(await work.store.outgoing.find().lean()).toEqual([expect.objectContaining({ channel: 'sms', to: '13000000000', caseNo: OTHER })]);
    expect(await work.store.entries.find({ caseNo: 'BY-2026-000001' }).lean()).toEqual([expect.objectContaining({ action: '反馈', why: `已告知案件 ${OTHER}` })]);
  });

  test('of an agenda is told also to whoever has the case in hand, and not to what it left or carried up', async () => {
    const [left, up] = ['BY-2026-000011', 'BY-2026-000012'];
    await keepCase(work, { title: '六月难事', procedure: 'hard-issues', suggestion: { to: 'by.zzb', origins: [OTHER, left, up] }, agenda: { open: false, matters: [], readers: [], left: [left], up: [{ matter: up, at: shanghai('2026-06-22 10:00') }] } });
    for (const _id of [OTHER, left, up]) {
      await keepCase(work, { _id, clientId: crypto.randomUUID(), title: `难事${_id.at(-1)}` });
      await keepTask(work, { _id: `22517998136860${_id.slice(-2)}`, caseNo: _id, holder: { person: 'lds', at: shanghai('2026-06-22 09:30') } });
    }
    const agenda = aJob('tell-origins', { headers: { kind: '议程', action: '撤回议程', title: '议程撤回了' }, variables: { reason: '改期' } });
    await repeatedly(() => tellOrigins(agenda, work.deps));
    expect((await work.store.entries.find({ action: '撤回议程' }).lean()).map(({ caseNo }) => caseNo)).toEqual([OTHER]);
    expect((await work.store.notices.find({ to: 'lds' }).lean()).map(({ caseNo, text }) => [caseNo, text])).toEqual([[OTHER, `案件 ${OTHER}（难事7）：议程撤回了。改期。`]]);
  });

  test('says so when no case is left to be told', async () => {
    await keepCase(work, { title: '修路', suggestion: { to: 'by-jinghe.cgb', origins: [GONE] } });
    await tellOrigins(job, work.deps);
    expect((await work.store.entries.find().lean()).map(({ why }) => why)).toEqual(['没有可以告知的案件']);
  });
});

import { addPartner, changePartner, type PartnerGiven } from '../../processes/partners/partners.js';
import { findLookUpStates, OPEN } from '../../processes/partners/breaker.js';
import { lookUp } from '../../processes/partners/look-up.js';
import { saveMapping } from '../../processes/partners/mapping.js';
import type { Case, Person } from '../../processes/store/types.js';
import { lookUpDataCentre } from '../../workers/look-up-data-centre.js';
import { startPartner, type Simulator } from '../support/partner.js';
import { aJob, keepCase, openWork, repeatedly, type Work } from '../support/work.js';
import { closeTestStore } from '../support/store.js';

const PURPOSE = '调查拖欠工资';
const headers = { centre: 'hr', what: '单位登记和以往欠薪', about: 'employer', purpose: PURPOSE, unit: 'county.lds', result: 'registration' };
const job = aJob('look-up-data-centre', { headers, variables: { caseNo: 'BY-2026-000001', employer: '某塑机公司' } });
const guanli = { _id: 'guanli', name: '管理', posts: [{ unit: 'by', role: 'admin' }] } as Person;
const liucheng = { _id: 'liucheng', name: '流程', posts: [{ unit: 'by', role: 'policy' }] } as Person;
const fields = [
  { theirs: 'dwmc', ours: 'name', title: '单位名称', type: 'text' as const }, { theirs: 'cbrs', ours: 'insured', title: '参保人数', type: 'number' as const }, { theirs: 'qxcs', ours: 'earlier', title: '以往欠薪次数', type: 'number' as const },
];
const REGISTERED = { dwmc: '某塑机公司', cbrs: 16, qxcs: 2, faren: '王某', idNumber: '320000199001010000' };

describe('a data centre', () => {
  let work: Work;
  let centre: Simulator;
  let found: Case;
  const given = (more: Partial<PartnerGiven> = {}): PartnerGiven => ({ name: '宝应县人社数据中心', kind: 'data-centre', centre: 'hr', unit: 'by', active: true, lookUp: `${centre.url}/look-up`, patience: 1, purposes: [PURPOSE], returnLimit: '1 工作日', sortLimit: '2 工作时', ...more });
  beforeEach(async () => {
    work = await openWork();
    Object.assign(work.deps, { settings: { ...work.deps.settings, sessionSecret: 'for tests only', production: false } });
    const { partners, partnerMappings, lookUpStates, audit } = work.store;
    await Promise.all([partners, partnerMappings, lookUpStates, audit].map((model) => model.collection.deleteMany({})));
    found = await keepCase(work);
    const secrets: string[] = [];
    centre = await startPartner(secrets);
    centre.register['某塑机公司'] = REGISTERED;
    secrets.push(await addPartner('hr', given(), guanli, work.deps));
    await saveMapping('hr', 0, { categories: [], units: [], urgencies: [], fields }, liucheng, work.deps);
  });
  afterEach(() => centre.close());
  afterAll(closeTestStore);

  const ask = (key: string, wall: () => number = Date.now) => lookUp({ ...headers, subject: '某塑机公司', step: 'look-up-employer', key }, found, work.deps, wall);

  test('is asked for a purpose that is written down before, and answers what the mapping names and nothing else', async () => {
    const [first, last] = await repeatedly(() => lookUpDataCentre(job, work.deps));
    expect(first).toEqual({ registration: { state: 'found', name: '某塑机公司', insured: 16, earlier: 2, source: '宝应县人社数据中心', at: '2026-06-22 10:00', text: '- 单位名称：某塑机公司\n- 参保人数：16\n- 以往欠薪次数：2' } });
    expect(last).toEqual(first);
    expect(centre.asked[0]).toEqual({ id: job.key, caseNo: job.caseNo, what: '单位登记和以往欠薪', subject: '某塑机公司', purpose: PURPOSE, fields: ['dwmc', 'cbrs', 'qxcs'] });
    expect(await work.store.audit.find({ action: '查询数据中心' }).lean()).toEqual([expect.objectContaining({
      who: { system: '数据核查' }, about: { kind: 'case', id: job.caseNo }, text: `hr，环节「look-up-data-centre-it」，为 by.lds，查「单位登记和以往欠薪」dwmc、cbrs、qxcs，目的：${PURPOSE}`,
    })]);
    const entries = await work.store.entries.find({ caseNo: job.caseNo }).lean();
    expect(entries).toEqual([expect.objectContaining({ action: '数据核查', text: '宝应县人社数据中心：已查得', why: `查「某塑机公司」的单位登记和以往欠薪，目的：${PURPOSE}` })]);
    expect(JSON.stringify(entries)).not.toContain('王某');
  });

  test('is not asked again for a job that has its answer, whatever its register says by then', async () => {
    const first = await lookUpDataCentre(job, work.deps);
    centre.register['某塑机公司'] = { dwmc: '另一家' };
    expect(await lookUpDataCentre(job, work.deps)).toEqual(first);
    expect(centre.asked).toHaveLength(1);
    expect(await lookUpDataCentre({ ...job, key: '78', variables: { ...job.variables, employer: '没登记的公司' } }, work.deps)).toEqual({ registration: expect.objectContaining({ state: 'none', text: '宝应县人社数据中心没有「没登记的公司」的登记。' }) });
  });

  test('is never asked without a purpose that it allows, or about nobody', async () => {
    for (const purpose of ['', '随便看看']) expect(await lookUpDataCentre({ ...job, key: `p${purpose}`, headers: { ...headers, purpose } }, work.deps)).toEqual({ registration: expect.objectContaining({ state: 'failed', reason: expect.stringContaining('目的') }) });
    expect((await lookUpDataCentre({ ...job, key: '79', variables: { caseNo: job.caseNo } }, work.deps)).registration).toMatchObject({ state: 'failed', reason: '还不知道要查的单位或人' });
    expect(centre.asked).toEqual([]);
    expect(await work.store.audit.countDocuments({ action: '查询数据中心' })).toBe(0);
  });

  test('that is not there for this case is passed by at once', async () => {
    await changePartner('hr', given({ active: false }), guanli, work.deps);
    expect(await lookUpDataCentre(job, work.deps)).toEqual({ registration: expect.objectContaining({ state: 'unset', text: '没有对接人社数据中心，没有查询单位登记和以往欠薪。' }) });
    await changePartner('hr', given({ centre: 'police' }), guanli, work.deps);
    expect((await ask('b')).state).toBe('unset');
  });

  test.each(['down', 'failing', 'slow', 'wrong', 'late', 'huge', 'forgetful'] as const)('that is %s stops no case: the result says so, and administrators see what failed and when', async (how) => {
    await ask('before');
    await centre.behave(how);
    expect(await lookUpDataCentre(job, work.deps)).toEqual({ registration: expect.objectContaining({ state: 'failed', text: expect.stringMatching(/^未能查询宝应县人社数据中心：.+。请通过其他途径核实。$/) }) });
    expect((await findLookUpStates(['hr'], work.deps))('hr')).toMatchObject({ failures: 1, answeredAt: expect.any(Date), failed: [{ at: new Date('2026-06-22T02:00:00Z'), caseNo: job.caseNo, step: 'look-up-data-centre-it', why: expect.any(String) }] });
  });

  test('whose answer is not what the mapping says is not believed', async () => {
    centre.register['某塑机公司'] = { ...REGISTERED, cbrs: '十六' };
    expect(await ask('a')).toMatchObject({ state: 'failed', reason: '回答里的「参保人数」不是数字' });
  });

  test('is left alone after three failures in a row; then one tries while the others wait', async () => {
    let wall = Date.now();
    await centre.behave('failing');
    for (const key of ['a', 'b', 'c']) expect((await ask(key, () => wall)).reason).toBe('对方没有按时给出回答');
    await centre.behave('well');
    expect((await ask('d', () => wall)).reason).toBe('对方近来没有回应，暂停查询');
    expect(centre.asked).toEqual([]);
    expect((await findLookUpStates(['hr'], work.deps, wall))('hr')).toMatchObject({ failures: 3, openUntil: new Date(wall + OPEN) });
    wall += OPEN + 1;
    await centre.behave('failing');
    const tried = await Promise.all(['e', 'f', 'g'].map((key) => ask(key, () => wall)));
    expect(tried.map(({ reason }) => reason).sort()).toEqual(['对方没有按时给出回答', '对方近来没有回应，暂停查询', '对方近来没有回应，暂停查询']);
    wall += OPEN + 1;
    await centre.behave('well');
    expect((await ask('h', () => wall)).state).toBe('found');
    expect((await ask('i', () => wall)).state).toBe('found');
    expect((await findLookUpStates(['hr'], work.deps, wall))('hr')).not.toHaveProperty('openUntil');
  });
});

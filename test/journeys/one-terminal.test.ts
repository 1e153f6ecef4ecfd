// Nobody is asked twice: what a grid member registered once fills the forms of every case about it, and what a department corrects there the register and the next case know.
import { randomUUID } from 'node:crypto';
import type { Client } from '../../runtime/client.js';
import { arrearsOf } from '../support/arrears.js';
import { theSystem, type System } from '../support/system.js';
import { entriesOf, peopleOf } from '../support/ways.js';

let system: System;
let people: ReturnType<typeof peopleOf>;

beforeAll(async () => {
  system = await theSystem();
  people = peopleOf(system);
}, 240_000);
afterAll(() => system.stop());

/** Takes a task and opens its form. */
async function opened(client: Client, caseNo: string, elementId: string) {
  const { key } = await people.has(client.account, caseNo, elementId);
  await client.post(`/tasks/${key}/claim`);
  const { data, known } = await client.get(`/tasks/${key}`);
  return { key, known, asked: Object.fromEntries(known.map(({ path }: { path: string }) => [path, data[path]])) };
}

test('an employer is entered once: its first case comes with it filled in, what is corrected there reaches the register, and the next case begins with that', async () => {
  const [member, inspector, arrears] = [await system.as('caoba'), await system.as('jiancha'), arrearsOf(people)];
  const employer = await member.post('/registers', {
    clientId: randomUUID(), kind: 'employer', grid: 'by-jinghe-caoba-g1', name: '曹坝水泵有限公司', categories: ['制造业'], place: { text: '曹坝园区南路 6 号', lng: 119.35, lat: 33.24 }, phone: '12000007001', facts: { 负责人: '经理 解某', 用工人数: '16' },
  });
  const first = await arrears.calmed({ concerns: [employer.id] });
  await people.does('jiancha', first, 'find-representative', { outcome: 'found', summary: '已找到' });
  const inspection = await opened(inspector, first, 'inspection');
  expect(inspection.asked).toEqual({ employerName: '曹坝水泵有限公司', employerPlace: '曹坝园区南路 6 号', employerHead: '经理 解某', employerPhone: '12000007001', employerStaff: 16 });
  expect(inspection.known[0]).toMatchObject({ by: member.person.name, item: employer.id });

  await inspector.post(`/tasks/${inspection.key}/complete`, {
    values: { workers: 16, wagesOwed: 203_500, longestMonths: 4, largestClaim: 15_620, construction: 'no', ledger: 'yes', summary: '台账与工人陈述一致', ...inspection.asked, employerPhone: '12000007002', employerCode: '91000000MA0LD00012' },
  });
  await people.has('jiancha', first, 'meeting');
  const item = await member.get(`/registers/${employer.id}`);
  expect(item).toMatchObject({ revision: 2, phone: '120****7002', facts: { 统一社会信用代码: '91000000MA0LD00012', 用工人数: '16' } });
  expect(item.history.at(-1)).toMatchObject({ action: '办案核实', caseNo: first, fields: ['统一社会信用代码', '负责人电话'], by: { name: inspector.person.name } });
  expect(entriesOf(await people.read(first), '登记册', 'inspection')).toMatchObject([{ text: '更新了用人单位：统一社会信用代码、负责人电话。' }]);

  const second = await arrears.calmed({ concerns: [employer.id] });
  const search = await opened(inspector, second, 'find-representative');
  expect(search.asked).toEqual({ employer: '曹坝水泵有限公司', employerHead: '经理 解某', employerPhone: '12000007002' });
  expect(search.known[0]).toMatchObject({ by: inspector.person.name });
  const { items } = await member.get(`/registers/${employer.id}/cases`);
  expect(items.map(({ caseNo }: { caseNo: string }) => caseNo).sort()).toEqual([first, second].sort());
}, 240_000);

// Lists as files: exactly what their reader may read, masked as on the page, harmless to a spreadsheet, answered for first, and for nobody else.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { backgroundKinds } from '../../api/background-kinds.js';
import { exportLists } from '../../api/exports/lists.js';
import { allPages } from '../../api/pages/pages.js';
import { runWhole } from '../../processes/background/whole.js';
import { root } from '../../processes/settings.js';
import { expectProblem, openApi, type Api } from '../support/api.js';
import { closeTestStore } from '../support/store.js';

let api: Api;
beforeAll(async () => { api = await openApi(); }, 60_000);
afterAll(closeTestStore);

async function begin(account: string, list: string, query: Record<string, string> = {}, format = 'csv') {
  const agent = await api.as(account);
  return agent.post(`/api/lists/${list}/export`).send({ id: crypto.randomUUID(), format, query });
}
async function exported(account: string, list: string, query: Record<string, string> = {}, format = 'csv'): Promise<Buffer> {
  const { body, status } = await begin(account, list, query, format);
  expect([status, body]).toEqual([202, { id: expect.any(String) }]);
  await runWhole(backgroundKinds, api.deps);
  const agent = await api.as(account);
  const { body: { job } } = await agent.get(`/api/background/${body.id}`).expect(200);
  expect(job).toMatchObject({ state: 'done', percent: 100 });
  const answer = await agent.get(`/api/background/${body.id}/file`).buffer(true).parse((res, done) => { const parts: Buffer[] = []; res.on('data', (part: Buffer) => parts.push(part)); res.on('end', () => done(null, Buffer.concat(parts))); }).expect(200);
  expect(answer.headers['content-disposition']).toContain(encodeURIComponent(exportLists[list]!.name));
  return answer.body as Buffer;
}
const linesOf = (file: Buffer) => file.toString('utf8').replace(/^\uFEFF/, '').trimEnd().split('\r\n');

test('a page with a list that is paged offers it, and every list is of a page', () => {
  const pages = readdirSync(join(root, 'views')).filter((file) => file.endsWith('.hbs')).map((file) => [file.replace('.hbs', ''), readFileSync(join(root, 'views', file), 'utf8')] as const);
  const listed = pages.filter(([name, text]) => text.includes('{{> pager}}') && allPages.some((page) => page.name === name)).map(([name]) => name);
  const offered = new Set(Object.values(exportLists).flatMap(({ pages: of }) => of));
  // an instance pages through its own history
  expect(listed.filter((name) => !offered.has(name) && name !== 'instance')).toEqual([]);
  expect([...offered].filter((name) => !pages.some(([page, text]) => page === name && text.includes('{{> export}}')))).toEqual([]);
});

test('cases come as they are filtered and seen; nothing that begins like a formula is one', async () => {
  await api.report({ title: '=HYPERLINK("http://x")' });
  await api.report({ title: '@SUM(1)，电话 12000000001' });
  await api.report({ title: '别的', category: 'B03' });
  const lines = linesOf(await exported('caoba', 'cases', { category: 'D01' }));
  expect(lines[0]).toMatch(/^案件号,标题,类别/);
  expect(lines).toHaveLength(3);
  expect(lines.join('\n')).toContain('"\'=HYPERLINK(""http://x"")"');
  expect(lines.join('\n')).toContain('\'@SUM(1)，电话 120****0001');
  // another town sees none of them
  expect(linesOf(await exported('anyi', 'cases'))).toHaveLength(1);
  expect(await api.store.audit.findOne({ action: 'export', 'who.id': 'caoba' }).lean()).toMatchObject({ about: { kind: 'list', id: 'cases' }, text: expect.stringContaining('导出案件') });
});

test('an Excel file opens: its texts are texts, its times dates of Shanghai', async () => {
  const file = await exported('caoba', 'cases', {}, 'xlsx');
  const found = await unzipped(file);
  const sheet = found.get('xl/worksheets/sheet1.xml')!;
  expect(sheet).toContain('<t xml:space="preserve">=HYPERLINK(&quot;http://x&quot;)</t>');
  expect(sheet).not.toContain('<f>');
  const [, serial] = /<c r="[A-Z]+\d+" s="1"><v>([\d.]+)<\/v>/.exec(sheet)!;
  expect(Math.abs((Number(serial) - 25_569) * 86_400_000 - 8 * 3_600_000 - Date.now())).toBeLessThan(600_000);
  expect(found.get('xl/workbook.xml')).toContain('name="案件"');
  expect(sheet.match(/<row r="\d+">/g)).toHaveLength(4);
});

async function unzipped(file: Buffer): Promise<Map<string, string>> {
  const { inflateRawSync } = await import('node:zlib');
  const found = new Map<string, string>();
  for (let at = file.indexOf('PK\x01\x02', 0, 'latin1'); at >= 0; at = file.indexOf('PK\x01\x02', at + 4, 'latin1')) {
    const [size, name, offset] = [file.readUInt32LE(at + 20), file.subarray(at + 46, at + 46 + file.readUInt16LE(at + 28)).toString(), file.readUInt32LE(at + 42)];
    const from = offset + 30 + file.readUInt16LE(offset + 26) + file.readUInt16LE(offset + 28);
    found.set(name, inflateRawSync(file.subarray(from, from + size)).toString('utf8'));
  }
  return found;
}

test('a register is masked as on its page, with the headings by which it can be entered again', async () => {
  await (await api.as('caoba')).post('/api/registers').send({ clientId: crypto.randomUUID(), kind: 'resident', grid: 'by-jinghe-caoba-g1', name: '-1+2', categories: ['独居老人'], place: { text: '一组' }, phone: '12000009999', facts: {} }).expect(201);
  const text = (await exported('caoba', 'registers', { kind: 'resident' })).toString('utf8');
  expect(text.startsWith('\uFEFF姓名,类别,住址')).toBe(true);
  expect([text.includes('\'-1+2'), text.includes('12000009999'), text.includes('120****9999')]).toEqual([true, false, true]);
});

test('every list that somebody may see can be taken along by them', async () => {
  await api.open('dept-handle', ['by-jinghe.lds/officer'], { limit: '5 工作日' });
  for (const [account, list, query] of [['lds', 'tasks', { view: 'group' }], ['lds', 'tasks', { view: 'done' }], ['caoba', 'visits', {}], ['lds', 'notices', {}], ['baoyingzhihui', 'instances', { state: 'active' }], ['lds', 'procedures', {}], ['lds', 'releases', { id: 'grid-event' }], ['lds', 'background', {}]] as const) {
    const lines = linesOf(await exported(account, list, query));
    expect([list, lines[0]!.split(',').length]).toEqual([list, exportLists[list]!.columns.length]);
    if (!['visits'].includes(list) && !('view' in query && query.view === 'done')) expect([list, lines.length > 1]).toEqual([list, true]);
  }
});

test('the board of supervision comes with each task once, under every column that it stands in, and with its history', async () => {
  const { key } = await api.open('dept-handle', ['by-jinghe.lds/officer'], { limit: '5 工作日' });
  const agent = await api.as('ducha');
  for (const type of ['red', 'press']) await agent.post(`/api/supervision/tasks/${key}/cards`).send({ id: crypto.randomUUID(), type, text: '请今天办结' }).expect(200);
  const [head, ...rows] = linesOf(await exported('ducha', 'supervision'));
  expect(head).toMatch(/^情况,任务,案件号/);
  expect(rows.filter((row) => row.startsWith('红牌、加急,') && row.includes('泾河镇劳动所'))).toHaveLength(1);
  expect(linesOf(await exported('ducha', 'supervision', { column: 'yellow' }))).toHaveLength(1);
  const history = linesOf(await exported('ducha', 'supervision-history', { type: 'red' }));
  expect([history.length, history[1]!.includes('红牌督办') && history[1]!.includes('请今天办结')]).toEqual([2, true]);
  expectProblem(await begin('caoba', 'supervision'), 403);
});

test('what somebody may not see, does not exist or is no filter is refused; a file is for whoever asked alone', async () => {
  expectProblem(await begin('caoba', 'audit'), 403);
  expectProblem(await begin('caoba', 'instances'), 403);
  expectProblem(await begin('caoba', 'secrets'), 422);
  expectProblem(await begin('caoba', 'cases', { $where: '1' }), 422);
  const { body: { id } } = await begin('caoba', 'cases');
  const owner = await api.as('caoba');
  expectProblem(await owner.get(`/api/background/${id}/file`), 404);
  await runWhole(backgroundKinds, api.deps);
  await owner.get(`/api/background/${id}/file`).expect(200);
  expectProblem(await (await api.as('caobazhang')).get(`/api/background/${id}/file`), 404);
});

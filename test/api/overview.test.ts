// Every number of the overview equals the rows of the list behind it, for each unit, category and period; nobody sees the figures of others.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { computeCaseFigures } from '../../processes/figures/case-cells.js';
import { shanghaiDay } from '../../processes/shanghai.js';
import { openApi, type Api } from '../support/api.js';
import { closeTestStore } from '../support/store.js';
import type { Signed } from '../support/web.js';

let api: Api;
let commander: Signed;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const ago = (milliseconds: number): Date => new Date(api.deps.clock.now().getTime() - milliseconds);

const GRIDS = ['by-jinghe-caoba-g1', 'by-jinghe-caoba-g2'];
const CATEGORIES = ['A01', 'B01', 'D01', 'D02'];

/** Cases of every kind, spread over grids, categories and days. */
async function fill(): Promise<void> {
  const units = await api.store.units.find({ _id: { $in: GRIDS } }).lean();
  const other = await api.store.units.find({ level: 'grid', path: { $nin: ['by-jinghe'] } }).limit(1).lean();
  const grids = [...units, ...other];
  const above = async (grid: string) => {
    const unit = (await api.store.units.findById(grid).lean())!;
    const all = await api.store.units.find({ _id: { $in: unit.path } }).lean();
    return Object.fromEntries([...all, unit].map(({ _id, level }) => [level, _id]));
  };
  for (let n = 0; n < 40; n += 1) {
    const chain = await above(grids[n % grids.length]!._id);
    const reportedAt = ago(n * 9 * HOUR + HOUR);
    const end = n % 3 === 0 ? new Date(reportedAt.getTime() + HOUR) : undefined;
    const outcome = n % 12 === 0 ? '不予受理' : '已结案';
    const _id = `BY-2026-9${String(n).padStart(5, '0')}`;
    await api.store.cases.collection.insertOne({
      _id, clientId: crypto.randomUUID(), title: '路面破损', description: '', category: CATEGORIES[n % CATEGORIES.length], urgency: '一般', ...chain, scope: [...Object.values(chain), ...(n % 2 ? ['by-jinghe.cgb'] : [])], reporter: { anonymous: false },
      attachments: [], facts: [], place: { text: '村口' }, reportedAt, procedure: 'grid-event', classification: { respondLimit: '2 小时' },
      standing: { state: end ? 'completed' : 'active', status: end ? outcome : '处置中', at: end ?? reportedAt, instanceKey: '1', elements: [] },
      ...(end ? { closing: { outcome, at: end, ...(n % 9 === 0 ? { rating: '满意' } : {}) }, ...(n % 6 === 3 ? { reopenings: [{ at: end, reason: 'x', by: { system: 'x' }, closing: { outcome, at: end } }] } : {}) } : {}),
    } as never);
    if (n % 5 !== 4) {
      await api.store.tasks.collection.insertOne({
        _id: `t${n}`, caseNo: _id, pos: n, name: '部门签收', headers: n % 2 ? { check: 'return-limits' } : {}, candidateGroups: [], createdAt: reportedAt, state: end ? 'completed' : 'open', status: '待签收', changed: new Date(),
        dueAt: end ? new Date(reportedAt.getTime() + (n % 2 ? HOUR / 2 : 2 * HOUR)) : new Date(ago(0).getTime() + ((n % 4) - 1) * HOUR + 60_000), warnAt: ago(n % 2 ? HOUR : -HOUR), ...(end ? { endedAt: new Date(reportedAt.getTime() + HOUR), submission: { by: { system: 'x' }, at: end, sentAt: 0, values: { outcome: n % 4 === 1 ? 'return' : 'sign' } } } : {}),
      } as never);
    }
  }
  await computeCaseFigures(api.deps);
}

beforeAll(async () => {
  api = await openApi();
  await fill();
  commander = await api.as('baoyingzhihui');
});
afterAll(closeTestStore);

const look = async (query: Record<string, string>, who = commander) => (await who.get('/api/overview').query(query).expect(200)).body;
const rows = async (query: Record<string, string | undefined>, who = commander) => (await who.get('/api/cases').query(JSON.parse(JSON.stringify({ size: '100', ...query }))).expect(200)).body;
const period = (days: number) => ({ from: shanghaiDay(ago(days * DAY)), until: shanghaiDay(ago(0)) });

test('every number equals the rows of its list', async () => {
  const { from, until } = period(30);
  let looked = 0;
  const expectRows = async (shown: any, indicator: any, more: Record<string, string>) => {
    const query = indicator.basis === 'now' ? more : { from, until, ...more };
    for (const [mark, value] of [[indicator.numerator_, shown.numerator], [indicator.denominator_, shown.denominator]]) {
      if (!mark || value === null || (indicator.kind === 'time' && value !== shown.denominator)) continue;
      const list = await rows({ figure: mark, ...query });
      expect([mark, more, list.total, list.items.length]).toEqual([mark, more, value, value]);
      looked += 1;
    }
  };
  const all = await look({ unit: 'by', from, until });
  const named = all.indicators.map((one: any) => ({ ...one, numerator_: one.counts.numerator, denominator_: one.counts.denominator }));
  for (const one of named) await expectRows(one, one, { unit: 'by' });
  for (const unit of all.units.slice(0, 2)) for (const one of named) await expectRows(unit.figures[one.id], one, { unit: unit.id });
  for (const { code, figures } of all.categories) for (const one of named) await expectRows(figures[one.id], one, { unit: 'by', category: code });
  expect(looked).toBeGreaterThan(80);
  for (const id of ['overdue', 'dueSoon', 'open', 'new', 'closed', 'ended']) expect([id, all.indicators.find((one: any) => one.id === id).value > 0]).toEqual([id, true]);
});

test('the parts add up to the whole', async () => {
  const all = await look({ unit: 'by', ...period(30) });
  for (const id of ['open', 'new', 'closed']) {
    const whole = all.indicators.find((one: any) => one.id === id).value;
    const sum = (parts: any[]) => parts.reduce((total, { figures }) => total + figures[id].value, 0);
    expect([id, sum(all.units)]).toEqual([id, whole]);
    expect([id, sum(all.categories)]).toEqual([id, whole]);
    if (id !== 'open') expect([id, sum(all.trend)]).toEqual([id, whole]);
  }
});

test('a report counts as soon as its figures are computed, and what is overdue is named', async () => {
  const before = await look({ unit: 'by-jinghe' });
  const caseNo = await api.report();
  await computeCaseFigures(api.deps);
  const after = await look({ unit: 'by-jinghe' });
  expect(after.today.new).toBe(before.today.new + 1);
  expect((await rows({ figure: 'new', unit: 'by-jinghe', from: after.until, until: after.until })).items.map((one: any) => one.caseNo)).toContain(caseNo);
  expect(after.worst.length).toBeGreaterThan(0);
  expect(after.worst.map(({ dueAt }: any) => dueAt)).toEqual([...after.worst.map(({ dueAt }: any) => dueAt)].sort());
});

test('each indicator says what it counts, in Chinese; without anything below the line it has no value', async () => {
  const { indicators } = await look({ unit: 'by', from: '2020-01-01', until: '2020-01-02' });
  for (const { id, definition, kind, basis, value, denominator } of indicators) {
    expect([id, /[一-鿿]/.test(definition)]).toEqual([id, true]);
    if (kind !== 'count' && basis !== 'now') expect([id, denominator, value]).toEqual([id, 0, null]);
  }
});

test('a unit that is not one\'s own is not there; a department has its own figures', async () => {
  const town = await api.as('jinghezhiban');
  for (const unit of ['by', 'nowhere']) {
    await town.get('/api/overview').query({ unit }).expect(404);
    await town.get('/api/cases').query({ figure: 'open', unit }).expect(404);
  }
  expect((await look({}, town)).unit.id).toBe('by-jinghe');
  expect((await look({ unit: 'by-jinghe-caoba' }, town)).above.map(({ id }: any) => id)).toEqual(['by-jinghe']);
  await (await api.as('lds')).get('/api/overview').expect(403);
  const head = await api.as('ldssuozhang');
  const own = await look({}, head);
  expect(own.unit.level).toBe('department');
  await head.get('/api/overview').query({ unit: 'by-jinghe' }).expect(404);
});

test('a period that is none is refused', async () => {
  for (const query of [{ from: '2026-02-30' }, { from: '2026-06-02', until: '2026-06-01' }, { from: '2000-01-01', until: '2026-01-01' }, { category: '<script>' }]) await commander.get('/api/overview').query(query).expect(422);
});

// The engine room in a real browser on the real engine: all well, a job type without a worker, a record set aside; on the desk and on a phone.
import type { Browser } from 'playwright-core';
import { openStore, type Store } from '../../processes/store/store.js';
import { openBrowser } from '../support/browser.js';
import { theSystem, type System } from '../support/system.js';
import { overflow, seriousFindings, visit, type Size } from './visit.js';

let system: System;
let browser: Browser;
let store: Store;
const job = 'engine-room-job';
const record = 'engine-room-record';
beforeAll(async () => {
  [system, browser] = await Promise.all([theSystem(), openBrowser()]);
  store = await openStore(system.mongoUri);
}, 240_000);
afterAll(async () => {
  await store?.close();
  await browser?.close();
  await system?.stop();
}, 60_000);

afterEach(async () => {
  await store.jobs.deleteMany({ _id: job });
  await store.rejected.deleteMany({ _id: record });
});

/** What the page says, once it says that or after a while. */
async function shows(size: Size, wanted: RegExp, look: (visitor: Awaited<ReturnType<typeof visit>>) => Promise<void> = async () => undefined): Promise<void> {
  const visitor = await visit(browser, system.url, size, 'guanli');
  const { page, wrong } = visitor;
  await page.goto('/engine-room');
  await page.waitForFunction((source) => new RegExp(source).test(document.querySelector('[data-sentence]')?.textContent ?? ''), wanted.source, { timeout: 60_000 });
  expect(await overflow(page)).toBeLessThanOrEqual(0);
  expect(await seriousFindings(page)).toEqual([]);
  await look(visitor);
  expect(wrong).toEqual([]);
  await visitor.leave();
}

describe.each<Size>(['desk', 'phone'])('on the %s', (size) => {
  test('it tells brokers, partitions and lag', () => shows(size, /正常|件事要处理/, async ({ page }) => {
    const table = await page.locator('[data-live=partitions]').textContent();
    expect(table).toMatch(/节点 0/);
    expect(table).toMatch('健康');
    expect(table).not.toMatch('不知道');
  }), 120_000);

  test('a job type without a worker is named, with what to do', async () => {
    await store.jobs.create({ _id: job, partition: 1, pos: 1, type: 'print-letter', instanceKey: '1', elementKey: '2', elementId: 'x', procedure: 'grid-event', state: 'waiting', retries: 3, createdAt: new Date(Date.now() - 600_000) });
    await shows(size, /「print-letter」没有人处理/, async ({ page }) => {
      expect(await page.locator('.ld-findings').textContent()).toMatch('核对流程图里的任务类型');
    });
  }, 120_000);

  test('a record that was set aside is looked at and given up with a reason', async () => {
    await store.rejected.create({ _id: record, at: new Date(), error: 'Unexpected token', record: '{"partitionId": 1, "broken' });
    await shows(size, /1 条记录搁置/, async ({ page }) => {
      const item = page.locator(`[data-record="${record}"]`);
      await item.locator('summary').click();
      expect(await item.locator('pre').textContent()).toMatch('broken');
      await item.locator('[data-discard]').click();
      await page.click('[data-dialog-of=discard] [data-confirm]');
      await page.waitForFunction(() => document.querySelector('[data-dialog-of=discard] [data-problem]')?.textContent?.includes('理由'));
      await page.fill('#discard-reason', '演练留下的记录');
      await page.click('[data-dialog-of=discard] [data-confirm]');
      await page.waitForFunction((id) => !document.querySelector(`[data-record="${id}"]`), record);
    });
    expect(await store.rejected.countDocuments({ _id: record })).toBe(0);
  }, 120_000);
});

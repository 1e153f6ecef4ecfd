// A grid member's phone: reports with and without a connection, and what the server then has.
import type { Page } from 'playwright-core';
import type { System } from '../support/system.js';
import type { Visitor } from './visit.js';

/** A small picture; each is another one. */
const png = (page: Page): Promise<Buffer> => page.screenshot({ clip: { x: 0, y: 0, width: 200, height: 200 } });

/** Waits until the two pages that open without a connection are on the device. */
export async function isReadyForOffline(page: Page): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    const count = await page.evaluate(async () => {
      const name = (await caches.keys()).find((each) => each.startsWith('liandong-pages-'));
      return name ? (await (await caches.open(name)).keys()).length : 0;
    });
    if (count === 2) return;
    await page.waitForTimeout(100);
  }
  throw new Error('the pages were not kept');
}

/** Chooses a photo, as the camera gives one. */
export const takePhoto = async (page: Page): Promise<void> => page.locator('[data-pick]').first().setInputFiles({ name: '现场.png', mimeType: 'image/png', buffer: await png(page) });

/** Fills in a report about rubbish; with a photo unless said. */
export async function fillIn(page: Page, title: string, { photo = true } = {}): Promise<void> {
  await page.fill('[data-find]', '垃圾');
  await page.locator('.ld-chip:visible', { hasText: '暴露垃圾' }).click();
  if (photo) {
    await takePhoto(page);
    await page.waitForSelector('.ld-shot[data-id]');
  }
  await page.fill('#title', title);
  await page.fill('#place', '曹坝村口');
  // what was typed is on the device a blink later
  await page.waitForTimeout(200);
}

export interface Filed { caseNo: string; title: string; description: string; attachments: string[]; reportedAt: string; seenAt?: string; deviceAt?: string }
/** Every case of that title that the server has; its lists follow what was filed a moment later. */
export async function filed(system: System, title: string, account = 'caoba'): Promise<Filed[]> {
  const client = await system.as(account);
  await new Promise((resolve) => { setTimeout(resolve, 1_500); });
  const { items } = await client.get<{ items: { caseNo: string; title: string }[] }>(`/cases?mine=true&size=50&q=${encodeURIComponent(title)}`);
  return Promise.all(items.filter((one) => one.title === title).map(async ({ caseNo }) => (await client.get<{ case: Filed }>(`/cases/${caseNo}`)).case));
}

/** The state of an item on the outbox's page, in its own words. */
export const stateOf = async (page: Page, title: string): Promise<string | null> => page.locator('[data-item]', { hasText: title }).locator('[data-state]').first().textContent();

export async function reaches(page: Page, title: string, state: string): Promise<void> {
  await page.locator('[data-item]', { hasText: title }).locator('[data-state]', { hasText: state }).first().waitFor();
}

/** What went wrong, without what a browser says of every connection that was not there, or of an answer that was no. */
export const unexpected = ({ wrong }: Pick<Visitor, 'wrong'>): string[] => wrong.filter((one) => !/ERR_INTERNET_DISCONNECTED|ERR_FAILED|status of (401|409|422|503)/.test(one));

// A visitor in a real browser: signs in, and remembers everything that went wrong or left the host.
import axe from 'axe-core';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { DEMO_PASSWORD } from '../support/system.js';

const chinese = JSON.parse(readFileSync(createRequire(import.meta.url).resolve('axe-core/locales/zh_CN.json'), 'utf8')) as object;
export const sizes = { phone: { width: 360, height: 740 }, desk: { width: 1280, height: 800 } } as const;
export type Size = keyof typeof sizes;

export interface Visitor { page: Page; wrong: string[]; leave(): Promise<void> }

/** Opens the system as one person; without an account as somebody who is not signed in. */
export async function visit(browser: Browser, url: string, size: Size, account?: string): Promise<Visitor> {
  const context = await browser.newContext({ baseURL: url, viewport: sizes[size], hasTouch: size === 'phone', isMobile: size === 'phone', locale: 'zh-CN', timezoneId: 'Asia/Shanghai' });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const wrong: string[] = [];
  page.on('console', (message) => { if (message.type() === 'error') wrong.push(`${page.url()}: ${message.text()} ${message.location().url}`); });
  page.on('pageerror', (error) => wrong.push(`${page.url()}: ${error.message}`));
  page.on('request', (request) => { if (!/^(data|blob):/.test(request.url()) && new URL(request.url()).host !== new URL(url).host) wrong.push(`left the host: ${request.url()}`); });
  if (account) {
    await page.goto('/login');
    await page.fill('#account', account);
    await page.fill('#password', DEMO_PASSWORD);
    await page.click('button[type=submit]');
    await page.waitForURL('**/tasks');
  }
  return { page, wrong, leave: () => context.close() };
}

/** How far the page is wider than the window, pixels. */
export const overflow = (page: Page): Promise<number> => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** What axe finds to be serious or worse, in Chinese. */
export async function seriousFindings(page: Page): Promise<string[]> {
  // what fades in is judged once it is there
  await page.evaluate(async () => {
    const latest = performance.now() + 2_000;
    for (let still = 0; still < 3 && performance.now() < latest;) {
      await new Promise(requestAnimationFrame);
      const moves = document.getAnimations().some(({ effect, playState }) => playState === 'running' && Number.isFinite(effect?.getComputedTiming().endTime));
      still = moves ? 0 : still + 1;
    }
  });
  // As text through the debugger: the page's own policy allows no script that is not ours.
  await page.evaluate(`${axe.source};undefined`);
  const { violations } = await page.evaluate(async (locale) => {
    const { axe: inPage } = window as unknown as { axe: { configure(options: object): void; run(): Promise<{ violations: { id: string; impact: string; help: string; nodes: { html: string }[] }[] }> } };
    inPage.configure({ locale });
    return inPage.run();
  }, chinese);
  return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, help, nodes }) => `${id} ${help}: ${nodes[0]?.html.slice(0, 120)}`);
}

/** Whether an element is on the screen with nothing above its middle. */
export async function isTopmost(page: Page, selector: string): Promise<boolean> {
  const found = page.locator(selector).first();
  await found.scrollIntoViewIfNeeded();
  // Bars of ours stick to the edges: the middle of the window is free of them.
  await found.evaluate((element) => element.scrollIntoView({ block: 'center' }));
  return found.evaluate((element) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    const above = (element.getRootNode() as Document | ShadowRoot).elementFromPoint(left + width / 2, top + height / 2);
    return width > 10 && height > 5 && !!above && (element === above || element.contains(above));
  });
}

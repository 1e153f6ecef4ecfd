// A real browser for tests: an installed Chromium, else the one that comes from npm.
import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const usual = [
  process.env.CHROME_PATH, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/usr/bin/google-chrome-stable', '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** Nothing that Chromium does by itself may look like a request of ours. */
const quiet = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage'];

/** Opens a browser without a window. @throws with the names of the libraries when the machine lacks what Chromium needs */
export async function openBrowser(): Promise<Browser> {
  const installed = usual.find((path) => path && existsSync(path));
  if (installed) return chromium.launch({ executablePath: installed, args: quiet });
  const { default: carried } = await import('@sparticuz/chromium');
  return chromium.launch({ executablePath: await carried.executablePath(), args: [...new Set([...carried.args, ...quiet])] });
}

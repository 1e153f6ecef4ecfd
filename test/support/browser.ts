// A real browser for tests: an installed Chromium, else the one that comes from npm and brings its own libraries.
import { existsSync } from 'node:fs';
import { chromium, type Browser, type BrowserContext } from 'playwright-core';

const usual = [
  '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/usr/bin/google-chrome-stable', '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** Nothing that Chromium does by itself may look like a request of ours. */
const quiet = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage'];

/** `CHROME_PATH` names a browser; `carried` means the one from npm even where another is installed. */
function findInstalled(): string | undefined {
  const wanted = process.env.CHROME_PATH;
  return wanted ? (wanted === 'carried' ? undefined : wanted) : usual.find((path) => existsSync(path));
}

async function carriedOptions(): Promise<{ executablePath: string; args: string[] }> {
  // Told that it runs on a bare machine, the package unpacks libnss3 and its like beside the browser: nothing has to be installed.
  process.env.AWS_LAMBDA_JS_RUNTIME ??= 'nodejs22.x';
  const { default: carried } = await import('@sparticuz/chromium');
  // What weakens the browser's own rules is left off: the tests are there to see that our pages keep to them.
  const args = carried.args.filter((arg) => !/disable-web-security|allow-running-insecure-content|single-process/.test(arg));
  return { executablePath: await carried.executablePath(), args: [...new Set([...args, ...quiet])] };
}

async function options(): Promise<{ executablePath: string; args: string[] }> {
  const installed = findInstalled();
  return installed ? { executablePath: installed, args: quiet } : carriedOptions();
}

/** Opens a browser without a window. */
export const openBrowser = async (): Promise<Browser> => chromium.launch(await options());

/** Opens a browser that keeps everything in a folder, as a phone does: closed and opened again it is the same one. */
export const openPhone = async (folder: string, given: Parameters<typeof chromium.launchPersistentContext>[1]): Promise<BrowserContext> => chromium.launchPersistentContext(folder, { ...given, ...await options() });

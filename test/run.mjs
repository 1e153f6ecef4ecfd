// `npm test [-- PATH …]`: installs and builds what is missing, then types, lint and every test; ends with `N passed, N failed`.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { build } from '../runtime/build.mjs';
import { install } from '../runtime/install.mjs';

const root = join(import.meta.dirname, '..');
const paths = process.argv.slice(2);
const bin = (name) => join(root, 'node_modules', name);
const folder = mkdtempSync(join(tmpdir(), 'liandong-test-'));
let passed = 0;
let failed = 0;
const shared = ['test/journeys/', 'test/browser/'];

/** Whoever breaks it off ends the step that runs; the system that was started for the tests is stopped as after any other end. */
let [running, brokenOff] = [undefined, false];
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    brokenOff = true;
    running?.kill(signal);
  });
}
const goOn = () => { if (brokenOff) throw new Error('broken off'); };

/** Runs one step with its output shown. @returns whether it ended well */
function step(name, args, env = {}) {
  goOn();
  console.log(`— ${name}`);
  return new Promise((resolve) => {
    running = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, ...env } })
      .once('error', () => resolve(false)).once('exit', (code) => resolve(code === 0));
  });
}

/** Runs tests while a real system of its own, whose clock they may move, is up; those that need none of it borrow its store. */
async function onSystem(run) {
  console.log('— starting a system for the tests');
  const { startAll } = await import('../runtime/start-all.mjs');
  const data = mkdtempSync(join(folder, 'data-'));
  const system = await startAll({ data, port: 0, clockControlled: true });
  const { ZEEBE_ADDRESS, ZEEBE_MANAGEMENT, MONGODB_URI } = system.env;
  try {
    return await run({
      LIANDONG_TEST_SYSTEM: JSON.stringify({ url: system.url, mongoUri: MONGODB_URI, zeebeAddress: ZEEBE_ADDRESS, zeebeManagement: ZEEBE_MANAGEMENT }),
      LIANDONG_TEST_MONGODB_URI: MONGODB_URI,
    });
  } finally {
    await system.stop();
  }
}

/** @param args which tests, and how many at once @returns the results, file by file */
async function jest(name, args, env) {
  // forceExit: the engine's client keeps timers for some seconds after it was closed
  const report = join(folder, `${name}.json`);
  const fine = await step(name, ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', bin('jest/bin/jest.js'), '--forceExit', '--json', `--outputFile=${report}`, ...args], env);
  goOn();
  const { testResults, numTotalTests } = JSON.parse(readFileSync(report, 'utf8'));
  if (numTotalTests === 0 || (!fine && !testResults.some(isRed))) failed += 1;
  return testResults;
}

const isRed = ({ status }) => status === 'failed';

function count(files) {
  for (const file of files) {
    const of = (status) => file.assertionResults.filter((one) => one.status === status).length;
    passed += of('passed');
    // a file that cannot be loaded has no tests that fail
    failed += of('failed') || (isRed(file) ? 1 : 0);
  }
}

/** Runs in one process, one file after another; journeys last, since they move the clock of the system by months. */
const inOrder = ['--runInBand', `--testSequencer=${join(root, 'test', 'in-order.mjs')}`];

/**
 * Every test. The files that need no system have a database each and run two at a time; a worker that has grown is replaced by a new one.
 * Journeys and browser tests meet the delays of engine, projection and browser together: files of theirs that fail get a second try, on a new system,
 * and are named at the end. More than three are no chance.
 */
async function everything() {
  const files = await onSystem(async (env) => {
    count(await jest('tests-apart', ['--maxWorkers=2', '--workerIdleMemoryLimit=1500MB', '--testPathIgnorePatterns', ...shared], env));
    return jest('tests-of-the-system', [...inOrder, '--testPathPatterns', ...shared], env);
  });
  const red = files.filter(isRed).map(({ name }) => name);
  if (red.length === 0 || red.length > 3) return count(files);
  count(files.filter((file) => !isRed(file)));
  count(await onSystem((env) => jest('second-try', [...inOrder, ...red], env)));
  console.log(`second try: ${red.map((name) => relative(root, name)).join(', ')}`);
}

/** The tests of these paths. No system is started for those that need none. */
async function some() {
  const on = paths.some((path) => /journeys|browser/.test(path)) ? onSystem : (run) => run({});
  count(await on((env) => jest('tests', [...inOrder, ...paths], env)));
}

try {
  await install({ root });
  await build({ root });
  if (paths.length === 0) {
    for (const [name, args] of [['types', [bin('typescript/bin/tsc'), '-p', '.']], ['lint', [bin('eslint/bin/eslint.js'), '.']]]) {
      if (await step(name, args)) passed += 1;
      else failed += 1;
    }
  }
  await (paths.length > 0 ? some() : everything());
} catch (error) {
  console.error(error.message);
  failed += 1;
}
rmSync(folder, { recursive: true, force: true });
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

// `npm test [-- PATH …]`: installs and builds what is missing, then types, lint and every test; ends with `N passed, N failed`.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from '../runtime/build.mjs';
import { install } from '../runtime/install.mjs';

const root = join(import.meta.dirname, '..');
const paths = process.argv.slice(2);
const bin = (name) => join(root, 'node_modules', name);
const folder = mkdtempSync(join(tmpdir(), 'liandong-test-'));
let passed = 0;
let failed = 0;

/** Runs one step with its output shown. @returns whether it ended well */
function step(name, args, env = {}) {
  console.log(`— ${name}`);
  return new Promise((resolve) => {
    spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, ...env } })
      .once('error', () => resolve(false)).once('exit', (code) => resolve(code === 0));
  });
}

/** One real system for all journeys and browser tests; other tests borrow its store. Nothing is started for a path that needs neither. */
async function sharedSystem() {
  if (paths.length > 0 && !paths.some((path) => /journeys|browser/.test(path))) return { env: {}, stop: async () => {} };
  console.log('— starting the system that the journeys share');
  const { startAll } = await import('../runtime/start-all.mjs');
  const system = await startAll({ data: join(folder, 'data'), port: 0, clockControlled: true });
  const { ZEEBE_ADDRESS, ZEEBE_MANAGEMENT, MONGODB_URI } = system.env;
  return {
    env: {
      LIANDONG_TEST_SYSTEM: JSON.stringify({ url: system.url, mongoUri: MONGODB_URI, zeebeAddress: ZEEBE_ADDRESS, zeebeManagement: ZEEBE_MANAGEMENT }),
      LIANDONG_TEST_MONGODB_URI: MONGODB_URI,
    },
    stop: () => system.stop(),
  };
}

/** @param args which tests, and how many at once */
async function jest(name, args, env) {
  // forceExit: the engine's client keeps timers for some seconds after it was closed
  const report = join(folder, `${name}.json`);
  const fine = await step(name, ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', bin('jest/bin/jest.js'), '--forceExit', '--json', `--outputFile=${report}`, ...args], env);
  const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites, numTotalTests } = JSON.parse(readFileSync(report, 'utf8'));
  passed += numPassedTests;
  failed += numFailedTests + numRuntimeErrorTestSuites;
  if (numTotalTests === 0 || (!fine && failed === 0)) failed += 1;
}

/** Browsers and journeys use one system, one after another and browsers first, since journeys move its clock by months; the others have a database each and run two at a time. A worker that has grown is replaced by a new one. */
async function tests(env) {
  const inOrder = ['--runInBand', `--testSequencer=${join(root, 'test', 'in-order.mjs')}`];
  if (paths.length > 0) return jest('tests', [...inOrder, ...paths], env);
  const shared = ['test/journeys/', 'test/browser/'];
  await jest('tests-apart', ['--maxWorkers=2', '--workerIdleMemoryLimit=1500MB', '--testPathIgnorePatterns', ...shared], env);
  return jest('tests-of-the-system', [...inOrder, '--testPathPatterns', ...shared], env);
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
  const system = await sharedSystem();
  try {
    await tests(system.env);
  } finally {
    await system.stop();
  }
} catch (error) {
  console.error(error.message);
  failed += 1;
}
rmSync(folder, { recursive: true, force: true });
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

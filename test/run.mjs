// `npm test [-- PATH …]`: installs and builds what is missing, then types, lint and every test; ends with `N passed, N failed`.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from '../runtime/build.mjs';
import { install } from '../runtime/install.mjs';

const root = join(import.meta.dirname, '..');
const paths = process.argv.slice(2);
const bin = (name) => join(root, 'node_modules', name);
const step = (name, args, env = {}) => {
  console.log(`— ${name}`);
  return spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } }).status === 0;
};

await install({ root });
await build({ root });

let passed = 0;
let failed = 0;
const count = (fine) => { if (fine) passed += 1; else failed += 1; };

if (paths.length === 0) {
  count(step('types', [bin('typescript/bin/tsc'), '-p', '.']));
  count(step('lint', [bin('eslint/bin/eslint.js'), '.']));
}

const folder = mkdtempSync(join(tmpdir(), 'liandong-test-'));
const report = join(folder, 'report.json');
const ran = step('tests', [
  '--experimental-vm-modules', '--disable-warning=ExperimentalWarning', bin('jest/bin/jest.js'), '--runInBand', '--json', `--outputFile=${report}`, ...paths,
]);
try {
  const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites, numTotalTests } = JSON.parse(readFileSync(report, 'utf8'));
  passed += numPassedTests;
  failed += numFailedTests + numRuntimeErrorTestSuites;
  if (!ran && failed === 0) failed += 1;
  if (numTotalTests === 0) failed += 1;
} catch {
  console.error('jest wrote no report');
  failed += 1;
}
rmSync(folder, { recursive: true, force: true });
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

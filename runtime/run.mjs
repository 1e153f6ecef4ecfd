// Runs one of our built commands: `node runtime/run.mjs runtime/demo.js args…` installs and builds what is missing, then starts it from dist/.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { build } from './build.mjs';
import { install, projectRoot } from './install.mjs';
import { leave, Refusal } from './refusal.mjs';

async function run([name, ...args]) {
  if (!name) throw new Refusal('Which command? For example: node runtime/run.mjs runtime/demo.js');
  await install();
  await build();
  const file = join(projectRoot, 'dist', name);
  if (!existsSync(file)) throw new Refusal(`There is no command <${name}>: ${name.replace(/\.js$/, '.ts')} does not exist.`);
  const child = spawn(process.execPath, ['--enable-source-maps', file, ...args], { stdio: 'inherit' });
  // The terminal sends Ctrl-C to both; the command decides what it means and we pass on how it ended.
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.once('error', leave);
  child.once('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal ?? 'SIGKILL']));
}

run(process.argv.slice(2)).catch(leave);

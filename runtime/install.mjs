// Installs what package-lock.json names when it is not there yet, or when the lock has changed since.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isCommand, leave, Refusal } from './refusal.mjs';

export const projectRoot = fileURLToPath(new URL('..', import.meta.url));

/** @param {string} [version] */
export function requireNode(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major * 1000 + minor < 20_019) throw new Refusal(`Node 20.19 or newer is needed, but this is Node ${version}.`, { final: true });
}

const packagesIn = (file) => Object.entries(JSON.parse(readFileSync(file, 'utf8')).packages ?? {}).filter(([path]) => path !== '');

// npm notes what it has put into node_modules as its last act, in the form of the lock: so an install that was cut short is seen, and one
// made by hand is not repeated. What is optional may be missing (another system's binaries).
function isInstalled(root) {
  const note = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(note)) return false;
  const there = new Map(packagesIn(note).map(([path, { version }]) => [path, version]));
  const wanted = packagesIn(join(root, 'package-lock.json')).filter(([, one]) => !one.link);
  return wanted.every(([path, one]) => there.get(path) === one.version || (!there.has(path) && (one.optional || one.devOptional)));
}

/**
 * @param {{ root?: string, log?: (line: string) => void }} [options]
 * @returns {Promise<boolean>} whether something had to be installed
 */
export async function install({ root = projectRoot, log = console.log } = {}) {
  requireNode();
  if (isInstalled(root)) return false;
  log('Installing the libraries (npm ci) …');
  await npmCi(root);
  return true;
}

function npmCi(root) {
  return new Promise((resolve, reject) => {
    // Started by npm we know which npm that is; NODE_ENV is cleared because the build needs what is listed under devDependencies, too.
    const cli = process.env.npm_execpath;
    const [command, first] = cli?.endsWith('.js') ? [process.execPath, [cli]] : ['npm', []];
    const env = { ...process.env, NODE_ENV: '' };
    const child = spawn(command, [...first, 'ci', '--include=dev'], { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit'], shell: process.platform === 'win32' });
    const fail = (why) => reject(new Refusal(`The libraries could not be installed: npm ci ${why} (its own message stands above).`, { final: true }));
    child.once('error', (error) => fail(error.message));
    child.once('close', (code) => (code === 0 ? resolve(undefined) : fail(`ended with code ${code}`)));
  });
}

if (await isCommand(import.meta.url)) install().catch(leave);

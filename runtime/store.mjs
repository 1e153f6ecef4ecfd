// Builds and starts the embedded store, which stands in for MongoDB when MONGODB_URI is not set.
import { spawn } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { spawnChild } from './child.mjs';

const projectRoot = dirname(dirname(fileURLToPath(import.meta.url)));
const built = (root) => join(root, '.runtime', 'store');
const jar = (root) => join(built(root), 'liandong-store.jar');

/** The exit codes of the launcher, by what they mean. */
export const storeExit = { usage: 2, locked: 10, corrupt: 11, folder: 12, port: 13, disk: 14 };

/** Whether the store is built, and from the sources and the pom as they are now. @param {string} [root] */
export async function storeBuilt(root = projectRoot) {
  const made = await changed(jar(root));
  const libraries = await readdir(join(built(root), 'lib')).catch(() => []);
  if (made === 0 || libraries.length === 0) return false;
  const sources = join(root, 'runtime', 'store');
  const names = await readdir(sources, { recursive: true });
  const times = await Promise.all([join(root, 'runtime', 'pom.xml'), ...names.map((name) => join(sources, name))].map(changed));
  return Math.max(...times) <= made;
}

const changed = (path) => stat(path).then((file) => file.mtimeMs, () => 0);

/**
 * Builds the store unless it is built; `java` is the home of a JDK 21 or later, as in JAVA_HOME.
 * @param {{ root?: string, java?: string, log?: (line: string) => void }} [options]
 */
export async function buildStore({ root = projectRoot, java = process.env.JAVA_HOME, log = () => {} } = {}) {
  if (await storeBuilt(root)) return;
  log('building the embedded store');
  // Maven leaves a jar alone whose contents did not change, and it would look outdated for ever.
  const goals = ['-B', '-q', '-f', join(root, 'runtime', 'pom.xml'), 'package', '-Dmaven.jar.forceCreation=true'];
  const env = java ? { ...process.env, JAVA_HOME: java } : process.env;
  const maven = spawn(process.platform === 'win32' ? 'mvn.cmd' : 'mvn', goals, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [maven.stdout, maven.stderr]) stream.on('data', (text) => (said += text));
  const code = await new Promise((done, fail) => {
    maven.once('error', (error) => fail(new Error(`maven could not be started: ${error.message}`)));
    maven.once('close', done);
  });
  if (code !== 0) {
    const faults = said.split('\n').filter((line) => line.startsWith('[ERROR]')).slice(0, 5).join('\n');
    throw new Error(`the embedded store could not be built (maven exit code <${code}>)\n${faults || said.slice(-2000)}`);
  }
}

/**
 * Starts the store on a file and waits until it accepts connections.
 * `java` is the path of a java program, 21 or later; port 0 takes a free port.
 * Rejects with the launcher's one sentence, its exit code as `exitCode`.
 * @param {{ java: string, file: string, port?: number, home?: string, log?: (line: string) => void, bind?: string, heap?: string }} options heap as java's -Xmx takes it
 * @returns {Promise<{ port: number, pid: number, child: import('node:child_process').ChildProcess, stop(): Promise<{ code: number | null, signal: string | null }> }>}
 */
export async function startStore({ java, file, port = 0, home = projectRoot, log = () => {}, bind, heap = '1g' }) {
  const path = resolve(file);
  const options = ['--file', path, '--port', String(port), ...(bind ? ['--bind', bind] : [])];
  const classes = [jar(home), join(built(home), 'lib', '*')].join(process.platform === 'win32' ? ';' : ':');
  // Without a bound java takes a quarter of the machine, which Zeebe and we need too; out of memory it is better ended and started anew.
  const child = spawnChild(java, [`-Xmx${heap}`, '-XX:+ExitOnOutOfMemoryError', '-cp', classes, 'liandong.store.Main', ...options], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = new Promise((done) => child.once('close', (code, signal) => done({ code, signal })));
  let complaints = '';
  child.stderr.on('data', (text) => {
    complaints = (complaints + text).slice(-4000);
    log(String(text).trimEnd());
  });
  const ready = await new Promise((done, fail) => {
    let said = '';
    child.stdout.on('data', (text) => {
      said = (said + text).slice(-4000);
      const line = /^store ready \S+:(\d+)$/m.exec(said);
      if (line) done(Number(line[1]));
    });
    child.once('error', (error) => fail(new Error(`java could not be started: ${error.message}`)));
    exited.then(({ code, signal }) => {
      const sentence = /^store: (.*)$/m.exec(complaints)?.[1] ?? (complaints.trim() || `the store ended with <${code ?? signal}>`);
      fail(Object.assign(new Error(sentence), { exitCode: code }));
    });
  });
  return {
    port: ready,
    pid: child.pid,
    child,
    /** Ends the store and waits until its file is closed. */
    async stop() {
      child.kill('SIGTERM');
      return exited;
    },
  };
}

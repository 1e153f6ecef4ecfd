// Zeebe as it is published: fetched once by Maven, unpacked into .runtime/, and looked over at each start.
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { requireRoom } from './disk.mjs';
import { requireMaven, runMaven } from './maven.mjs';
import { Refusal } from './refusal.mjs';

const size = 212_102_843;
const MB = 1_000_000;

/** The version that pom.xml pins.
 * @param {string} root */
export function zeebeVersion(root) {
  const pom = readFileSync(join(root, 'runtime/pom.xml'), 'utf8');
  const version = /<zeebe\.version>([^<]+)</.exec(pom)?.[1];
  if (!version) throw new Refusal('runtime/pom.xml names no zeebe.version.', { final: true });
  return version;
}

// Names and sizes of every library: a file lost or cut short (a full disk, a cleaning tool) shows, and 300 stats cost nothing.
function inventory(home) {
  if (!existsSync(join(home, 'lib'))) return '';
  return readdirSync(join(home, 'lib')).sort().map((name) => `${name} ${statSync(join(home, 'lib', name)).size}`).join('\n');
}

function isWhole(home) {
  const seal = join(home, '.inventory');
  return existsSync(seal) && readFileSync(seal, 'utf8') === inventory(home);
}

// While Maven downloads, the bytes so far stand in a part file of its local repository or, copied, at the target.
function bytesSoFar(version, archive) {
  const cache = join(process.env.MAVEN_REPO_LOCAL ?? join(homedir(), '.m2/repository'), 'io/camunda/camunda-zeebe', version);
  const files = existsSync(cache) ? readdirSync(cache).filter((name) => name.includes('.tar.gz') && !name.includes('.sha1')).map((name) => join(cache, name)) : [];
  const sizes = [...files, archive].map((file) => statSync(file, { throwIfNoEntry: false })?.size ?? 0);
  return Math.max(0, ...sizes);
}

async function fetchArchive({ root, jdk, version, archive, log }) {
  await requireMaven(jdk);
  log(`Fetching Zeebe ${version} with Maven (${Math.round(size / MB)} MB, once) …`);
  let last = -1;
  const tick = () => {
    const now = Math.round(bytesSoFar(version, archive) / MB);
    if (now !== last) log(`  ${now} MB of ${Math.round(size / MB)} MB`);
    last = now;
  };
  await runMaven({ root, jdk, goals: ['dependency:copy@zeebe'], what: `Zeebe ${version}`, tick });
}

async function unpack({ archive, folder, home, log }) {
  log('Unpacking Zeebe …');
  const temporary = join(folder, `unpacking-${process.pid}`);
  rmSync(temporary, { recursive: true, force: true });
  mkdirSync(temporary, { recursive: true });
  try {
    await promisify(execFile)('tar', ['-xzf', archive, '-C', temporary, '--strip-components=1']);
    writeFileSync(join(temporary, '.inventory'), inventory(temporary));
    rmSync(home, { recursive: true, force: true });
    renameSync(temporary, home);
  } catch (error) {
    // A damaged archive would be unpacked again and again: next time it is to be fetched anew.
    rmSync(archive, { force: true });
    const why = error.code === 'ENOENT' ? 'there is no tar on the PATH' : String(error.stderr || error.message).trim().split('\n')[0];
    throw new Refusal(`Zeebe's archive could not be unpacked into ${folder}: ${why}.`, { final: true, cause: error });
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
  rmSync(archive, { force: true });
}

/**
 * Where Zeebe is unpacked; fetches and unpacks it first when it is not there or not whole.
 * @param {{ root: string, jdk: { home: string }, log?: (line: string) => void }} need @returns {Promise<string>}
 */
export async function getZeebe({ root, jdk, log = console.log }) {
  const version = zeebeVersion(root);
  const folder = join(root, '.runtime');
  const home = join(folder, `camunda-zeebe-${version}`);
  if (isWhole(home)) return home;
  if (existsSync(home)) log(`Zeebe in ${home} is not whole; getting it again.`);
  requireRoom({ folder, bytes: 1024 ** 3, why: 'fetching and unpacking Zeebe needs' });
  mkdirSync(folder, { recursive: true });
  const archive = join(folder, `camunda-zeebe-${version}.tar.gz`);
  await fetchArchive({ root, jdk, version, archive, log });
  await unpack({ archive, folder, home, log });
  return home;
}

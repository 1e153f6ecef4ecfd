// Halves what the JVM works to start Zeebe: its classes, once loaded and checked, are kept in an archive that later starts map into memory.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { endChild } from './child.mjs';
import { startZeebe } from './zeebe.mjs';

const prefix = 'quick-start-';
// The JVM writes the archive while it ends.
const grace = 180_000;

// An archive fits one JDK and one place of the libraries; the JVM ignores one that does not fit, so each gets its own name.
function archiveOf({ home, jdk }) {
  const release = join(jdk.home, 'release');
  const fit = [home, jdk.home, existsSync(release) ? readFileSync(release, 'utf8') : ''].join('\n');
  return join(home, `${prefix}${createHash('sha256').update(fit).digest('hex').slice(0, 12)}.jsa`);
}

/**
 * The archive for this JDK, made by one trial start when there is none. Nothing depends on it: when it cannot be made, starts are slower.
 * @param {{ home: string, jdk: { home: string }, scratch: string, spawned: (child: import('node:child_process').ChildProcess) => void, log?: (line: string) => void }} what
 *   scratch: a folder for the trial's data, emptied before and after; spawned is told of its process, so that it can be ended
 * @returns {Promise<string | undefined>}
 */
export async function quickStart({ home, jdk, scratch, spawned, log = console.log }) {
  const archive = archiveOf({ home, jdk });
  if (existsSync(archive)) return archive;
  log('Preparing Zeebe for quick starts (once) …');
  rmSync(scratch, { recursive: true, force: true });
  const part = `${archive}.${process.pid}.part`;
  /** @type {import('node:child_process').ChildProcess | undefined} */
  let child;
  const born = (one) => {
    child = one;
    spawned(one);
  };
  try {
    const records = { recordsUrl: 'http://127.0.0.1:1', user: 'none', password: 'none' };
    await startZeebe({ jdkHome: jdk.home, home, dataDir: join(scratch, 'data'), logs: join(scratch, 'logs'), ...records, jvm: [`-XX:ArchiveClassesAtExit=${part}`], spawned: born });
    await endChild(child, grace);
    for (const name of readdirSync(home).filter((one) => one.startsWith(prefix) && !part.endsWith(one))) rmSync(join(home, name), { force: true });
    renameSync(part, archive);
    return archive;
  } catch (error) {
    log(`  not this time (${error.message}); it works without.`);
    return undefined;
  } finally {
    if (child) await endChild(child, grace);
    rmSync(part, { force: true });
    rmSync(scratch, { recursive: true, force: true });
  }
}

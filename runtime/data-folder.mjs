// The data folder (.data/): recognised as ours before anything in it is touched, and used by one start at a time.
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { endLeftOver, identity, stillRuns } from './identity.mjs';
import { Refusal } from './refusal.mjs';

const secretsIn = (folder) => join(folder, 'secrets.json');
// Where nothing local is started, an api and a workers start may share the folder: each has its own note.
const runningIn = (folder, role) => join(folder, role ? `running.${role}.json` : 'running.json');
const leftOverGrace = 15_000;

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw new Refusal(`${file} cannot be read (${error.message}); bring back a backup with npm run restore, or move it away.`, { final: true });
  }
}

// Readable by this user only, and never half-written.
function writeJson(file, value) {
  const temporary = `${file}.${process.pid}.tmp`;
  writeFileSync(temporary, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  renameSync(temporary, file);
}

/** Is this folder one that we made (its secrets say so), absent or empty? @param {string} folder */
export function isOurs(folder) {
  if (!existsSync(folder) || readdirSync(folder).length === 0) return true;
  return existsSync(secretsIn(folder));
}

function readNote(file) {
  // An empty note is a start that was killed before it could write its first line.
  return existsSync(file) && readFileSync(file, 'utf8').trim() ? readJson(file) : undefined;
}

/** What a running start noted about itself; undefined when none is running. @param {string} folder @param {string} [role] @returns {any} */
export function findRunning(folder, role) {
  const noted = readNote(runningIn(folder, role));
  return stillRuns(noted) ? noted : undefined;
}

/** The passwords this installation made for itself; what the environment names wins. @param {string} folder */
export function secrets(folder) {
  const kept = readJson(secretsIn(folder)) ?? { recordsUser: 'zeebe', recordsPassword: randomBytes(24).toString('base64url'), sessionSecret: randomBytes(32).toString('base64url') };
  if (!existsSync(secretsIn(folder))) writeJson(secretsIn(folder), kept);
  return {
    recordsUser: process.env.RECORDS_USER ?? kept.recordsUser,
    recordsPassword: process.env.RECORDS_PASSWORD ?? kept.recordsPassword,
    sessionSecret: process.env.SESSION_SECRET ?? kept.sessionSecret,
  };
}

function clear(folder) {
  for (const name of readdirSync(folder)) {
    if (name !== 'secrets.json' && !name.startsWith('running.')) rmSync(join(folder, name), { recursive: true, force: true });
  }
}

/** @returns {any} what an earlier start, now dead, had noted */
function claim(folder, role, me) {
  const file = runningIn(folder, role);
  try {
    // 'wx' lets exactly one of two simultaneous starts through.
    writeFileSync(file, JSON.stringify(me), { flag: 'wx', mode: 0o600 });
    return undefined;
  } catch (error) {
    if (error.code !== 'EEXIST') throw new Refusal(`The data folder ${folder} cannot be written (${error.code}).`, { final: true });
  }
  const other = findRunning(folder, role);
  if (other) throw new Refusal(`Liandong already runs on ${folder} (process ${other.pid}${other.url ? `, ${other.url}` : ''}); end that one or choose another folder with --data.`, { final: true });
  const before = readNote(file);
  writeJson(file, { ...me, children: before?.children });
  return before;
}

async function endLeftOvers(before, log) {
  for (const name of ['app', 'zeebe', 'store']) {
    const left = before?.children?.[name];
    if (!stillRuns(left)) continue;
    log(`Ending ${name} (process ${left.pid}), left behind by a start that was killed.`);
    await endLeftOver(left, leftOverGrace);
  }
}

/**
 * Takes the data folder for this process: one at a time. Ends what an earlier start that was killed has left running.
 * @param {string} folder @param {{ fresh?: boolean, role?: string, log?: (line: string) => void }} [options]
 *   fresh removes what is in it, but for the secrets; with a role, only a start of the same role is another one
 */
export async function openDataFolder(folder, { fresh = false, role, log = console.log } = {}) {
  if (!isOurs(folder)) throw new Refusal(`${folder} is not empty and not a data folder of Liandong; choose another with --data.`, { final: true });
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new Refusal(`The data folder ${folder} cannot be made (${error.code}).`, { final: true });
  }
  if (!existsSync(secretsIn(folder))) {
    // one that was there before, empty, may be open to all: what people reported will lie in it
    try {
      chmodSync(folder, 0o700);
    } catch (error) {
      log(`The data folder ${folder} stays readable as it is (${error.code}); see that only this user can read it.`);
    }
  }
  const known = secrets(folder);
  const file = runningIn(folder, role);
  const note = { pid: process.pid, identity: identity(process.pid), children: {} };
  await endLeftOvers(claim(folder, role, note), log);
  writeJson(file, note);
  if (fresh) clear(folder);
  return {
    folder,
    secrets: known,
    /** @param {Record<string, unknown>} more */
    note(more) {
      writeJson(file, Object.assign(note, more));
    },
    /** @param {string} name @param {number | undefined} pid */
    noteChild(name, pid) {
      note.children = { ...note.children, [name]: pid ? { pid, identity: identity(pid) } : undefined };
      writeJson(file, note);
    },
    close() {
      rmSync(file, { force: true });
    },
  };
}

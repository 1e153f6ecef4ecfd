// Packs a data folder that nobody writes to into one file: store, engine and what belongs to them, with a list of checksums.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { Refusal } from './refusal.mjs';
import { zeebeVersion } from './zeebe-distribution.mjs';

export const manifestName = 'liandong-backup.json';
export const backupFormat = 1;

// What is true only while something runs, or says nothing about a case.
const isKept = (name) => !name.startsWith('running.') && !name.endsWith('.tmp') && name !== 'logs' && name !== 'trial';

/** @param {string} file @returns {Promise<string>} */
async function checksum(file) {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

/** Path, size and checksum of every file below a folder, in the order of their paths.
 * @param {string} folder @param {string[]} names the entries of the folder to take */
export async function listFiles(folder, names) {
  const files = names.flatMap((name) => {
    const path = join(folder, name);
    if (!statSync(path).isDirectory()) return [path];
    return readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name));
  });
  const list = [];
  for (const file of files.sort()) list.push({ path: relative(folder, file).split(sep).join('/'), bytes: statSync(file).size, sha256: await checksum(file) });
  return list;
}

/** @param {string} data @returns {string[]} the entries of a data folder that a backup holds */
export const keptNames = (data) => readdirSync(data).filter(isKept).sort();

/** Runs tar; what it complains of becomes one sentence. @param {string[]} args @param {string} what */
export async function tar(args, what) {
  try {
    await promisify(execFile)('tar', args, { maxBuffer: 16_000_000 });
  } catch (error) {
    const said = String(error.stderr || error.message).trim().split('\n')[0];
    const why = error.code === 'ENOENT' ? 'there is no tar on the PATH' : /No space left/.test(String(error.stderr)) ? 'the disk is full' : said;
    throw new Refusal(`${what}: ${why}.`, { cause: error });
  }
}

/**
 * @param {{ root: string, data: string, file: string }} what the file is overwritten only once the new one is whole
 * @returns {Promise<{ file: string, files: number, bytes: number }>}
 */
export async function takeBackup({ root, data, file }) {
  const target = resolve(file);
  if (target.startsWith(data + sep)) throw new Refusal(`A backup inside the data folder would be lost with it; choose another place than <${file}>.`);
  const names = existsSync(data) ? keptNames(data) : [];
  if (!names.includes('secrets.json')) throw new Refusal(`There is nothing to back up in ${data}.`);
  mkdirSync(dirname(target), { recursive: true });
  const list = await listFiles(data, names);
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const manifest = { format: backupFormat, liandong: version, zeebe: zeebeVersion(root), taken: new Date().toISOString(), files: list };
  // Beside the target, so that the last step is a rename and a half-written backup never has the name of a whole one.
  const desk = mkdtempSync(join(dirname(target), '.liandong-backup-'));
  try {
    writeFileSync(join(desk, manifestName), JSON.stringify(manifest, null, 1));
    const part = join(desk, 'part.tar.gz');
    // It holds personal data and passwords; the folder mkdtemp made is ours alone, the file must be, too.
    writeFileSync(part, '', { mode: 0o600 });
    await tar(['-czf', part, '-C', desk, manifestName, '-C', data, ...names], `The backup could not be written to ${target}`);
    const bytes = statSync(part).size;
    renameSync(part, target);
    return { file: target, files: list.length, bytes };
  } finally {
    rmSync(desk, { recursive: true, force: true });
  }
}

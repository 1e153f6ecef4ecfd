// `npm run restore -- FILE [--data DIR] [--force]`: brings a backup back, whole or not at all; what was there before is kept aside.
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { findRunning, isOurs } from './data-folder.mjs';
import { projectRoot } from './install.mjs';
import { isCommand, leave, Refusal } from './refusal.mjs';
import { backupFormat, listFiles, manifestName, tar } from './take-backup.mjs';

const stamp = () => new Date().toISOString().replace(/[:.T]/g, '-').slice(0, 23);

function readManifest(folder, file) {
  const path = join(folder, manifestName);
  if (!existsSync(path)) throw new Refusal(`${file} is not a backup of Liandong.`);
  const manifest = JSON.parse(readFileSync(path, 'utf8'));
  if (manifest.format !== backupFormat) throw new Refusal(`${file} was made by another version of Liandong (${manifest.liandong}) whose backups this one does not read.`);
  return manifest;
}

async function verify(folder, manifest, file) {
  const names = readdirSync(folder).filter((name) => name !== manifestName);
  const there = new Map((await listFiles(folder, names)).map((one) => [one.path, one]));
  for (const { path, sha256 } of manifest.files) {
    if (there.get(path)?.sha256 !== sha256) throw new Refusal(`${file} is damaged: ${path} ${there.has(path) ? 'is not what was backed up' : 'is missing'}.`);
    there.delete(path);
  }
  const [extra] = there.keys();
  if (extra) throw new Refusal(`${file} is damaged: it holds ${extra}, which was not backed up.`);
}

/**
 * @param {{ file: string, data: string, force?: boolean }} what
 * @returns {Promise<{ data: string, taken: string, files: number, aside?: string }>} aside: where the former content was put
 */
export async function restore({ file, data, force = false }) {
  const folder = resolve(data);
  if (!existsSync(file)) throw new Refusal(`There is no file <${file}>.`);
  if (!isOurs(folder)) throw new Refusal(`${folder} is not empty and not a data folder of Liandong; choose another with --data.`);
  const refuseRunning = () => {
    if (findRunning(folder)) throw new Refusal(`Liandong runs on ${folder}; end it before bringing a backup back.`);
  };
  refuseRunning();
  const filled = existsSync(folder) && readdirSync(folder).length > 0;
  if (filled && !force) throw new Refusal(`${folder} is not empty; with --force its content is put aside and the backup takes its place.`);
  mkdirSync(dirname(folder), { recursive: true });
  // Beside the data folder, so that the last step is a rename.
  const desk = `${folder}.restoring-${stamp()}`;
  mkdirSync(desk, { mode: 0o700 });
  try {
    await tar(['-xzf', resolve(file), '-C', desk], `${file} could not be read as a backup`);
    const manifest = readManifest(desk, file);
    await verify(desk, manifest, file);
    rmSync(join(desk, manifestName));
    refuseRunning();
    const aside = filled ? `${folder}.before-${stamp()}` : undefined;
    if (aside) renameSync(folder, aside);
    else rmSync(folder, { recursive: true, force: true });
    renameSync(desk, folder);
    return { data: folder, taken: manifest.taken, files: manifest.files.length, aside };
  } finally {
    rmSync(desk, { recursive: true, force: true });
  }
}

async function command() {
  const { values, positionals } = parseArgs({ options: { data: { type: 'string', default: process.env.LIANDONG_DATA ?? '.data' }, force: { type: 'boolean', default: false } }, allowPositionals: true });
  if (!positionals[0]) throw new Refusal('Which file? For example: npm run restore -- liandong-backup.tar.gz');
  const done = await restore({ file: positionals[0], data: resolve(projectRoot, values.data), force: values.force });
  console.log(`✓ ${done.data} is as it was on ${done.taken} (${done.files} files)${done.aside ? `; what was there before is in ${done.aside}` : ''}`);
}

if (await isCommand(import.meta.url)) command().catch(leave);

// `npm run backup -- [FILE] [--data DIR]`: store and engine as one consistent set; a running system pauses for it and goes on by itself.
import { request } from 'node:http';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { findRunning, isOurs, openDataFolder } from './data-folder.mjs';
import { projectRoot } from './install.mjs';
import { isCommand, leave, Refusal } from './refusal.mjs';
import { takeBackup } from './take-backup.mjs';

const today = () => new Date().toISOString().replace(/[:T]/g, '-').slice(0, 19);

// node:http and not fetch, whose patience for the first byte of an answer ends after five minutes.
function askRunning({ control }, file) {
  return new Promise((resolveAnswer, reject) => {
    const asked = request({ host: '127.0.0.1', port: control.port, path: '/backup', method: 'POST', headers: { authorization: `Bearer ${control.token}` } }, async (answer) => {
      let text = '';
      for await (const chunk of answer) text += chunk;
      const value = JSON.parse(text);
      if (answer.statusCode === 200) resolveAnswer(value);
      else reject(new Refusal(value.error));
    });
    asked.once('error', (error) => reject(new Refusal(`The running system did not answer (${error.message}).`)));
    asked.end(JSON.stringify({ file }));
  });
}

/** @param {{ file?: string, data: string, root?: string, log?: (line: string) => void }} what */
export async function backup({ file = `liandong-backup-${today()}.tar.gz`, data, root = projectRoot, log = console.log }) {
  const folder = resolve(data);
  if (!isOurs(folder)) throw new Refusal(`${folder} is not a data folder of Liandong.`);
  if (!existsSync(join(folder, 'secrets.json'))) throw new Refusal(`There is nothing to back up in ${folder}.`);
  const running = findRunning(folder);
  if (running) {
    if (!running.control) throw new Refusal('The system is just starting; try again when it is ready.');
    if (!running.embedded) throw new Refusal('The running system uses a store or an engine of its own; back those up together with their own tools (see the README).');
    log('Liandong runs: it pauses while the backup is taken.');
    return askRunning(running, resolve(file));
  }
  const mine = await openDataFolder(folder, { log });
  try {
    return await takeBackup({ root, data: folder, file });
  } finally {
    mine.close();
  }
}

async function command() {
  const { values, positionals } = parseArgs({ options: { data: { type: 'string', default: process.env.LIANDONG_DATA ?? '.data' } }, allowPositionals: true });
  const taken = await backup({ file: positionals[0], data: resolve(projectRoot, values.data) });
  console.log(`✓ ${taken.file}: ${taken.files} files, ${(taken.bytes / 1e6).toFixed(1)} MB`);
}

if (await isCommand(import.meta.url)) command().catch(leave);

// What `npm run procedures` can do: bring what is in force into a folder, bring a folder into drafts, and say what differs.
import { Refused, type Client } from '../client.js';
import type { Package } from '../../processes/shipped.js';
import { CommandFailed } from './failed.js';
import { flat, readFolder, writeFolder } from './folder.js';
import { compared, inForce, same, upload } from './system.js';

export interface Around { client: Client; folder: string; say(line: string): void; only?: string; force?: boolean }

async function known(packages: Package[], only: string | undefined, where: string): Promise<Package[]> {
  const chosen = only === undefined ? packages : packages.filter(({ procedure }) => procedure === only);
  if (only !== undefined && chosen.length === 0) throw new CommandFailed(`${where}没有流程「${only}」`);
  return chosen;
}

/** Writes the versions in force into the folder; nothing is written when nothing differs, and nothing is ever deleted. @returns the names written */
export async function pull({ client, folder, say, only }: Around): Promise<string[]> {
  const packages = await known(await inForce(client, only), only, '系统里');
  const wrote = writeFolder(folder, flat(packages));
  wrote.forEach((name) => say(`已写入 ${name}`));
  say(wrote.length === 0 ? `没有变化：${packages.length} 个流程与文件夹里的一致` : `写入 ${wrote.length} 个文件，来自 ${packages.length} 个流程`);
  return wrote;
}

/** What differs between the system (before) and the folder (after), as sentences. @returns whether anything does */
export async function diff({ client, folder, say, only }: Around): Promise<boolean> {
  const [ours, theirs] = [await known(await readFolder(folder), only, '文件夹里'), await inForce(client, only)];
  let different = 0;
  for (const { procedure, name, files } of ours) {
    const there = theirs.find((one) => one.procedure === procedure);
    if (there && same(there.files, files)) continue;
    different += 1;
    if (!there) {
      say(`${name}（${procedure}）：系统里还没有`);
      continue;
    }
    say(`${name}（${procedure}）：`);
    const { changes } = await compared(client, there.files, files);
    (changes.length > 0 ? changes.map(({ text }) => text) : ['只有书写方式不同']).forEach((text) => say(`  - ${text}`));
  }
  for (const { procedure, name } of theirs.filter((one) => !ours.some((mine) => mine.procedure === one.procedure))) {
    different += 1;
    say(`${name}（${procedure}）：文件夹里还没有`);
  }
  if (different === 0) say('没有差别');
  return different > 0;
}

/** Uploads every procedure of the folder that differs from what is in force, as a draft for a second person to approve. @returns the procedures uploaded */
export async function push({ client, folder, say, only, force = false }: Around): Promise<string[]> {
  const [ours, theirs] = [await known(await readFolder(folder), only, '文件夹里'), await inForce(client, only)];
  const differing = ours.filter(({ procedure, files }) => {
    const there = theirs.find((one) => one.procedure === procedure);
    return !there || !same(there.files, files);
  });
  const [done, refused]: [string[], string[]] = [[], []];
  for (const one of differing) {
    try {
      await upload(client, one, force);
      done.push(one.procedure);
      say(`已上传为草稿：${one.name}（${one.procedure}）`);
    } catch (error) {
      if (!(error instanceof Refused) || ![409, 422].includes(error.status)) throw error;
      const { detail, problems = [] } = error.problem;
      refused.push(`${one.procedure}：${[detail, ...problems.map(({ path, message }) => `${path} ${message}`)].filter(Boolean).join('；')}`);
    }
  }
  if (differing.length === 0) say('没有差别，不需要上传');
  if (refused.length > 0) throw new CommandFailed([`${refused.length} 个流程没有上传${force ? '' : '（加 --force 可覆盖别人的草稿，原来的会留存）'}：`, ...refused.map((line) => `  - ${line}`)].join('\n'));
  return done;
}

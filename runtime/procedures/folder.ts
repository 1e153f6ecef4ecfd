// The procedures of a folder, and what of it belongs to which; files that belong to none are left alone.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FILE_NAME } from '../../processes/package-limits.js';
import { packagesIn, type Package } from '../../processes/shipped.js';
import type { ProcedureFile } from '../../processes/store/types.js';
import { CommandFailed } from './failed.js';

/** Every procedure of a folder with its forms and tables, canonical. @throws CommandFailed naming the file that cannot be read */
export async function readFolder(folder: string): Promise<Package[]> {
  if (!existsSync(folder)) throw new CommandFailed(`没有这个文件夹：${folder}`);
  return packagesIn(folder).catch((error: Error) => { throw new CommandFailed(`文件夹里有读不出来的文件：${error.message}`, { cause: error }); });
}

/** Two procedures may share a form or table in a folder, but then it must be one and the same. @throws CommandFailed naming it */
export function flat(packages: Package[]): ProcedureFile[] {
  const all = new Map<string, { content: string; procedure: string }>();
  for (const { procedure, files } of packages) {
    for (const { name, content } of files) {
      const other = all.get(name);
      if (other && other.content !== content) throw new CommandFailed(`「${name}」在「${other.procedure}」和「${procedure}」里内容不同，放不进一个文件夹。请改其中一个的编号`);
      all.set(name, { content, procedure });
    }
  }
  return [...all].map(([name, { content }]) => ({ name, content }));
}

/** Writes what differs and only that. @returns the names that were written. @throws CommandFailed for a name that would lead out of the folder */
export function writeFolder(folder: string, files: ProcedureFile[]): string[] {
  const odd = files.find(({ name }) => !FILE_NAME.test(name));
  if (odd) throw new CommandFailed(`这个名称不能用作文件名：${odd.name}`);
  mkdirSync(folder, { recursive: true });
  return files.filter(({ name, content }) => {
    const path = join(folder, name);
    if (existsSync(path) && readFileSync(path, 'utf8') === content) return false;
    writeFileSync(path, content);
    return true;
  }).map(({ name }) => name).sort();
}

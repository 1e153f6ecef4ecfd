// The shipped files, and how tests change them.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compare, type Change } from '../../../processes/compare/compare.js';
import { root } from '../../../processes/settings.js';
import type { ProcedureFile } from '../../../processes/store/types.js';

const folder = join(root, 'processes/diagrams');
export const shipped = (name: string): ProcedureFile => ({ name, content: readFileSync(join(folder, name), 'utf8') });
export const shippedNames = (ending: string): string[] => readdirSync(folder).filter((name) => name.endsWith(ending)).sort();

/** A file with one text replaced. @throws when the text is not in it */
export function edited({ name, content }: ProcedureFile, ...pairs: [from: string | RegExp, to: string][]): ProcedureFile {
  const next = pairs.reduce((text, [from, to]) => {
    const changed = text.replace(from, to);
    if (changed === text) throw new Error(`nothing to replace <${from}>`);
    return changed;
  }, content);
  return { name, content: next };
}

/** What is said of the way from one file to another. */
export async function said(left: ProcedureFile, right: ProcedureFile, departments = new Map<string, string>()): Promise<string[]> {
  return (await compare([left], [right], { departments })).changes.map(({ text }) => text);
}
export const changesOf = async (left: ProcedureFile, right: ProcedureFile): Promise<Change[]> => (await compare([left], [right])).changes;

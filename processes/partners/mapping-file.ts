// A table of a partner's words as a file: looked at line by line, then taken over wholly or not at all; what does not stand in it stays as it is.
import { categories } from '../categories.js';
import type { Deps } from '../deps.js';
import { Invalid, type Problem } from '../errors.js';
import { writeCsv } from '../grid/csv.js';
import { readTable, type Line } from '../org-changes/sheet.js';
import { urgencies } from '../report.js';
import { unitsById } from '../units.js';
import type { MappingRow, Person } from '../store/types.js';
import { getOwnMapping, MOST_MAPPED, mappable, plain, problemsOf, saveMapping, tablesOf } from './mapping.js';

/** The tables that may come from a file. */
export const fileTables = ['categories', 'units', 'urgencies'] as const;
export type FileTable = (typeof fileTables)[number];

const columns = [{ key: 'theirs', header: '对方的写法', must: true, example: '' }, { key: 'ours', header: '本系统的编号', must: true, example: '' }, { key: 'name', header: '名称', example: '' }, { key: 'state', header: '状态', example: '' }];
const GONE = '删除';

export interface MappingChange { line: number; action: 'add' | 'change' | 'end'; theirs: string; ours: string; said: string }
export interface MappingFile { changes: MappingChange[]; same: number; problems: (Problem & { line: number })[]; rows: MappingRow[] }

/** What our ids are called, and which id is meant by a name that only one bears. */
async function wordsOf(table: FileTable, unit: string, { store }: Pick<Deps, 'store'>): Promise<{ name(id: string): string; idOf(word: string): string | Problem }> {
  const units = table === 'units' ? [...(await unitsById(store)).values()].filter((one) => mappable(one, unit)) : [];
  const known = table === 'categories' ? categories.map(({ code, name }) => [code, name] as const) : table === 'urgencies' ? urgencies.map((one) => [one, one] as const) : units.map(({ _id, name }) => [_id, name] as const);
  const names = new Map(known);
  const byName = new Map<string, string[]>();
  for (const [id, name] of known) byName.set(name, [...(byName.get(name) ?? []), id]);
  return {
    name: (id) => names.get(id) ?? '',
    idOf(word) {
      if (names.has(word)) return word;
      const named = byName.get(word) ?? [];
      // what nobody knows is judged with the tables
      return named.length > 1 ? { path: '本系统的编号', message: `有 ${named.length} 个「${word}」，请写编号` } : named[0] ?? word;
    },
  };
}

/** The table as it stands, to be filled in further. */
export async function mappingAsFile(id: string, table: FileTable, person: Person, deps: Pick<Deps, 'store'>): Promise<string> {
  const found = await getOwnMapping(id, person, deps);
  const { name } = await wordsOf(table, found.unit, deps);
  return writeCsv([columns.map(({ header }) => header), ...found[table].map(({ theirs, ours }) => [theirs, ours, name(ours), ''])]);
}

/** What a file would change of a table, with all that is wrong in it. @throws Invalid when it is no such file; NotFound for a partner of another area */
export async function lookAtMapping(id: string, table: FileTable, bytes: Buffer, person: Person, deps: Pick<Deps, 'store'>): Promise<MappingFile> {
  const found = await getOwnMapping(id, person, deps);
  const lines = await readTable(columns, bytes);
  const { name, idOf } = await wordsOf(table, found.unit, deps);
  const problems: MappingFile['problems'] = [];
  const rows = new Map(found[table].map((row) => [plain(row.theirs), row]));
  const seen = new Map<string, number>();
  const lineOf = new Map<string, number>();
  const changes: MappingChange[] = [];
  let same = 0;
  const take = ({ line, at }: Line): void => {
    const [theirs, word, state] = [at('theirs'), at('ours'), at('state')];
    const wrong = (path: string, message: string): void => void problems.push({ line, path, message });
    const key = plain(theirs);
    if (!key) return wrong('对方的写法', '请填写对方的写法');
    if (theirs.length > 100) return wrong('对方的写法', '最多 100 个字');
    if (seen.has(key)) return wrong('对方的写法', `「${theirs}」在第 ${seen.get(key)} 行写过`);
    seen.set(key, line);
    const before = rows.get(key);
    if (state && state !== GONE) return wrong('状态', `只能写「${GONE}」，或空着`);
    if (state) {
      if (!before) return wrong('对方的写法', '表里没有这一行，不用删除');
      rows.delete(key);
      return void changes.push({ line, action: 'end', theirs, ours: before.ours, said: name(before.ours) || before.ours });
    }
    if (!word) return wrong('本系统的编号', '请填写本系统的编号');
    const ours = idOf(word);
    if (typeof ours !== 'string') return wrong(ours.path ?? '', ours.message);
    lineOf.set(key, line);
    rows.set(key, { theirs, ours });
    if (before?.ours === ours && before.theirs === theirs) { same += 1; return undefined; }
    changes.push({ line, action: before ? 'change' : 'add', theirs, ours, said: before && before.ours !== ours ? `${name(before.ours) || before.ours} → ${name(ours) || ours}` : name(ours) || ours });
  };
  for (const line of lines) take(line);
  const made = [...rows.values()];
  const own = await problemsOf({ categories: [], units: [], urgencies: [], [table]: made }, found.unit, deps);
  for (const { path = '', message } of own) {
    const line = lineOf.get(plain(made[Number(path.split('.')[1])]!.theirs));
    // what was wrong before this file is not its fault, and is said on the page
    if (line !== undefined) problems.push({ line, path: path.endsWith('ours') ? '本系统的编号' : '对方的写法', message });
  }
  if (made.length > MOST_MAPPED) problems.push({ line: 0, path: '文件', message: `一张表最多 ${MOST_MAPPED} 行，导入后会有 ${made.length} 行` });
  return { changes, same, problems: problems.sort((a, b) => a.line - b.line), rows: made };
}

/** Takes a file over, wholly or not at all. @throws Invalid line by line; Conflict when somebody saved the tables since */
export async function takeMapping(id: string, table: FileTable, revision: number, bytes: Buffer, person: Person, deps: Pick<Deps, 'store' | 'clock'>): Promise<MappingFile> {
  const looked = await lookAtMapping(id, table, bytes, person, deps);
  if (looked.problems.length) throw new Invalid('有几行不对，没有导入', looked.problems.slice(0, 100).map(({ line, path = '', message }) => ({ path: `第 ${line} 行 ${path}`, message })));
  if (looked.changes.length > 0) await saveMapping(id, revision, { ...tablesOf(await getOwnMapping(id, person, deps)), [table]: looked.rows }, person, deps);
  return looked;
}

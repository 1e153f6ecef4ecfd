// A file of register items: every row is checked first; either all of them are entered or none.
import { createHash } from 'node:crypto';
import type { Deps } from '../deps.js';
import { Invalid, type Problem } from '../errors.js';
import { uuidOf } from '../same-id.js';
import { insertOnce, type Store } from '../store/store.js';
import type { Person, RegisterItem, RegisterKind } from '../store/types.js';
import { actorOf } from '../tasks.js';
import { readCsv, writeCsv, type CsvRow } from './csv.js';
import { draftProblems, itemDraft, valueOf, written, type ItemDraft } from './draft.js';
import { CREDIT_CODE, registerOf, type Register } from './fields.js';
import { loadLists, type GridLists } from './lists.js';
import { getOpenGrid, newItem, tellKeepers } from './registers.js';

/** The most rows of one file. */
export const MOST_ROWS = 2_000;
const POSITION = ['经度', '纬度'];

/** The empty file to fill in: the headers, and one line that shows how. */
export const templateOf = (register: Register): string => writeCsv([[...register.fields.map(({ header }) => header), ...POSITION], [...register.fields.map(({ example }) => example), '', '']]);

export interface RowProblem extends Problem { line: number }
export interface Preview {
  rows: number;
  /** Row by row and column by column; empty: the file can be entered. */
  problems: RowProblem[];
  /** The first rows, as they would be entered. */
  items: { line: number; cells: string[] }[];
  headers: string[];
}
interface Read { line: number; draft: ItemDraft; owner: string }

function readRow(register: Register, columns: string[], { line, cells }: CsvRow): Read & { problems: RowProblem[] } {
  const at = (header: string): string => cells[columns.indexOf(header)]?.trim() ?? '';
  const of = (key: string): string => at(register.fields.find((field) => field.key === key)?.header ?? '');
  const problems: RowProblem[] = cells.length > columns.length && cells.slice(columns.length).some(Boolean) ? [{ line, path: '', message: '这一行的列数比表头多，内容里有逗号时请加引号' }] : [];
  const [lng, lat] = POSITION.map((header) => {
    const value = at(header);
    if (value !== '' && !Number.isFinite(Number(value))) problems.push({ line, path: header, message: `「${value}」不是数字` });
    return value === '' ? undefined : Number(value);
  });
  const facts = Object.fromEntries(register.fields.filter(({ key, header }) => key === 'fact' && at(header)).map(({ header }) => [header, at(header)]));
  const draft: ItemDraft = {
    name: of('name'), categories: of('categories').split(/[、,，;；/]/).map((one) => one.trim()).filter(Boolean), place: { text: of('place'), ...(lng !== undefined ? { lng } : {}), ...(lat !== undefined ? { lat } : {}) }, facts,
    ...(of('phone') ? { phone: of('phone').replace(/\s/g, '') } : {}), ...(of('idNumber') ? { idNumber: of('idNumber').replace(/\s/g, '') } : {}), ...(of('note') ? { note: of('note') } : {}),
  };
  // longer than any field holds, or out of the world: what the fields themselves do not say
  const shape = itemDraft.safeParse(draft);
  if (!shape.success && problems.length === 0) {
    for (const { path, message } of shape.error.issues) if (path.includes('lng') || path.includes('lat')) problems.push({ line, path: path.includes('lng') ? '经度' : '纬度', message });
  }
  return { line, draft, owner: of('household'), problems };
}

const sameThing = (kind: RegisterKind, { name, place, facts, idNumber = facts[CREDIT_CODE] }: Pick<RegisterItem, 'name' | 'place' | 'idNumber' | 'facts'>): string =>
  (idNumber ? `id:${idNumber.toUpperCase()}` : `${kind}:${name}:${place.text}`);

/** What stands twice: in the file, or in the register already. */
function repeated(kind: RegisterKind, rows: Read[], register: RegisterItem[]): RowProblem[] {
  const there = new Set(register.map((item) => sameThing(kind, item)));
  const lines = new Map<string, number>();
  return rows.flatMap(({ line, draft }) => {
    const key = sameThing(kind, { ...draft, idNumber: draft.idNumber ?? undefined });
    const path = draft.idNumber ? '身份证号' : draft.facts[CREDIT_CODE] ? CREDIT_CODE : registerOf(kind).fields[0]!.header;
    const first = lines.get(key);
    lines.set(key, first ?? line);
    if (first !== undefined) return [{ line, path, message: `和第 ${first} 行重复` }];
    return there.has(key) ? [{ line, path, message: '登记册里已经有了，请从文件里删去，或在登记册里修改' }] : [];
  });
}

/** The ids of a file's items: the same for the same sending, so that one that broke off is completed and not doubled. */
const idOf = (clientId: string, line: number): string => uuidOf(createHash('sha256').update(`${clientId}:${line}`).digest('hex'));

interface Known { items: RegisterItem[]; households: Map<string, string[]> }

async function known(store: Store, grid: string, kind: RegisterKind, own: Set<string>): Promise<Known> {
  const found = await store.registers.find({ grid, kind: { $in: [...new Set<RegisterKind>([kind, 'household'])] } }, { kind: 1, name: 1, place: 1, idNumber: 1, facts: 1, state: 1 }).lean<RegisterItem[]>();
  const households = new Map<string, string[]>();
  for (const one of found) if (one.kind === 'household' && one.state === 'current') households.set(one.name, [...(households.get(one.name) ?? []), one._id]);
  return { items: found.filter((one) => one.kind === kind && one.state === 'current' && !own.has(one._id)), households };
}

function readFile(text: string, register: Register): { columns: string[]; rows: CsvRow[] } {
  const whole = (message: string) => new Invalid(message, [{ path: '文件', message }]);
  let all: CsvRow[];
  try {
    all = readCsv(text);
  } catch (error) {
    throw whole(`${(error as Error).message.replace('line ', '第 ')} 行的引号没有配对`);
  }
  const [head, ...rows] = all;
  const columns = head?.cells ?? [];
  const wanted = [...register.fields.map(({ header }) => header), ...POSITION];
  const missing = register.fields.filter(({ required, header }) => required && !columns.includes(header)).map(({ header }) => header);
  if (missing.length) throw whole(`第一行应是表头，缺少「${missing.join('」「')}」。请用模板填写。`);
  const odd = columns.filter((one) => one && !wanted.includes(one));
  if (odd.length) throw whole(`表头里有不认识的列「${odd.join('」「')}」。可用的列：${wanted.join('、')}`);
  if (rows.length === 0) throw whole('文件里没有内容，只有表头');
  if (rows.length > MOST_ROWS) throw whole(`一次最多 ${MOST_ROWS} 行，这个文件有 ${rows.length} 行，请分开导入`);
  return { columns, rows };
}

function ownerProblems({ line, owner }: Read, { households }: Known): RowProblem[] {
  const found = owner ? households.get(owner)?.length ?? 0 : 1;
  return found === 1 ? [] : [{ line, path: '所属户主', message: found === 0 ? `本网格没有登记户主「${owner}」` : `本网格有 ${found} 户的户主叫「${owner}」，请导入后在登记册里选` }];
}

/**
 * Enters the items of a file, or with `dryRun` only says what would be entered.
 *
 * @returns what was read; without `dryRun` there are no problems in it
 * @throws Invalid when the file is none of this register, or (without `dryRun`) when any row is wrong: then nothing is entered. NotFound for a grid that is not theirs
 */
export async function importItems(
  { grid, kind, text, clientId, dryRun }: { grid: string; kind: RegisterKind; text: string; clientId: string; dryRun: boolean }, person: Person, { store, clock }: Pick<Deps, 'store' | 'clock'>,
): Promise<Preview> {
  const unit = await getOpenGrid(store, grid, person);
  const register = registerOf(kind);
  const { lists }: { lists: GridLists } = await loadLists(store);
  const { columns, rows } = readFile(text, register);
  const read = rows.map((row) => readRow(register, columns, row));
  const there = await known(store, grid, kind, new Set(read.map(({ line }) => idOf(clientId, line))));
  const problems = [
    ...read.flatMap((row) => [...row.problems, ...draftProblems(kind, row.draft, lists).map((problem) => ({ line: row.line, ...problem })), ...ownerProblems(row, there)]),
    ...repeated(kind, read, there.items),
  ].sort((a, b) => a.line - b.line);
  const headers = register.fields.map(({ header }) => header);
  const items = read.slice(0, 20).map(({ line, draft, owner }) => ({ line, cells: register.fields.map((field) => (field.key === 'household' ? owner : valueOf(draft, field) ?? '')) }));
  if (!dryRun) {
    if (problems.length) throw new Invalid('文件里有错误，一条也没有导入', problems.slice(0, 100).map(({ line, path, message }) => ({ path: `第 ${line} 行${path ? `·${path}` : ''}`, message })));
    const at = clock.now();
    await insertOnce(store.registers, read.map(({ line, draft, owner }) => {
      const household = owner ? { household: there.households.get(owner)![0]! } : {};
      return newItem(idOf(clientId, line), kind, unit, written(kind, { ...draft, ...household }, lists), at, actorOf(person), '导入');
    }));
    tellKeepers(store, unit.path);
  }
  return { rows: rows.length, problems, items, headers };
}

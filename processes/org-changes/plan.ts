// What a list of lines would change: each is held against the others and against what is in force, and nothing is written.
import type { Store } from '../store/store.js';
import type { Person, Unit } from '../store/types.js';
import { unitsWhere } from '../accounts/find-people.js';
import { isDay, parseDay } from '../shanghai.js';
import { stateWords } from './columns.js';
import type { Line } from './sheet.js';
import type { OrgChange, OrgKind, OrgRow } from './types.js';

export interface RowProblem { line: number; path: string; message: string }
export interface Plan { rows: OrgRow[]; same: number; problems: RowProblem[] }
export type Refuse = (line: number, path: string, message: string) => void;

/** How far ahead a change may be ordered, days. */
const FARTHEST = 366;

/** What the look-ups of a plan see: the units that are administered, and what open orders will add. */
export interface Ground { today: string; units: Map<string, Unit>; coming: Map<string, string>; admin: Person; but?: string }

/** @param but the order that is being applied: it does not wait for itself */
export async function groundOf(kind: OrgKind, admin: Person, today: string, store: Store, but?: string): Promise<Ground> {
  const units = await unitsWhere(store, admin, kind === 'units' ? 'manage-settings' : 'manage-people');
  const open = await store.orgChanges.find({ state: 'open', kind: 'units' }).lean<OrgChange[]>();
  const coming = new Map(open.filter(({ _id }) => _id !== but).flatMap(({ rows, applied }) => rows.filter(({ action, day }) => action === 'add' && !applied.includes(day)).map(({ about, day }) => [about, day] as const)));
  return { today, admin, units: new Map(units.map((unit) => [unit._id, unit])), coming, ...(but ? { but } : {}) };
}

/** The day of a line: today when none is given. Days that are over are not in a file's power. */
export function dayOf(line: Line, today: string, refuse: Refuse): string {
  const given = line.at('day').replace(/[./年月]/g, '-').replace(/日$/, '').replace(/-(\d)(?=-|$)/g, '-0$1');
  if (!given) return today;
  if (!isDay(given)) refuse(line.line, '生效日期', `「${line.at('day')}」不是日期，写成 2026-12-01 的样子`);
  else if (given < today) refuse(line.line, '生效日期', `「${given}」已经过去，最早是今天（${today}）`);
  else if (parseDay(given) > parseDay(today) + FARTHEST) refuse(line.line, '生效日期', `「${given}」太远，最多提前 ${FARTHEST} 天`);
  else return given;
  return today;
}

/** Whether a line says that somebody or something is no more. */
export function isEnd(kind: OrgKind, line: Line, refuse: Refuse): boolean {
  const [there, gone] = stateWords[kind];
  const given = line.at('state');
  if (given && given !== there && given !== gone) refuse(line.line, '状态', `「${given}」不认识，应是「${there}」或「${gone}」`);
  return given === gone;
}

/** Texts that fit into a field. */
export function text(line: Line, key: string, header: string, most: number, refuse: Refuse): string {
  const value = line.at(key);
  if (value.length > most) refuse(line.line, header, `最多 ${most} 个字`);
  return value;
}
export function phoneOf(line: Line, refuse: Refuse): string {
  const value = line.at('phone').replace(/[\s-]/g, '');
  if (value && !/^\+?\d{5,20}$/.test(value)) refuse(line.line, '电话', `「${line.at('phone')}」不是电话号码`);
  return value;
}

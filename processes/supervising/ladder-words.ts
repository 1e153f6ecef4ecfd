// The ladder's table in force, as sentences that anybody can read.
import { readTables } from '../compare/table-read.js';
import { liveDecisions } from '../publication.js';
import { namesIn } from '../places.js';
import { roleName } from '../roles.js';
import type { Store } from '../store/store.js';

export interface LadderRow { when: string; what: string; whom: string; note: string }
const TABLE = 'supervision-ladder';
const LEVELS: Record<string, string> = { grid: '网格', village: '村（社区）', town: '镇（街道）', county: '县（市、区）', city: '市' };
const said = (text = ''): string => text.replace(/^"|"$/g, '');

/** `>= 80` of a column as people say it. */
function condition(cell: string, column: string): string {
  if (!cell || cell === '-') return '';
  const [, sign, number] = /^(>=|<=|>|<)\s*(-?\d+(?:\.\d+)?)$/.exec(cell) ?? [];
  if (/^已用时限/.test(column)) return sign ? `时限用了${{ '>=': '', '>': '超过', '<=': '不超过', '<': '不到' }[sign]} ${number}%` : `时限用了 ${cell}%`;
  if (/^超期/.test(column)) return cell === '< 0' ? '还没超期' : cell === '>= 0' ? '一超期' : sign ? `超期${{ '>=': '满', '>': '超过', '<=': '不超过', '<': '不到' }[sign]} ${number} 个工作日` : `超期 ${cell} 个工作日`;
  return `${column}是${cell.split(',').map((one) => `「${said(one.trim())}」`).join('或')}`;
}

const whomOf = (audience: string): string => namesIn(audience).map((one) => {
  if (one === 'holders') return '办理人';
  const [place = '', role = ''] = one.split('/');
  const [level = '', department] = place.split('.');
  return `${LEVELS[level] ?? level}${department ? `的${department}` : ''}${role ? roleName(role).replace(/^镇/, '') : ''}`;
}).join('、');

/** The rows of the table in force; none when it cannot be read. @returns also the number of the release */
export async function ladderInWords(store: Store): Promise<{ rows: LadderRow[]; release?: number; at?: Date }> {
  const live = (await liveDecisions(store)).get(`${TABLE}.dmn`);
  if (!live) return { rows: [] };
  const { decisions } = await readTables(live.file.content);
  const table = decisions.find(({ id }) => id === TABLE)?.table;
  if (!table) return { rows: [] };
  const at = (name: string) => table.columns.findIndex((column) => column.name === name);
  const rows = table.rules.map(({ cells, note }) => ({
    when: table.columns.flatMap((column, index) => (column.input ? condition(cells[index] ?? '', column.label) || [] : [])).join('，') || '任何时候',
    what: said(cells[at('label')]), whom: whomOf(said(cells[at('audience')])), note,
  }));
  return { rows, release: live.release.number, at: live.release.at };
}

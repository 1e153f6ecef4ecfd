// FEEL and who it names, put into words: what stays unreadable is shown as it stands.
import { LEVELS, type Level } from '../places.js';
import { roleName } from '../roles.js';

/** What the words of a comparison draw on beside the files: labels of table columns by name, departments by `<level>.<suffix>`. */
export interface Vocabulary { columns: ReadonlyMap<string, string>; departments: ReadonlyMap<string, string> }

const level: Record<Level, string> = { grid: '网格', village: '村', town: '镇', county: '县', city: '市' };
const isLevel = (text: string): text is Level => (LEVELS as readonly string[]).includes(text);

/** `village/intake`, `county.lds/officer` as words: 村·村网格中心受理员. */
export function groupWords(group: string, { departments }: Vocabulary): string {
  const [, unit = '', role] = /^([^/]*)(?:\/(.*))?$/.exec(group.trim()) ?? [];
  const [first = '', department] = unit.split('.');
  const place = first === 'department' ? '承办部门' : isLevel(first) ? level[first] : first;
  const within = department === undefined ? '' : department === 'lead' ? '牵头部门' : departments.get(`${first}.${department}`) ?? `.${department}`;
  const where = within.startsWith('.') || !within ? place + within : isLevel(first) && department !== 'lead' ? within : place + within;
  return role === undefined ? where : `${where}·${roleName(role)}`;
}

/** One item of a list of groups: `village + "/intake"`, `county + "." + lead + "/officer"`; nothing when it is something else. */
function groupOf(item: string): string | undefined {
  const parts = item.split('+').map((part) => part.trim());
  if (!parts.every((part) => /^("[^"]*"|[A-Za-z_]\w*)$/.test(part))) return undefined;
  const text = parts.map((part) => (part.startsWith('"') ? part.slice(1, -1) : part)).join('');
  return /^[\w.-]+\/[\w-]+$/.test(text) || (/^[a-z]+\.[\w-]+$/.test(text) && isLevel(text.split('.')[0]!)) ? text : undefined;
}

/** A list of groups inside an expression as words. */
function groupList(inside: string, words: Vocabulary): string | undefined {
  const groups = inside.split(',').map(groupOf);
  return groups.every((group) => group !== undefined) ? groups.map((group) => groupWords(group!, words)).join('、') : undefined;
}

/** Parts of an expression with its texts in quotes kept apart. */
const pieces = (text: string): string[] => text.split(/("(?:[^"\\]|\\.)*")/);
const tokens: [RegExp, string][] = [
  [/\belse\s+if\b/g, '；否则如果'], [/\bif\b/g, '如果'], [/\bthen\b/g, '，则'], [/\belse\b/g, '；否则'], [/\s+and\s+/g, ' 且 '], [/\s+or\s+/g, ' 或 '], [/\bnull\b/g, '空'],
  [/\btrue\b/g, '是'], [/\bfalse\b/g, '否'], [/>=/g, '≥'], [/<=/g, '≤'], [/!=/g, '≠'],
];

/** An expression, or a fixed text, as words. */
export function expressionWords(raw: string, words: Vocabulary): string {
  if (!raw.startsWith('=')) return raw === '' ? '（空）' : raw;
  const text = raw.slice(1).trim();
  if (/^"(?:[^"\\]|\\.)*"$/.test(text)) return text.slice(1, -1) || '（空）';
  const lists = text.replace(/\[([^\][]*)\]/g, (list, inside: string) => { const said = groupList(inside, words); return said ? `"${said}"` : list; });
  const conditional = /\bif\b/.test(pieces(lists).filter((_piece, index) => index % 2 === 0).join(' '));
  const said = pieces(lists).map((piece, index) => {
    if (index % 2) return conditional || lists !== text ? `「${piece.slice(1, -1) || '空'}」` : piece;
    const named = piece.replace(/\b[A-Za-z_]\w*\.([A-Za-z_]\w*)\b/g, (path, name: string) => words.columns.get(name) ?? path);
    return tokens.reduce((done, [token, word]) => done.replace(token, word), named);
  }).join('').replace(/\s+/g, ' ').replace(/ ([，；])/g, '$1').replace(/(则|否则)\s*/g, '$1').trim();
  return lists !== text && !conditional ? said.replace(/^「(.*)」$/, '$1') : said;
}

/** Both sides in words; where the words are the same though the texts are not, the texts. */
export function bothWords(before: string | undefined, after: string | undefined, words: (raw: string) => string): [string | undefined, string | undefined] {
  const said = [before, after].map((raw) => (raw === undefined ? undefined : words(raw)));
  return said[0] === said[1] && before !== after ? [before, after] : [said[0], said[1]];
}

/** A duration or cycle of a timer as words; expressions as they are. */
export function timerWords(raw: string, words: Vocabulary): string {
  const match = /^(R(\d*)\/)?P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(raw.trim());
  if (!match || !/\d/.test(raw)) return expressionWords(raw, words);
  const units = ['年', '个月', '周', '天', '小时', '分钟', '秒'];
  const length = match.slice(3).map((amount, index) => (amount ? `${amount} ${units[index]}` : '')).filter(Boolean).join(' ');
  return match[1] ? `每 ${length}${match[2] ? `，共 ${match[2]} 次` : ''}` : length;
}

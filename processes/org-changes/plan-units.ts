// What lines of units would change: missing parents, loops, levels, ids, duplicates, and what still hangs on a unit that is to end.
import type { Store } from '../store/store.js';
import type { Unit, UnitLevel } from '../store/types.js';
import { above, kindOf, kindWords, levelName, levelOf } from './columns.js';
import { currentItems } from './move-registers.js';
import { dayOf, isEnd, phoneOf, text, type Ground, type Plan, type Refuse, type RowProblem } from './plan.js';
import type { Line } from './sheet.js';
import type { OrgRow, UnitWrite } from './types.js';

interface Read { line: number; id: string; end: boolean; day: string; level: UnitLevel | undefined; unit: UnitWrite; successor: string }

function read(line: Line, today: string, refuse: Refuse): Read {
  const id = line.at('id');
  if (!/^[a-z0-9]([a-z0-9.-]{0,62}[a-z0-9])?$/.test(id)) refuse(line.line, '编号', id ? `「${id}」不能作编号：只用小写字母、数字、横线和点，最多 64 个` : '没有填写');
  const level = levelOf(line.at('level'));
  if (!level) refuse(line.line, '级别', `「${line.at('level')}」不认识，应是市、县、镇、村、网格或部门`);
  const name = text(line, 'name', '名称', 60, refuse);
  if (!name) refuse(line.line, '名称', '没有填写');
  const kind = line.at('kind') ? kindOf(line.at('kind')) : undefined;
  if (line.at('kind') && !kind) refuse(line.line, '网格种类', `「${line.at('kind')}」不认识，应是「${kindWords.general}」或「${kindWords.dedicated}」`);
  if (kind && level && level !== 'grid') refuse(line.line, '网格种类', '只有网格才填种类');
  const code = line.at('code');
  if (code && !/^[A-Z]{2,6}$/.test(code)) refuse(line.line, '案号简码', '2 到 6 个大写字母，写在案件编号最前面');
  else if (code && level && level !== 'county') refuse(line.line, '案号简码', '只有县（市、区）才填');
  const phone = phoneOf(line, refuse);
  const unit: UnitWrite = { name, level: level ?? 'grid', parent: line.at('parent') || null, ...(kind ? { kind } : {}), ...(line.has('phone') ? { phone } : {}), ...(code ? { code } : {}) };
  return { line: line.line, id, end: isEnd('units', line, refuse), day: dayOf(line, today, refuse), level, unit, successor: line.at('successor') };
}

/** The ids from a unit upwards through the file, when they come back to it. */
function loopFrom(start: string, parents: ReadonlyMap<string, string | null>): string[] | undefined {
  const way = [start];
  for (let at = parents.get(start); at && way.length <= parents.size; at = parents.get(at)) {
    if (at === start) return [...way, start];
    if (way.includes(at)) return undefined;
    way.push(at);
  }
  return undefined;
}

function checkPlace(row: Read, byId: ReadonlyMap<string, Read>, parents: ReadonlyMap<string, string | null>, { units, coming }: Ground, refuse: Refuse): void {
  const { id, line, level, day, unit: { parent } } = row;
  const loop = loopFrom(id, parents);
  if (loop) return refuse(line, '上级编号', `上级绕成了圈：${loop.length > 7 ? [...loop.slice(0, 5), '…', id].join(' → ') : loop.join(' → ')}`);
  const old = units.get(id);
  if (old && level && old.level !== level) return refuse(line, '级别', `已是${levelName(old.level)}，级别不能改：请撤销后用新编号建立`);
  if (old && (old.parent ?? '') !== (parent ?? '')) return refuse(line, '上级编号', `上级「${old.parent ?? '无'}」不能改：请撤销后用新编号建立`);
  if (old || !level) return;
  if (!parent) return refuse(line, '上级编号', '没有填写');
  const [inFile, there] = [byId.get(parent), units.get(parent)];
  if (!inFile && !there && !coming.has(parent)) return refuse(line, '上级编号', `没有上级「${parent}」：文件里没有，系统里也没有，或不在您的管理范围`);
  if (inFile?.end || there?.endedOn) return refuse(line, '上级编号', `上级「${parent}」${there?.endedOn ? '已经' : '要'}撤销`);
  const since = inFile && !there ? inFile.day : coming.get(parent);
  if (!there && since && since > day) return refuse(line, '生效日期', `早于上级「${parent}」的 ${since}`);
  const parentLevel = inFile?.level ?? there?.level;
  if (parentLevel && !above[level].includes(parentLevel)) return refuse(line, '上级编号', `${levelName(level)}的上级应是${above[level].map(levelName).join('、') || '无'}，「${parent}」是${levelName(parentLevel)}`);
  // who may act on a task is read from ids: what lies below a unit begins with it
  const begins = level === 'department' ? `${parent}.` : `${parent}-`;
  if (level !== 'county' && !(id.startsWith(begins) && id.length > begins.length && !id.slice(begins.length).includes('.'))) refuse(line, '编号', `应以「${begins}」开头`);
  else if (level === 'county' && /[.-]/.test(id)) refuse(line, '编号', '县（市、区）的编号只用字母和数字');
}

/** What still hangs on units that end today or before; who is posted to one that ends later may move until then. */
async function checkEnds(ends: Read[], leaving: ReadonlySet<string>, { units, today }: Ground, store: Store, refuse: Refuse): Promise<void> {
  const children = new Map<string, string[]>();
  for (const { _id, parent, endedOn } of units.values()) if (parent && !endedOn && !leaving.has(_id)) children.set(parent, [...(children.get(parent) ?? []), _id]);
  const now = ends.filter(({ day }) => day <= today).map(({ id }) => id);
  const [people, tasks] = now.length === 0 ? [[], []] : await Promise.all([
    store.people.find({ active: true, 'posts.unit': { $in: now } }, { posts: 1 }).lean(), store.tasks.find({ state: 'open' }, { candidateGroups: 1 }).lean(),
  ]);
  const posted = new Map<string, number>();
  for (const { posts } of people) for (const unit of new Set(posts.map((post) => post.unit))) posted.set(unit, (posted.get(unit) ?? 0) + 1);
  const open = new Map<string, number>();
  for (const { candidateGroups } of tasks) for (const unit of new Set(candidateGroups.map((group) => group.split('/')[0]!))) open.set(unit, (open.get(unit) ?? 0) + 1);
  for (const { id, line, day } of ends) {
    const below = children.get(id);
    if (below) refuse(line, '状态', `下面还有 ${below.length} 个单位在用（${below.slice(0, 3).join('、')}${below.length > 3 ? ' 等' : ''}），请一并撤销`);
    else if (day <= today && posted.get(id)) refuse(line, '状态', `还有 ${posted.get(id)} 人在这里任职，请先把他们调走或离岗`);
    else if (day <= today && open.get(id)) refuse(line, '状态', `这里的岗位还有 ${open.get(id)} 件任务没有办完`);
  }
}

/** Where the registers of a grid go that ends: nobody could work with what stayed there. */
function checkSuccessor({ id, line, end, level, day, successor }: Read, items: number, byId: ReadonlyMap<string, Read>, { units, coming }: Ground, refuse: Refuse): void {
  const say = (message: string): void => refuse(line, '并入网格', message);
  if (!successor) return items > 0 && !units.get(id)?.endedOn ? say(`登记册里还有 ${items} 项在册，请填写并入哪个网格，生效时一起移过去`) : undefined;
  if (!end || level !== 'grid') return say('只有撤销网格时才填');
  if (successor === id) return say('不能并入自己');
  const [inFile, there] = [byId.get(successor), units.get(successor)];
  if (!inFile && !there && !coming.has(successor)) return say(`没有网格「${successor}」：文件里没有，系统里也没有，或不在您的管理范围`);
  if ((there ?? inFile)?.level && (there ?? inFile)!.level !== 'grid') return say(`「${successor}」不是网格`);
  if (inFile?.end || there?.endedOn) return say(`「${successor}」${there?.endedOn ? '已经' : '也要'}撤销`);
  const since = there ? undefined : inFile?.day ?? coming.get(successor);
  if (since && since > day) say(`「${successor}」从 ${since} 起才有，晚于撤销的 ${day}`);
}

/** @param items how many of the registers are current in it */
function changeOf({ id, line, day, end, unit, successor }: Read, old: Unit | undefined, items: number): OrgRow | undefined {
  const base = { line, day, about: id, name: unit.name };
  // one that ended before its registers had to go somewhere can still give them away
  if (end) return old && (!old.endedOn || (successor && items > 0)) ? { ...base, action: 'end', said: successor ? `撤销，登记册 ${items} 项并入「${successor}」` : '撤销', ...(successor ? { successor } : {}) } : undefined;
  if (!old) return { ...base, action: 'add', said: [levelName(unit.level), unit.kind && kindWords[unit.kind], `属「${unit.parent}」`].filter(Boolean).join('，'), unit };
  const kind = (one: Pick<Unit, 'kind'>) => kindWords[one.kind ?? 'general'];
  const said = [
    old.name !== unit.name ? `名称 ${old.name} → ${unit.name}` : '', unit.kind && kind(old) !== kind(unit) ? `种类 ${kind(old)} → ${kind(unit)}` : '',
    unit.phone !== undefined && (old.phone ?? '') !== unit.phone ? '电话' : '', unit.code && old.code !== unit.code ? `简码 ${old.code ?? '无'} → ${unit.code}` : '',
  ].filter(Boolean);
  return said.length ? { ...base, action: 'change', said: said.join('；'), unit } : undefined;
}

/** Holds lines of units against each other and against what is in force. */
export async function planUnits(lines: Line[], ground: Ground, store: Store): Promise<Plan> {
  const problems: RowProblem[] = [];
  const refuse: Refuse = (line, path, message) => void problems.push({ line, path, message });
  const rows = lines.map((line) => read(line, ground.today, refuse));
  const byId = new Map<string, Read>();
  for (const row of rows) {
    const first = byId.get(row.id);
    if (first && row.id) refuse(row.line, '编号', `和第 ${first.line} 行重复`);
    else byId.set(row.id, row);
  }
  const outside = new Set((await store.units.find({ _id: { $in: [...byId.keys()].filter((id) => !ground.units.has(id)) } }, { _id: 1 }).lean()).map(({ _id }) => String(_id)));
  const parents = new Map([...byId.values()].map(({ id, unit }) => [id, unit.parent]));
  const names = new Map<string, string>();
  const items = await currentItems([...byId.values()].filter(({ id, end }) => end && ground.units.get(id)?.level === 'grid').map(({ id }) => id), store);
  for (const unit of ground.units.values()) if (!unit.endedOn && !byId.has(unit._id)) names.set(`${unit.parent}:${unit.name}`, `「${unit._id}」`);
  for (const row of byId.values()) {
    const { id, line, end, unit } = row;
    const old = ground.units.get(id);
    if (outside.has(id)) { refuse(line, '编号', `「${id}」不在您的管理范围`); continue; }
    if (end && !old) { refuse(line, '编号', `没有「${id}」，不能撤销`); continue; }
    if (!end && old?.endedOn) { refuse(line, '编号', `「${id}」已在 ${old.endedOn} 撤销，编号不再使用`); continue; }
    if (!end && !old && ground.coming.has(id)) { refuse(line, '编号', `「${id}」已经安排在 ${ground.coming.get(id)} 建立`); continue; }
    if (end && old!.parent === null) { refuse(line, '状态', '最上面的单位不能撤销'); continue; }
    checkPlace(row, byId, parents, ground, refuse);
    checkSuccessor(row, items.get(id) ?? 0, byId, ground, refuse);
    const key = `${unit.parent}:${unit.name}`;
    if (!end && unit.name && names.has(key)) refuse(line, '名称', `同一上级下${names.get(key)}已经叫「${unit.name}」`);
    if (!end) names.set(key, `第 ${line} 行`);
  }
  const ends = [...byId.values()].filter(({ id, end }) => end && ground.units.has(id) && !ground.units.get(id)!.endedOn);
  const byDay = (day: string) => new Set(ends.filter((one) => one.day <= day).map(({ id }) => id));
  for (const day of new Set(ends.map((one) => one.day))) await checkEnds(ends.filter((one) => one.day === day), byDay(day), ground, store, refuse);
  const changes = [...byId.values()].flatMap((row) => changeOf(row, ground.units.get(row.id), items.get(row.id) ?? 0) ?? []);
  // a parent before what lies below it
  const depth = ({ about }: OrgRow): number => about.split(/[.-]/).length;
  changes.sort((a, b) => a.day.localeCompare(b.day) || depth(a) - depth(b) || a.line - b.line);
  return { rows: changes, same: byId.size - changes.length, problems: problems.sort((a, b) => a.line - b.line) };
}

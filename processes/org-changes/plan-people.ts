// What lines of people would change: one line a post, accounts that stand twice, posts that cannot be given, and who takes over from whoever leaves.
import { groupOf } from '../organisation.js';
import { misplaced, offices, officesOf, roleName } from '../roles.js';
import type { Store } from '../store/store.js';
import type { Person, Post } from '../store/types.js';
import { roleOf, rolesInWords } from './columns.js';
import { dayOf, isEnd, phoneOf, text, type Ground, type Plan, type Refuse, type RowProblem } from './plan.js';
import type { Line } from './sheet.js';
import type { OrgRow, PersonWrite } from './types.js';

interface Read { line: number; account: string; end: boolean; day: string; successor: string; person: PersonWrite }
const ACCOUNT = /^[a-z][a-z0-9._-]{1,31}$/;

function postOf(line: Line, end: boolean, day: string, { units, coming }: Ground, refuse: Refuse): Post[] {
  const [unit, word] = [line.at('unit'), line.at('role')];
  if (end && !unit && !word) return [];
  const role = roleOf(word);
  if (!role) refuse(line.line, '岗位', `「${word}」不认识，应是：${rolesInWords()}`);
  const [there, since] = [units.get(unit), coming.get(unit)];
  if (end) return [];
  if (!there && !since) refuse(line.line, '单位编号', unit ? `没有单位「${unit}」，或不在您的管理范围` : '没有填写');
  else if (there?.endedOn) refuse(line.line, '单位编号', `「${there.name}」已撤销`);
  else if (!there && since! > day) refuse(line.line, '生效日期', `单位「${unit}」从 ${since} 起才有`);
  else if (role && there && misplaced(role, there)) refuse(line.line, '岗位', misplaced(role, there)!);
  else if (role) return [{ unit, role }];
  return [];
}

/** The lines of one account as one. */
function join(rows: Read[], refuse: Refuse): Read {
  const [first, ...others] = rows as [Read, ...Read[]];
  const posts = new Map(first.person.posts.map((post) => [groupOf(post), post]));
  for (const { line, end, day, person } of others) {
    if (person.name !== first.person.name) refuse(line, '姓名', `和第 ${first.line} 行的同一账号姓名不同`);
    else if ((person.phone ?? '') !== (first.person.phone ?? '')) refuse(line, '电话', `和第 ${first.line} 行的同一账号电话不同`);
    else if (end !== first.end) refuse(line, '状态', `和第 ${first.line} 行的同一账号状态不同`);
    else if (day !== first.day) refuse(line, '生效日期', `和第 ${first.line} 行的同一账号日期不同`);
    else if (end || person.posts.some((post) => posts.has(groupOf(post)))) refuse(line, '账号', `和第 ${first.line} 行重复`);
    for (const post of person.posts) posts.set(groupOf(post), post);
  }
  return { ...first, successor: rows.find(({ successor }) => successor)?.successor ?? '', person: { ...first.person, posts: [...posts.values()] } };
}

function checkPerson({ line, account, end, successor, person }: Read, old: Person | undefined, known: ReadonlyMap<string, Person>, joined: ReadonlyMap<string, Read>, { units, admin }: Ground, refuse: Refuse): void {
  if (old && !old.posts.every(({ unit }) => units.has(unit))) return refuse(line, '账号', `账号「${account}」不在您的管理范围`);
  if (!old && end) return refuse(line, '账号', `没有账号「${account}」`);
  if (old?._id === admin._id) return refuse(line, '账号', '这是您自己的账号，请由另一位安全管理员办理');
  if (old && !old.active && !end) return refuse(line, '账号', '这个账号已停用；要重新使用，请先在账号页恢复');
  const held = officesOf(person.posts);
  if (held.length > 1) return refuse(line, '岗位', `${held.map(roleName).join('和')}不能由同一人担任（三员分立）`);
  if (!successor) return;
  const next = known.get(successor);
  if (successor === account) refuse(line, '接替人账号', '不能由自己接替');
  else if (joined.get(successor)?.end || !next?.active) refuse(line, '接替人账号', `「${successor}」${next ? '已停用或也要离岗' : '没有这个账号'}`);
  else if (!next.posts.every(({ unit }) => units.has(unit))) refuse(line, '接替人账号', `「${successor}」不在您的管理范围`);
}

/** Nobody may leave an office that then nobody holds. */
function checkOffices(joined: ReadonlyMap<string, Read>, holders: Person[], refuse: Refuse): void {
  for (const office of offices) {
    const stays = holders.some(({ account, active, posts }) => active && posts.some(({ role }) => role === office) && !joined.has(account)) || [...joined.values()].some(({ end, person }) => !end && person.posts.some(({ role }) => role === office));
    const leaves = stays ? [] : [...joined.values()].filter(({ account }) => holders.some((one) => one.account === account && one.posts.some(({ role }) => role === office)));
    for (const { line } of leaves) refuse(line, '账号', `这是最后一位${roleName(office)}，不能停用或调离`);
  }
}

function changeOf({ line, account, day, end, successor, person }: Read, old: Person | undefined): OrgRow | undefined {
  const base = { line, day, about: account, name: person.name || old?.name || '', ...(successor ? { successor } : {}) };
  const hands = successor ? `，任务交给 ${successor}` : '，任务退回岗位';
  const written = (posts: readonly Post[]) => posts.map(({ unit, role }) => `${unit} ${roleName(role)}`).join('、');
  if (end) return old?.active ? { ...base, action: 'end', said: `离岗${hands}` } : undefined;
  if (!old) return { ...base, action: 'add', said: written(person.posts), person };
  const moved = [...old.groups].sort().join() !== person.posts.map(groupOf).sort().join();
  const said = [old.name !== person.name ? `姓名 ${old.name} → ${person.name}` : '', person.phone !== undefined && (old.phone ?? '') !== person.phone ? '电话' : '', moved ? `岗位 ${written(old.posts)} → ${written(person.posts)}${hands}` : ''].filter(Boolean);
  return said.length ? { ...base, action: 'change', said: said.join('；'), person } : undefined;
}

/** Holds lines of people against each other and against what is in force. */
export async function planPeople(lines: Line[], ground: Ground, store: Store): Promise<Plan> {
  const problems: RowProblem[] = [];
  const refuse: Refuse = (line, path, message) => void problems.push({ line, path, message });
  const byAccount = new Map<string, Read[]>();
  for (const line of lines) {
    const account = line.at('account');
    if (!ACCOUNT.test(account)) refuse(line.line, '账号', account ? `「${account}」不能作账号：小写字母开头，2 到 32 位小写字母、数字、点、横线` : '没有填写');
    const end = isEnd('people', line, refuse);
    const day = dayOf(line, ground.today, refuse);
    const name = text(line, 'name', '姓名', 40, refuse);
    if (!name && !end) refuse(line.line, '姓名', '没有填写');
    const person = { name, ...(line.has('phone') ? { phone: phoneOf(line, refuse) } : {}), posts: postOf(line, end, day, ground, refuse) };
    byAccount.set(account, [...(byAccount.get(account) ?? []), { line: line.line, account, end, day, successor: line.at('successor'), person }]);
  }
  const joined = new Map([...byAccount].map(([account, rows]) => [account, join(rows, refuse)]));
  const named = [...new Set([...joined.keys(), ...[...joined.values()].map(({ successor }) => successor).filter(Boolean)])];
  const [people, holders] = await Promise.all([store.people.find({ account: { $in: named } }).lean<Person[]>(), store.people.find({ 'posts.role': { $in: [...offices] }, active: true }).lean<Person[]>()]);
  const known = new Map(people.map((person) => [person.account, person]));
  for (const one of joined.values()) checkPerson(one, known.get(one.account), known, joined, ground, refuse);
  checkOffices(joined, holders, refuse);
  const rows = [...joined.values()].flatMap((one) => changeOf(one, known.get(one.account)) ?? []).sort((a, b) => a.day.localeCompare(b.day) || a.line - b.line);
  return { rows, same: joined.size - rows.length, problems: problems.sort((a, b) => a.line - b.line) };
}

// A case as whoever reported it reads it: in plain words, without anybody's name, other people's matters or remarks that were meant for staff.
import { findCategory } from './categories.js';
import type { Deps } from './deps.js';
import { handledIn } from './merged.js';
import { parseGroup } from './organisation.js';
import { mayRate } from './rating.js';
import { mayReopen, reopeningRules, windowEnd } from './reopening.js';
import { erasureOf } from './retention/ask.js';
import { linkOf, spokenCode } from './reporter-link.js';
import { starWord } from './stars.js';
import type { Case, Entry, Task, UnitLevel } from './store/types.js';
import { unitsOf } from './units.js';

const STEPS = ['收到', '受理', '处理', '核实', '办结'] as const;
const LEVELS: Record<UnitLevel, string> = { grid: '网格', village: '村（社区）', town: '镇（街道）', county: '县（市、区）', city: '市', department: '有关部门' };
const ARRANGING = ['已受理', '已立案', '待立案', '待派遣', '待签收', '上报待接收'];

/** What the reporter is told of an outcome; its reason goes with it where it was told to them anyway. */
const ENDS: Record<string, { words: string; reason: boolean }> = {
  已结案: { words: '已办结。', reason: false }, 不予受理: { words: '不予受理。', reason: true }, 作废: { words: '已撤回。', reason: false },
  并案: { words: '和另一件相同的事合并办理。', reason: false }, 移送司法: { words: '已依法移送司法机关办理。', reason: true },
};

/** How far a case is, counted from 0: 收到 → 受理 → 处理 → 核实 → 办结. */
function stepOf({ closing, restart, standing }: Pick<Case, 'closing' | 'restart' | 'standing'>): number {
  if (closing || (standing && standing.state !== 'active' && !restart)) return 4;
  if (restart || !standing || standing.status === '待受理') return 0;
  if (standing.status === '待核查' || standing.status === '待回访') return 3;
  return ARRANGING.includes(standing.status) ? 1 : 2;
}

/** The five steps, each done, under way or to come. */
export function stepsOf(found: Pick<Case, 'closing' | 'restart' | 'standing'>): { name: string; done: boolean; current: boolean }[] {
  const step = stepOf(found);
  return STEPS.map((name, index) => ({ name, done: index < step || step === 4, current: index === step }));
}

async function handledBy(tasks: Task[], { store }: Pick<Deps, 'store'>): Promise<string> {
  const ids = [...new Set(tasks.flatMap(({ candidateGroups }) => candidateGroups.map((group) => parseGroup(group).unit)))];
  const units = [...(await unitsOf(store, ids)).values()];
  const above = await unitsOf(store, units.flatMap(({ parent }) => parent ?? []));
  return [...new Set(units.map(({ level, parent }) => (level === 'department' ? `${LEVELS[above.get(parent ?? '')?.level ?? 'county']}有关部门` : LEVELS[level])))].join('、');
}

async function nowOf(found: Case, step: number, open: Task[], deps: Pick<Deps, 'store'>): Promise<string> {
  const again = found.reopenings?.length ? '（重新办理）' : '';
  if (step === 4) return ENDS[found.closing?.outcome ?? '']?.words ?? '办理已经结束。';
  if (step === 0) return again ? '已收到您重新办理的申请，等待受理。' : '已收到，等待受理。';
  if (step === 1) return `已受理${again}，正在安排办理单位。`;
  if (step === 3) return found.standing?.status === '待回访' ? `结果已核实${again}，正在回访，也请您在下面评价。` : `已处理${again}，正在核实结果。`;
  if (found.standing?.status === '挂账缓办') return '目前还不具备办理条件，已列入待办，条件具备后继续办理。';
  const who = await handledBy(open, deps);
  return `正在处理${again}${who ? `，由${who}办理` : ''}。`;
}

/** When to expect something next, as far as the limits of open work say. */
function expected(open: Task[], now: Date): { expect?: Date; late?: boolean } {
  const due = open.flatMap(({ dueAt }) => (dueAt instanceof Date ? dueAt : [])).sort((a, b) => a.getTime() - b.getTime())[0];
  return !due ? {} : due > now ? { expect: due } : { late: true };
}

/** Everything that the reporter's page shows. Of a matter that was merged: how far the other is, and nothing of what was said there. */
export async function reporterView(found: Case, deps: Pick<Deps, 'store' | 'clock'>) {
  const { store, clock } = deps;
  const now = clock.now();
  const about = await handledIn(found, store);
  const [rules, open, entries, link] = await Promise.all([
    reopeningRules(store), store.tasks.find({ caseNo: about._id, state: { $in: ['open', 'submitted'] } }).lean<Task[]>(),
    store.entries.find({ caseNo: found._id, action: '反馈' }).sort({ at: 1 }).lean<Entry[]>(), linkOf(store, found),
  ]);
  const step = stepOf(about);
  const { closing } = about;
  const { rating } = found;
  const again = mayReopen(found, rules, now);
  const end = closing && ENDS[closing.outcome];
  return {
    code: spokenCode(link.code), caseNo: found._id, title: found.title, category: found.classification?.name ?? findCategory(found.category)?.name ?? found.category, place: found.place.text, reportedAt: found.reportedAt,
    steps: stepsOf(about), says: `${about === found ? '' : '和另一件相同的事合并办理：'}${await nowOf(about, step, open, deps)}`, ...(step < 4 ? expected(open, now) : {}),
    // staff's own entries are never among them: only what the system has told the reporter
    answers: entries.filter(({ who }) => 'system' in who).map(({ at, text }) => ({ at, text })),
    ...(closing ? { closing: { words: end?.words ?? '办理已经结束。', at: closing.at, ...(end?.reason && closing.reason ? { reason: closing.reason } : {}) } } : {}),
    ...(rating ? { rating: { stars: rating.stars, word: starWord(rating.stars), at: rating.at, ...(rating.text ? { text: rating.text } : {}) } } : {}),
    reopenings: (found.reopenings ?? []).map(({ at, reason }) => ({ at, reason })),
    may: { rate: mayRate(found, rules, now), reopen: again.may }, ...(again.may || !found.closing ? {} : { whyNot: again.why }), ...(found.closing ? { until: windowEnd(found, rules) } : {}), hours: rules.hours, erasure: erasureOf(found),
  };
}

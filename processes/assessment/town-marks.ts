// What a town thinks of the departments that came to its joint enforcement (评价各部门执法): its word counts for them and for their officers who worked on it.
import { endOfShanghaiDay, startOfShanghaiDay } from '../shanghai.js';
import type { Subject, TownMark } from '../store/assessment-types.js';
import type { Store } from '../store/store.js';
import type { Task } from '../store/types.js';
import { daysOf } from './periods.js';

/** The task with which a town's leader on duty gives the marks; see enforcement-assess.form. */
const TASK = 'enforcement-assess';
const MARKS: Record<string, TownMark> = { good: 'townGood', fair: 'townFair', poor: 'townPoor' };
export const townMarks: Record<TownMark, string> = { townMarked: '联合执法被评', townGood: '联合执法评为好', townFair: '联合执法评为一般', townPoor: '联合执法评为差' };
export const isTownMark = (operand: string): operand is TownMark => Object.hasOwn(townMarks, operand);
/** Who is marked. */
export const hasTownMarks = (subject: Subject): subject is 'department' | 'officer' => subject === 'department' || subject === 'officer';

/** One case for one of those assessed. */
export interface Marked { assessed: string; caseNo: string; mark: TownMark; at: Date }

async function inChunks<T, R>(all: readonly T[], ask: (some: T[]) => Promise<R[]>): Promise<R[]> {
  const found: R[] = [];
  for (let from = 0; from < all.length; from += 500) found.push(...await ask(all.slice(from, from + 500)));
  return found;
}

/**
 * The marks that the towns of a unit gave in a period, by the day on which they were given; of several for the same case the last.
 *
 * @param subject `department`: whose mark it is; `officer`: everybody who completed a task of the case for that department
 */
export async function townMarksIn(unit: string, subject: 'department' | 'officer', period: string, store: Store): Promise<Marked[]> {
  const { from, until } = daysOf(period);
  const towns = await store.units.find({ path: unit, level: 'town' }, { _id: 1 }).lean<{ _id: string }[]>();
  const groups = towns.map(({ _id }) => `${_id}/duty-leader`);
  const given = await store.tasks.find({ candidateGroups: { $in: groups }, state: 'completed', elementId: TASK, endedAt: { $gte: startOfShanghaiDay(from), $lte: endOfShanghaiDay(until) } }, { caseNo: 1, candidateGroups: 1, submission: 1, endedAt: 1 }).sort({ endedAt: 1 }).lean<Task[]>();
  const last = new Map<string, Marked>();
  for (const { caseNo, candidateGroups, submission, endedAt } of given) {
    const town = candidateGroups.find((group) => groups.includes(group))!.split('/')[0]!;
    for (const { department, mark } of Array.isArray(submission?.values.marks) ? submission.values.marks as { department?: string; mark?: string }[] : []) {
      if (!department || !Object.hasOwn(MARKS, mark ?? '')) continue;
      const assessed = `${town}.${department}`;
      last.set(`${caseNo}/${assessed}`, { assessed, caseNo, mark: MARKS[mark!]!, at: endedAt! });
    }
  }
  const marked = [...last.values()];
  if (subject === 'department') return marked;
  const cases = [...new Set(marked.map(({ caseNo }) => caseNo))];
  const tasks = await inChunks(cases, (some) => store.tasks.find({ caseNo: { $in: some }, state: 'completed' }, { caseNo: 1, candidateGroups: 1, submission: 1 }).lean<Task[]>());
  return perDoer(marked, tasks);
}

/** The marks of departments as marks of everybody who completed a task of the case for that department: each task is read once, however many marks there are. */
export function perDoer(marked: readonly Marked[], tasks: readonly Pick<Task, 'caseNo' | 'candidateGroups' | 'submission'>[]): Marked[] {
  const doers = new Map<string, Set<string>>();
  for (const { caseNo, candidateGroups, submission } of tasks) {
    if (!submission || !('id' in submission.by)) continue;
    for (const group of candidateGroups) {
      const key = `${caseNo}/${group.split('/')[0]}`;
      doers.set(key, (doers.get(key) ?? new Set()).add(submission.by.id));
    }
  }
  return marked.flatMap((one) => [...doers.get(`${one.caseNo}/${one.assessed}`) ?? []].map((assessed) => ({ ...one, assessed })));
}

/** Whether a mark counts for an operand. */
export const countsFor = ({ mark }: Marked, operand: TownMark): boolean => operand === 'townMarked' || operand === mark;

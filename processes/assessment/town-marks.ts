// What a town thinks of the departments that came to its joint enforcement (评价各部门执法): its word counts for them and for their officers who worked on it.
import { Invalid, type Problem } from '../errors.js';
import type { Option } from '../form-lists.js';
import { endOfShanghaiDay, startOfShanghaiDay } from '../shanghai.js';
import type { Subject, TownMark } from '../store/assessment-types.js';
import type { Store } from '../store/store.js';
import type { Task } from '../store/types.js';
import type { Check } from '../submission-checks.js';
import { daysOf } from './periods.js';

/** The task with which a town's leader on duty gives the marks; see enforcement-assess.form. */
const TASK = 'enforcement-assess';
/** The task with which a department says whether it comes; see enforcement-confirm.form. */
const ANSWER = 'member-confirm';
const MARKS: Record<string, TownMark> = { good: 'townGood', fair: 'townFair', poor: 'townPoor' };
export const townMarks: Record<TownMark, string> = { townMarked: '联合执法被评', townGood: '联合执法评为好', townFair: '联合执法评为一般', townPoor: '联合执法评为差' };
export const isTownMark = (operand: string): operand is TownMark => Object.hasOwn(townMarks, operand);
/** Who is marked. */
export const hasTownMarks = (subject: Subject): subject is 'department' | 'officer' => subject === 'department' || subject === 'officer';

export const markChecks: Record<string, Check> = {
  /** Marked is each department that came, once, and no other. */
  'enforcement-marks': ({ marks }, { confirmations, everyJointDepartment }) => {
    const named = new Map((Array.isArray(everyJointDepartment) ? everyJointDepartment as Option[] : []).map(({ value, label }) => [value, label]));
    const nameOf = (id: string) => named.get(id) ?? id;
    const came: string[] = (Array.isArray(confirmations) ? confirmations : []).flatMap((one) => (one?.outcome === 'yes' ? [one.department] : []));
    const given: unknown[] = (Array.isArray(marks) ? marks : []).map((one) => one?.department);
    const left = came.filter((one) => !given.includes(one));
    const problems: Problem[] = given.flatMap((one, n) => {
      const path = `marks[${n}].department`;
      if (!came.includes(String(one))) return [{ path, message: `第 ${n + 1} 行的部门没有参加这次执法，不能评价` }];
      return given.indexOf(one) < n ? [{ path, message: `${nameOf(String(one))}评价了两次` }] : [];
    });
    if (left.length > 0) problems.push({ path: 'marks', message: `还没有评价：${left.map(nameOf).join('、')}` });
    if (problems.length > 0) throw new Invalid('the marks are not those of the departments that came', problems);
  },
};

/** One case for one of those assessed. */
export interface Marked { assessed: string; caseNo: string; mark: TownMark; at: Date }

async function inChunks<T, R>(all: readonly T[], ask: (some: T[]) => Promise<R[]>): Promise<R[]> {
  const found: R[] = [];
  for (let from = 0; from < all.length; from += 500) found.push(...await ask(all.slice(from, from + 500)));
  return found;
}

/**
 * The marks that the towns of a unit gave in a period, by the day on which they were given; of several for the same case the last. What was said of a department that did not
 * come does not count.
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
      // forms published before knew the town's own departments only, by their codes
      const assessed = department.includes('.') ? department : `${town}.${department}`;
      last.set(`${caseNo}/${assessed}`, { assessed, caseNo, mark: MARKS[mark!]!, at: endedAt! });
    }
  }
  const cases = [...new Set([...last.values()].map(({ caseNo }) => caseNo))];
  const tasks = await inChunks(cases, (some) => store.tasks.find({ caseNo: { $in: some }, state: 'completed', ...(subject === 'department' ? { elementId: ANSWER } : {}) }, { caseNo: 1, elementId: 1, candidateGroups: 1, submission: 1, endedAt: 1 }).sort({ endedAt: 1 }).lean<Task[]>());
  const refused = new Map(tasks.filter(({ elementId }) => elementId === ANSWER).flatMap((task) => keysOf(task).map((key) => [key, saidNo(task)])));
  const marked = [...last].filter(([key]) => !refused.get(key)).map(([, one]) => one);
  return subject === 'department' ? marked : perDoer(marked, tasks);
}

/** The departments of a case for which a task was. */
const keysOf = ({ caseNo, candidateGroups }: Pick<Task, 'caseNo' | 'candidateGroups'>): string[] => candidateGroups.map((group) => `${caseNo}/${group.split('/')[0]}`);
const saidNo = ({ elementId, submission }: Pick<Task, 'elementId' | 'submission'>): boolean => elementId === ANSWER && submission?.values.outcome === 'no';

/** The marks of departments as marks of everybody who completed a task of the case for that department, except to say that it does not come: each task is read once, however many marks there are. */
export function perDoer(marked: readonly Marked[], tasks: readonly Pick<Task, 'caseNo' | 'elementId' | 'candidateGroups' | 'submission'>[]): Marked[] {
  const doers = new Map<string, Set<string>>();
  for (const task of tasks) {
    const { submission } = task;
    if (!submission || !('id' in submission.by) || saidNo(task)) continue;
    for (const key of keysOf(task)) doers.set(key, (doers.get(key) ?? new Set()).add(submission.by.id));
  }
  return marked.flatMap((one) => [...doers.get(`${one.caseNo}/${one.assessed}`) ?? []].map((assessed) => ({ ...one, assessed })));
}

/** Whether a mark counts for an operand. */
export const countsFor = ({ mark }: Marked, operand: TownMark): boolean => operand === 'townMarked' || operand === mark;

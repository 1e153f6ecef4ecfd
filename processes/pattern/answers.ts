// What a new joint-handling procedure is made from: the answers of one form, checked before anything is drawn.
import { Invalid, type Problem } from '../errors.js';
import { isReadable } from '../limit.js';

/** The levels on which joint handling can run, lowest first; a case goes up along them. */
export const JOINT_LEVELS = ['town', 'county'] as const;
export type JointLevel = (typeof JOINT_LEVELS)[number];
export const levelNames: Record<JointLevel, string> = { town: '镇', county: '县' };

/** How long each step may take on a level, as limits are written (`2 工作时`). */
export interface StepLimits { onSite: string; meeting: string; handle: string; verify: string }
export interface Department { suffix: string; name: string }

export interface JointAnswers {
  id: string; name: string; about?: string;
  /** Where it runs, lowest first; each next one takes over when the one before cannot. */
  levels: JointLevel[];
  /** Departments by the suffix that they bear on every level; `lead` is the suffix of the one that leads. */
  departments: Department[]; lead: string;
  limits: Partial<Record<JointLevel, StepLimits>>;
  /** Each department confirms that it is there, and that it is done; without the second the lead department answers for all. */
  confirmArrival: boolean; confirmDone: boolean;
  meeting: boolean; plan: boolean;
  /** What is late goes up to the next level by itself; else the department's head takes it over. */
  escalateLate: boolean;
}

export const usualLimits: Record<JointLevel, StepLimits> = {
  town: { onSite: '30 分钟', meeting: '1 工作日', handle: '3 工作日', verify: '1 工作日' },
  county: { onSite: '2 工作时', meeting: '2 工作日', handle: '5 工作日', verify: '1 工作日' },
};

const stepNames: Record<keyof StepLimits, string> = { onSite: '到场', meeting: '会商', handle: '处置', verify: '核查' };

/** The steps of these answers that have a limit. */
export const limitedSteps = ({ confirmArrival, meeting }: Pick<JointAnswers, 'confirmArrival' | 'meeting'>): (keyof StepLimits)[] =>
  [...(confirmArrival ? ['onSite' as const] : []), ...(meeting ? ['meeting' as const] : []), 'handle', 'verify'];

/** What a procedure's id may be: it also names its files. */
export const PROCEDURE_ID = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const LONGEST_ID = 40;
const MOST_DEPARTMENTS = 12;

/** What is wrong with an id and a name, before a procedure is made with them. */
export function namingProblems({ id, name }: { id: string; name: string }): Problem[] {
  return [
    ...(PROCEDURE_ID.test(id) && id.length <= LONGEST_ID ? [] : [{ path: 'id', message: `流程编号用小写英文字母、数字和短横线，以字母开头，最多 ${LONGEST_ID} 个字符，例如 flood-response` }]),
    ...(name.trim() === '' ? [{ path: 'name', message: '请填写流程名称' }] : []), ...(name.length > 60 ? [{ path: 'name', message: '流程名称最多 60 个字' }] : []),
  ];
}

const readable = (limit: string | undefined): boolean => isReadable(limit ?? '');

/**
 * Makes sure that a procedure can be drawn from these answers.
 *
 * @throws Invalid with one problem per field, in words for whoever filled the form in
 */
export function checkAnswers(answers: JointAnswers): void {
  const { levels, departments, lead, limits } = answers;
  const suffixes = departments.map(({ suffix }) => suffix);
  const problems: Problem[] = namingProblems(answers);
  if (levels.length === 0 || levels.some((level, index) => index > 0 && JOINT_LEVELS.indexOf(level) <= JOINT_LEVELS.indexOf(levels[index - 1]!))) {
    problems.push({ path: 'levels', message: '请选择在哪一级办理，从低到高' });
  }
  if (departments.length === 0) problems.push({ path: 'departments', message: '请至少选择一个参加部门' });
  if (departments.length > MOST_DEPARTMENTS) problems.push({ path: 'departments', message: `参加部门最多 ${MOST_DEPARTMENTS} 个` });
  if (new Set(suffixes).size < suffixes.length) problems.push({ path: 'departments', message: '参加部门有重复' });
  for (const { suffix, name } of departments) if (!/^[a-z][a-z0-9]{0,19}$/.test(suffix) || name.trim() === '' || /["\\]/.test(name)) problems.push({ path: 'departments', message: `部门「${name || suffix}」不能用` });
  if (!suffixes.includes(lead)) problems.push({ path: 'lead', message: '请从参加部门中选择牵头部门' });
  for (const level of levels) {
    for (const step of limitedSteps(answers)) {
      if (!readable(limits[level]?.[step])) problems.push({ path: `limits.${level}.${step}`, message: `${levelNames[level]}级${stepNames[step]}时限请写成“2 工作时”“1 工作日”“30 分钟”或“30 自然日”` });
    }
  }
  if (problems.length > 0) throw new Invalid('answers that cannot be drawn', problems);
}

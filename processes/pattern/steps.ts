// The kinds of step of joint handling, with what the engine and the workers need of each.
import type { Behaviour } from './behaviour.js';
import type { JointAnswers, JointLevel } from './answers.js';

const status = { status: '协同会办中' };

/** What a step needs to know of all answers; `forms` gives a form's id by its part. */
export interface Plan extends JointAnswers { forms: Record<'arrive' | 'confer' | 'act' | 'verify' | 'sign', string> }

const list = (groups: string[]): string => `[${groups.join(', ')}]`;
const at = (unit: string, suffix: string, role: string): string => `${unit} + ".${suffix}/${role}"`;

/** The officers and the head of the lead department; a unit is a variable such as `town`. */
export const leaders = (unit: string, { lead }: Pick<JointAnswers, 'lead'>): string => list([at(unit, lead, 'officer'), at(unit, lead, 'head')]);
/** The officers of all departments, the leading one first. */
export const officers = (unit: string, { departments, lead }: Plan): string =>
  list([lead, ...departments.map(({ suffix }) => suffix).filter((suffix) => suffix !== lead)].map((suffix) => at(unit, suffix, 'officer')));

/** A human task of joint handling. `late`: something is drawn for when its limit is over. */
export const human = (form: string, groups: string, limit: string, outputs: Record<string, string>, { late = false, ...more }: { late?: boolean } & Behaviour = {}): Behaviour => ({
  ...more, form, groups, headers: { limit, ...(late ? { escalation: '到期' } : {}), ...more.headers }, outputs, properties: status,
});

/** The units of all departments on a level, the leading one first: what a sub-process runs once for each of. */
export const unitsOf = (level: JointLevel, { departments, lead }: Plan): string =>
  `=${list([lead, ...departments.map(({ suffix }) => suffix).filter((suffix) => suffix !== lead)].map((suffix) => `${level} + ".${suffix}"`))}`;

/** FEEL for a department's name, by the end of its unit's id. */
export const nameOf = ({ departments }: Plan): string =>
  [...departments.map(({ suffix, name }) => `if ends with(department, ".${suffix}") then "${name}"`), 'department'].join(' else ');

export const deadline = (task: string, perDepartment = false): { message: { name: string; key: string } } =>
  ({ message: { name: `deadline.${task}`, key: perDepartment ? '=caseNo + ":" + department' : '=caseNo' } });

/** What a late step leaves behind: it goes up, and says why. */
export const goesUp = (why: string): Behaviour => ({ outputs: { result: '"up"', lastReason: JSON.stringify(why) } });

export const called: Behaviour = { properties: status };

// Where a diagram says "the town" or "the town's lead department": which unit that is for this case.
import { Invalid } from '../processes/errors.js';
import type { Case } from '../processes/store/types.js';
import type { Job } from './job.js';

export const LEVELS = ['grid', 'village', 'town', 'county', 'city'] as const;
export type Level = (typeof LEVELS)[number];

export const isLevel = (text: string): text is Level => (LEVELS as readonly string[]).includes(text);

/**
 * The unit that a template names: `village`, `town.lds`, `county.lead` (the classification's lead department). Anything that does not begin
 * with a level is a unit's id already.
 *
 * @throws Invalid when the case has no such level, or is not classified yet
 */
export function unitAt(template: string, job: Job, found: Case): string {
  const dot = template.indexOf('.');
  const [level, department] = dot < 0 ? [template, ''] : [template.slice(0, dot), template.slice(dot + 1)];
  if (!isLevel(level)) return template;
  const unit = found[level] || job.variables[level];
  if (typeof unit !== 'string' || !unit) throw new Invalid(`case <${found._id}> has no <${level}>`);
  if (!department) return unit;
  if (department !== 'lead') return `${unit}.${department}`;
  const lead = job.variables.classification?.lead ?? found.classification?.lead;
  if (!lead) throw new Invalid(`case <${found._id}> has no lead department yet`);
  return `${unit}.${lead}`;
}

// Where a diagram says "the town" or "the town's lead department": which unit that is for a case, and who is meant there.
import { Invalid } from './errors.js';
import type { Case } from './store/types.js';

export const LEVELS = ['grid', 'village', 'town', 'county', 'city'] as const;
export type Level = (typeof LEVELS)[number];

export const isLevel = (text: string): text is Level => (LEVELS as readonly string[]).includes(text);

export type Placed = Pick<Case, '_id' | 'classification'> & Partial<Pick<Case, Level>>;

/**
 * The unit that a template names: `village`, `town.lds`, `county.lead` (the classification's lead department). Anything that does not begin
 * with a level is a unit's id already.
 *
 * @throws Invalid when the case has no such level, or is not classified yet
 */
export function unitAt(template: string, found: Placed): string {
  const dot = template.indexOf('.');
  const [level, department] = dot < 0 ? [template, ''] : [template.slice(0, dot), template.slice(dot + 1)];
  if (!isLevel(level)) return template;
  const unit = found[level];
  if (!unit) throw new Invalid(`case <${found._id}> has no <${level}>`);
  if (!department) return unit;
  if (department !== 'lead') return `${unit}.${department}`;
  if (!found.classification?.lead) throw new Invalid(`case <${found._id}> has no lead department yet`);
  return `${unit}.${found.classification.lead}`;
}

/**
 * Who an audience means, as diagrams and the ladder's table write it.
 *
 * @param named `holders`, `<level>/<role>`, `<level>.<department>/<role>`, a group or a person's id; `reporter` is left out
 * @param holders asked for only when named
 * @throws Invalid when the case has no such level
 */
export async function audienceOf(named: string[], found: Placed, holders: () => string[] | Promise<string[]>): Promise<string[]> {
  const to: string[] = [];
  for (const one of named) {
    if (one === 'reporter') continue;
    if (one === 'holders') to.push(...await holders());
    else {
      const slash = one.indexOf('/');
      to.push(slash < 0 ? one : `${unitAt(one.slice(0, slash), found)}${one.slice(slash)}`);
    }
  }
  return [...new Set(to)];
}

/** A comma list, or a list, as its parts. */
export const namesIn = (given: unknown): string[] =>
  (Array.isArray(given) ? given.map(String) : typeof given === 'string' ? given.split(',') : []).map((one) => one.trim()).filter((one) => one !== '');

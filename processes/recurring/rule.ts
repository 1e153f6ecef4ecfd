// What counts as recurring, by kind of matter: the table that policy staff edit says the window, how many, how near, and where it is decided.
import type { Deps } from '../deps.js';
import { Invalid } from '../errors.js';

/** `days`: the window, Shanghai days with today; `count`: so many matters at least; `metres`: so near to each other; `level`: the unit that decides, within which they are looked for. */
export interface Rule { days: number; count: number; metres: number; level: 'town' | 'county' }

/** The rule of a kind (小类); nothing when it is not looked for. */
export type Rules = (category: string) => Promise<Rule | undefined>;

export const TABLE = 'recurring-rules';
/** No window is longer: what is older is another story. */
const LONGEST = 3 * 366;

/** The table's newest version, asked once for each kind: make one for each round. */
export function rulesOf({ engine }: Pick<Deps, 'engine'>, table = TABLE): Rules {
  const asked = new Map<string, Promise<Rule | undefined>>();
  return (category) => {
    let answer = asked.get(category);
    if (!answer) asked.set(category, answer = engine.evaluate(table, { category, group: category.slice(0, 1) }).then(readRule));
    return answer;
  };
}

/** @throws Invalid when a row cannot be used; no row, or a count of 0, means that the kind is not looked for */
export function readRule(output: unknown): Rule | undefined {
  const row: Partial<Rule> | undefined | null = Array.isArray(output) ? output[0] : output as Partial<Rule> | null;
  if (!row || row.count === 0) return undefined;
  const { days, count, metres, level } = row;
  const whole = (value: unknown, least: number, most: number): value is number => Number.isInteger(value) && Number(value) >= least && Number(value) <= most;
  if (!whole(days, 1, LONGEST) || !whole(count, 2, 10_000) || !whole(metres, 1, 20_000) || (level !== 'town' && level !== 'county')) throw new Invalid(`recurring-rules gave a row that cannot be used <${JSON.stringify(row)}>`);
  return { days, count, metres, level };
}

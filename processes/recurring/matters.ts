// Which cases stand for one matter, and which count at all: duplicates once, what was withdrawn or refused not.
import { DEEPEST } from '../merged.js';
import type { Store } from '../store/store.js';
import type { Case, Place } from '../store/types.js';

/** What of a case is needed to tell. */
export type Light = Pick<Case, '_id' | 'category' | 'place' | 'grid' | 'reporter' | 'reportedAt' | 'procedure' | 'closing' | 'mergedInto' | 'withdrawal' | 'suggestion'>;
export const LIGHT = { category: 1, place: 1, grid: 1, reporter: 1, reportedAt: 1, procedure: 1, closing: 1, mergedInto: 1, withdrawal: 1, suggestion: 1 } as const;

/** `at`: when it was first reported within the window; `cases`: all that stand for it, `caseNo` first. */
export interface Matter { caseNo: string; at: Date; place: Place; grid: string; cases: string[]; reporters: string[] }

/** Ends by which it turned out to be no matter. */
const NONE = ['不予受理', '作废'];

const isMatter = ({ procedure, suggestion, withdrawal, closing }: Light): boolean => procedure === 'grid-event' && !suggestion && !withdrawal && !NONE.includes(closing?.outcome ?? '');

/** Who reported it, as far as it can be told that two are the same. */
const reporterOf = ({ _id, reporter: { phone, name, anonymous, person } }: Light): string => (phone ? `phone:${phone}` : name ? `name:${name}` : anonymous || !person ? `case:${_id}` : `person:${person}`);

/** The case that one was merged into, through all steps. */
function rootOf(found: Light, all: Map<string, Light>): Light | undefined {
  let root: Light | undefined = found;
  for (let depth = 0; root?.mergedInto && depth < DEEPEST; depth++) root = all.get(root.mergedInto);
  return root;
}

/**
 * The matters of one kind, the earliest first.
 *
 * @param cases of the kind, within the window
 * @param targets cases that these were merged into and that are not among them
 */
export function mattersOf(cases: Light[], targets: Light[] = []): Matter[] {
  const all = new Map([...targets, ...cases].map((one) => [one._id, one]));
  const matters = new Map<string, Matter>();
  for (const found of [...cases].sort((a, b) => a.reportedAt.getTime() - b.reportedAt.getTime() || (a._id < b._id ? -1 : 1))) {
    const root = rootOf(found, all);
    if (!isMatter(found) || !root || !isMatter(root) || root.category !== found.category) continue;
    const known = matters.get(root._id);
    if (known) {
      known.cases.push(found._id);
      known.reporters.push(reporterOf(found));
    } else matters.set(root._id, { caseNo: root._id, at: found.reportedAt, place: root.place, grid: root.grid, cases: [found._id], reporters: [reporterOf(found)] });
  }
  return [...matters.values()];
}

/** The matters of a unit and a kind that were reported from an instant on, and before another. */
export async function mattersSince(unit: string, category: string, from: Date, store: Store, before?: Date): Promise<Matter[]> {
  const cases = await store.cases.find({ scope: unit, reportedAt: { $gte: from, ...(before ? { $lt: before } : {}) }, category }, LIGHT).lean<Light[]>();
  const known = new Map(cases.map((one) => [one._id, one]));
  let missing = cases.flatMap(({ mergedInto }) => (mergedInto && !known.has(mergedInto) ? [mergedInto] : []));
  for (let depth = 0; missing.length > 0 && depth < DEEPEST; depth++) {
    const more = await store.cases.find({ _id: { $in: missing } }, LIGHT).lean<Light[]>();
    for (const one of more) known.set(one._id, one);
    missing = more.flatMap(({ mergedInto }) => (mergedInto && !known.has(mergedInto) ? [mergedInto] : []));
  }
  return mattersOf(cases, [...known.values()]);
}

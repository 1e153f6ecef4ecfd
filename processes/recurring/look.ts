// What is shown of recurring trouble: the list of a person's units, and of one the cases behind it, how far each lies from its middle, and how often it happened in the windows before.
import type { Deps } from '../deps.js';
import { metresBetween } from '../likeness.js';
import { DAY } from '../shanghai.js';
import type { Case, Person, Trouble } from '../store/types.js';
import { isHere } from './clusters.js';
import { windowFrom } from './find.js';
import { mattersSince } from './matters.js';
import { troubleUnits } from './take.js';

export const STATES = ['offered', 'taken', 'settled'] as const;
export type Shown = (typeof STATES)[number];

/** The troubles of a person's units in one state, what happened last first. */
export async function troublesOf(person: Person, state: Shown, { page, size }: { page: number; size: number }, { store }: Pick<Deps, 'store'>): Promise<{ total: number; items: Trouble[]; counts: Record<Shown, number> }> {
  const path = { $in: troubleUnits(person) };
  const order: [string, 1 | -1][] = state === 'settled' ? [['settled.at', -1], ['_id', 1]] : [['total', -1], ['last', -1], ['_id', 1]];
  const [items, ...counts] = await Promise.all([
    store.troubles.find({ path, state }).sort(order).skip((page - 1) * size).limit(size).lean<Trouble[]>(), ...STATES.map((one) => store.troubles.countDocuments({ path, state: one })),
  ]);
  return { total: counts[STATES.indexOf(state)]!, items, counts: Object.fromEntries(STATES.map((one, n) => [one, counts[n]!])) as Record<Shown, number> };
}

/** So many parts of a window the trend shows, for this window and the one before. */
const PARTS = 4;

export interface Behind { found: Case; merged: number; metres?: number }

/** @returns the matters behind it, the latest first, and how often it happened at this place: parts of equal length, the last ending now */
export async function lookAt(trouble: Trouble, { store, clock }: Pick<Deps, 'store' | 'clock'>): Promise<{ behind: Behind[]; trend: { from: Date; until: Date; number: number }[] }> {
  const now = clock.now();
  const from = windowFrom(trouble.rule.days * 2, now);
  const [cases, matters] = await Promise.all([store.cases.find({ _id: { $in: trouble.cases } }).lean<Case[]>(), mattersSince(trouble.unit, trouble.category, from, store)]);
  const here = matters.filter((matter) => isHere(trouble, matter, trouble.rule.metres));
  const length = (trouble.rule.days * 2 * DAY) / (PARTS * 2);
  const trend = Array.from({ length: PARTS * 2 }, (_, n) => {
    const [begin, end] = [new Date(from.getTime() + n * length), new Date(from.getTime() + (n + 1) * length)];
    return { from: begin, until: end, number: here.filter(({ at }) => at >= begin && at < end).length };
  });
  const { lng, lat } = trouble.place;
  const merged = new Map(matters.map((matter) => [matter.caseNo, matter.cases.length - 1]));
  const behind = cases.sort((a, b) => b.reportedAt.getTime() - a.reportedAt.getTime()).map((found) => ({
    found, merged: merged.get(found._id) ?? 0,
    ...(lng !== undefined && lat !== undefined && found.place.lng !== undefined && found.place.lat !== undefined ? { metres: Math.round(metresBetween({ lng, lat }, found.place as { lng: number; lat: number })) } : {}),
  }));
  return { behind, trend };
}

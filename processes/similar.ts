// Cases that a report is likely about already: looked for where the person may look, and among the open ones of the same grid.
import { areaOf } from './outlines.js';
import { LIKELY, likeness, LONG_AGO, type Likeness, type Told } from './likeness.js';
import type { Deps } from './deps.js';
import { getUnit } from './organisation.js';
import type { Case, Person } from './store/types.js';
import { maySeeCase } from './visibility.js';

export interface Similar { found: Case; likeness: Likeness; visible: boolean }

/** How many of the latest cases of an area are compared, and how many likely ones are shown. */
const COMPARED = 1_500;
const SHOWN = 5;
const FIELDS = {
  title: 1, description: 1, category: 1, place: 1, grid: 1, scope: 1, reporter: 1, attachments: 1, reportedAt: 1, standing: 1, classification: 1, closing: 1, mergedInto: 1, withdrawal: 1, town: 1, urgency: 1,
};

const isOpen = ({ closing, mergedInto, withdrawal, standing }: Case): boolean => !closing && !mergedInto && !withdrawal && (!standing || standing.state === 'active');

export const toldOf = ({ category, title, description, place, grid, reportedAt }: Case): Told => ({ category, title, description, place, grid, at: reportedAt });

/** The widest unit around a grid, up to its town, in which this person sees cases; else the grid itself. */
async function around(grid: string, person: Person, store: Deps['store']): Promise<string> {
  const { path } = await getUnit(store, grid);
  const town = path.slice(-3);
  return town.find((unit) => maySeeCase(person, { scope: [unit], reporter: { anonymous: true } })) ?? grid;
}

/**
 * The open cases that are likely about the same matter, the likeliest first.
 *
 * @param except the case that the report is already
 * @returns `visible` false for one of the same grid that this person may not open: nothing but its outline of facts may be shown
 * @throws NotFound when there is no such grid
 */
export async function similarTo(report: Told, person: Person, { store }: Pick<Deps, 'store'>, except?: string): Promise<Similar[]> {
  const unit = await around(report.grid, person, store);
  // whoever neither works there nor sees it learns nothing by asking for a grid
  const area = new Set(areaOf(person));
  const isOwn = except !== undefined || (await getUnit(store, report.grid)).path.some((one) => area.has(one));
  const since = new Date(report.at.getTime() - LONG_AGO);
  const candidates = await store.cases.find({ scope: unit, reportedAt: { $gte: since } }, FIELDS).sort({ reportedAt: -1 }).limit(COMPARED).lean<Case[]>();
  return candidates
    .filter((found) => found._id !== except && isOpen(found))
    .map((found) => ({ found, visible: maySeeCase(person, found), likeness: likeness(report, toldOf(found)) }))
    .filter(({ found, visible, likeness: { score } }) => score >= LIKELY && (visible || (isOwn && found.grid === report.grid)))
    .sort((a, b) => b.likeness.score - a.likeness.score || (a.found._id < b.found._id ? 1 : -1))
    .slice(0, SHOWN);
}

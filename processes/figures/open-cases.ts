// Every open case's facts in memory, brought up to date from the store before each answer: what stands now is counted, and listed, from the same rows.
import { keptRows } from '../kept-rows.js';
import { perStore } from '../store/per-store.js';
import type { Store } from '../store/store.js';
import type { CaseFacts } from '../store/types.js';
import type { Mark } from './indicators.js';

/** Whether an open case counts for what stands now. */
export function standsFor({ due, warn }: Pick<CaseFacts, 'due' | 'warn'>, mark: Mark, now: Date): boolean {
  if (mark === 'open') return true;
  const late = due !== undefined && due <= now;
  return mark === 'overdue' ? late : mark === 'dueSoon' && !late && warn !== undefined && warn <= now;
}

const known = perStore((store) => keptRows((filter, fields) => store.caseFacts.find(filter, fields).lean<CaseFacts[]>(), { fields: { cells: 0, marks: 0, 'parts.marks': 0 }, now: { open: true }, keeps: ({ open }) => open }));

/** The open cases of a unit and below, and of a category or its class (`A`), as the store holds them now; those of a department with what it is to do itself. */
export async function openCases(store: Store, unit: string, category?: string): Promise<CaseFacts[]> {
  const found = [...(await known(store)()).values()].filter((facts) => facts.units.includes(unit) && (!category || facts.category.startsWith(category)));
  return unit.includes('.') ? found.map((facts) => { const own = facts.parts?.find(({ of }) => of === unit); return { ...facts, due: own?.due, warn: own?.warn }; }) : found;
}

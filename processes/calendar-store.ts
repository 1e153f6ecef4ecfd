// Keeps the working-day calendar that staff edit; until somebody does, the default one is in force.
import { checkCalendar, defaultCalendar, type Calendar, type CalendarYear } from './calendar.js';
import type { Deps } from './deps.js';
import { insertOnce, type Store } from './store/store.js';

const KEY = 'calendar';

/** The calendar in force. */
export async function loadCalendar(store: Store): Promise<Calendar> {
  const kept = await store.settings.findById(KEY).lean<{ value: Calendar }>();
  return kept?.value ?? defaultCalendar();
}

/**
 * Replaces one year and puts the calendar in force for this process at once; others see it when they call `refreshCalendar`.
 *
 * @returns the calendar now in force
 * @throws Invalid when a day is not of that year, not a day, or both worked and free
 */
export async function saveYear(deps: Pick<Deps, 'store' | 'calendar'>, year: number, days: CalendarYear): Promise<Calendar> {
  const now = await loadCalendar(deps.store);
  checkCalendar({ ...now, years: { [year]: days } });
  await insertOnce(deps.store.settings, [{ _id: KEY, value: now }]);
  // Only this year is written: two people who edit two years do not undo each other.
  await deps.store.settings.updateOne({ _id: KEY }, { $set: { [`value.years.${year}`]: days } });
  return refreshCalendar(deps);
}

/** Takes up what another process may have saved. An unchanged calendar stays the same object: what was worked out for it stays too. */
export async function refreshCalendar(deps: Pick<Deps, 'store' | 'calendar'>): Promise<Calendar> {
  const kept = await loadCalendar(deps.store);
  if (JSON.stringify(kept) !== JSON.stringify(deps.calendar)) deps.calendar = kept;
  return deps.calendar;
}

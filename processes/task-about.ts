// What a task keeps of its case so that lists can show, search and filter it without a look at the case; nothing of it ever changes.
import type { Case, TaskAbout } from './store/types.js';

type Source = Pick<Case, 'title' | 'description' | 'place' | 'category' | 'urgency' | 'grid' | 'village' | 'town' | 'county' | 'city' | 'scope' | 'warning'>;

/** The fields of a case that `aboutOf` reads, and who may see it, as a projection. */
export const ABOUT_FIELDS = { title: 1, description: 1, place: 1, category: 1, urgency: 1, grid: 1, village: 1, town: 1, county: 1, city: 1, scope: 1, warning: 1 } as const;

/** What a task keeps of its case: only what was said when it was reported. A level that may not see the case is left out: lists go by these. */
export function aboutOf({ title, description, place, category, urgency, grid, village, town, county, city, scope, warning }: Source): TaskAbout {
  const seen = (unit: string): string => (scope.includes(unit) ? unit : '');
  return { title, description, place, category, urgency, grid: seen(grid), village: seen(village), town: seen(town), county: seen(county), city: seen(city), ...(warning ? { warning: warning.id } : {}) };
}

// Units found by what somebody types: a city has thousands, so no page lists them all.
import { mayAt } from './accounts/scope.js';
import type { Ability } from './roles.js';
import type { Store } from './store/store.js';
import type { Person, UnitLevel } from './store/types.js';
import { unitsById } from './units.js';
import { seesUnit } from './visibility.js';

/** So many units a page lists; more are found by what somebody types. */
export const MOST_LISTED = 60;

export interface FoundUnit { id: string; name: string; level: UnitLevel; /** What it lies in, from the county down. */ place: string }
export interface UnitSearch {
  q?: string; levels?: readonly UnitLevel[]; /** Only what lies here or below. */ under?: string;
  /** Only where a post of theirs allows this; `mine`: only where a person is posted, or below; whoever works somewhere also sees its roster. */
  where?: Ability | 'mine';
}

const placeOf = (path: readonly string[], units: ReadonlyMap<string, { name: string }>): string => path.slice(1, -1).map((id) => units.get(id)?.name ?? id).join(' · ');

/** How near a unit lies to where a person is posted: how many units from the city down both lie in. */
function nearnessTo(person: Pick<Person, 'posts'>, units: ReadonlyMap<string, { path: string[] }>): (path: readonly string[]) => number {
  const own = person.posts.flatMap(({ unit }) => (units.has(unit) ? [units.get(unit)!.path] : []));
  const shared = (one: readonly string[], other: readonly string[]): number => {
    const parts = one.findIndex((id, n) => other[n] !== id);
    return parts < 0 ? one.length : parts;
  };
  return (path) => Math.max(0, ...own.map((post) => shared(path, post)));
}

/**
 * The units in use whose name, id or place has every word: what lies in the person's own village first, then in their town, their county, and elsewhere; of what is equally near the highest.
 *
 * @param most so many at most
 */
export async function searchUnits({ q = '', levels, under, where }: UnitSearch, person: Person, most: number, store: Store): Promise<{ total: number; items: FoundUnit[] }> {
  const units = await unitsById(store);
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  const found: FoundUnit[] = [];
  let total = 0;
  const ranked = [...units.values()].filter((unit) => !unit.endedOn && (!levels?.length || levels.includes(unit.level)) && (!under || unit.path.includes(under))
    && (!where || (where === 'mine' ? seesUnit(person, unit) : mayAt(person, where, unit) || (where === 'plan-duty' && person.posts.some((post) => post.unit === unit._id)))));
  const nearness = nearnessTo(person, units);
  const near = new Map(ranked.map(({ _id, path }) => [_id, nearness(path)]));
  // whoever writes an id means that one
  const meant = ({ _id }: { _id: string }): number => Number(_id === q.trim());
  ranked.sort((a, b) => meant(b) - meant(a) || near.get(b._id)! - near.get(a._id)! || a.path.length - b.path.length || (a._id < b._id ? -1 : 1));
  for (const { _id, name, level, path } of ranked) {
    const place = placeOf(path, units);
    const said = `${_id} ${name} ${place}`.toLowerCase();
    if (!words.every((word) => said.includes(word))) continue;
    total += 1;
    if (found.length < most) found.push({ id: _id, name, level, place });
  }
  return { total, items: found };
}

/** What stands in the field of a unit that was chosen: its name and what it lies in; the id of one that is not there. */
export const unitInField = async (id: string, store: Store): Promise<string> => (await unitsInFields([id], store))[id] ?? id;

/** The same of many, by id; one that is not there is left out. */
export async function unitsInFields(ids: string[], store: Store): Promise<Record<string, string>> {
  const units = await unitsById(store);
  return Object.fromEntries([...new Set(ids)].flatMap((id) => {
    const unit = units.get(id);
    const place = unit && placeOf(unit.path, units);
    return unit ? [[id, `${unit.name}${place && `（${place}）`}`]] : [];
  }));
}

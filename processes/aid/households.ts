// Whom a warning concerns: the households of the areas in which somebody lives who must be looked after.
import type { Deps } from '../deps.js';
import type { RegisterItem } from '../store/types.js';
import type { Warning } from '../store/control-types.js';

/** One household: the item of the registers that stands for it with its kind and name, where it is, and of which categories its people are. */
export interface Household { item: string; kind: RegisterItem['kind']; name: string; grid: string; place: RegisterItem['place']; categories: string[] }

/** The households to be checked, each once, grid by grid. Somebody who belongs to no registered household stands for their own. */
export async function householdsOf({ areas, categories }: Pick<Warning, 'areas' | 'categories'>, { store }: Pick<Deps, 'store'>): Promise<Household[]> {
  const people = await store.registers.find({ scope: { $in: areas }, kind: 'resident', state: 'current', categories: { $in: categories } }, { kind: 1, name: 1, grid: 1, place: 1, household: 1, categories: 1 }).lean<RegisterItem[]>();
  const homes = new Map((await store.registers.find({ _id: { $in: people.flatMap(({ household }) => household ?? []) }, state: 'current' }, { kind: 1, name: 1, grid: 1, place: 1 }).lean<RegisterItem[]>()).map((one) => [one._id, one]));
  const found = new Map<string, Household>();
  for (const person of people) {
    const home = homes.get(person.household ?? '') ?? person;
    const known = found.get(home._id) ?? { item: home._id, kind: home.kind, name: home.name, grid: home.grid, place: home.place, categories: [] };
    known.categories = [...new Set([...known.categories, ...person.categories.filter((one) => categories.includes(one))])];
    found.set(home._id, known);
  }
  return [...found.values()].sort((a, b) => a.grid.localeCompare(b.grid) || a.item.localeCompare(b.item));
}

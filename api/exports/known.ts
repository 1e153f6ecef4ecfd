// The names of units, procedures, people and categories, read once for a whole export.
import { categories } from '../../processes/categories.js';
import { describedAs } from '../../processes/projection/described.js';
import type { Store } from '../../processes/store/store.js';
import type { Definition } from '../../processes/store/types.js';

type Name = (id: string | null | undefined) => string | undefined;
export interface Known { unit: Name; procedure: Name; person: Name; category: Name; element(definitionKey: string, id: string): string; groups(groups: string[]): string }

/** Reads them. What has no name is called by its id. */
export async function knownOf(store: Store): Promise<Known> {
  const [units, people, definitions] = await Promise.all([
    store.units.find({}, { name: 1 }).lean(), store.people.find({}, { name: 1 }).lean(), store.definitions.find({}, { procedure: 1, version: 1 }).sort({ version: 1 }).lean<Definition[]>(),
  ]);
  const drawn = new Map(await Promise.all(definitions.map(async ({ _id }) => [_id, await describedAs(store, _id)] as const)));
  const named = (all: Iterable<readonly [string, string | undefined]>): Name => { const map = new Map(all); return (id) => (id ? map.get(id) ?? id : undefined); };
  const unit = named(units.map(({ _id, name }) => [_id, name]));
  return {
    unit, person: named(people.map(({ _id, name }) => [_id, name])), procedure: named(definitions.map(({ _id, procedure }) => [procedure, drawn.get(_id)?.name])), category: named(categories.map(({ code, name }) => [code, name])),
    element: (definitionKey, id) => drawn.get(definitionKey)?.elements.get(id)?.name || id,
    groups: (groups) => [...new Set(groups.map((group) => unit(group.split('/')[0])))].join('、'),
  };
}

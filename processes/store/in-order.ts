// Documents of a long list in an order: first their keys alone, ordered here, then the documents a piece at a time. So no store has to sort them, or to hold more than a piece of them.
import type { CollectionName, Store } from './store.js';
import type { Shapes } from './schemas.js';

/** Fields by which a list is ordered, the first first: up (1) or down (-1). */
export type Order = Readonly<Record<string, 1 | -1>>;
type Key = Record<string, unknown> & { _id: string };

/** So many keys come at once, and so many documents. */
const KEYS = 5_000;
const DOCUMENTS = 500;

const comparable = (value: unknown): string | number => (value instanceof Date ? value.getTime() : value as string | number);

/** What is not there comes before everything else, as in the store. */
function compare(a: unknown, b: unknown): number {
  if (a == null || b == null) return Number(a != null) - Number(b != null);
  const [one, other] = [comparable(a), comparable(b)];
  return one < other ? -1 : one > other ? 1 : 0;
}

/** The ids of all that a filter finds, in an order. */
export async function idsInOrder(store: Store, name: CollectionName, filter: object, order: Order): Promise<string[]> {
  const fields = Object.entries(order);
  const keys: Key[] = [];
  for await (const key of store[name].collection.find(filter, { projection: Object.fromEntries(fields.map(([field]) => [field, 1])), batchSize: KEYS })) keys.push(key as unknown as Key);
  keys.sort((a, b) => {
    for (const [field, way] of fields) {
      const found = compare(a[field], b[field]);
      if (found !== 0) return found * way;
    }
    return 0;
  });
  return keys.map(({ _id }) => _id);
}

/** The documents of these ids, in their order; what is there no more is left out. */
export async function* documentsOf<N extends CollectionName>(store: Store, name: N, ids: readonly string[], fields: object = {}): AsyncGenerator<Shapes[N]> {
  for (let from = 0; from < ids.length; from += DOCUMENTS) {
    const wanted = ids.slice(from, from + DOCUMENTS);
    const found = new Map((await store[name].collection.find({ _id: { $in: wanted } } as never, { projection: fields }).toArray() as unknown as (Shapes[N] & { _id: string })[]).map((one) => [one._id, one]));
    for (const id of wanted) if (found.has(id)) yield found.get(id)!;
  }
}

// The read model in memory while it is made anew, and what it takes from the store meanwhile.
import type { Store } from '../store/store.js';
import type { Case, Instance } from '../store/types.js';
import { casesOf, projected, type Projected, type Shelf } from './working-set.js';

export class Memory implements Shelf {
  /** Jobs that the engine holds no more. */
  readonly ended = new Set<string>();
  readonly documents = new Map<Projected, Map<string, any>>(projected.map((name) => [name, new Map()]));

  constructor(private readonly store: Store) {}

  private readonly within = new Map<string, Set<string>>();

  elementsOf = async (instances: string[]): Promise<string[]> => instances.flatMap((key) => [...(this.within.get(key) ?? [])]);

  cases = (ids: string[]): Promise<Case[]> => casesOf(this.store, ids);

  async load(collection: Projected, ids: string[]): Promise<any[]> {
    const held = this.documents.get(collection)!;
    const here = ids.flatMap((id) => held.get(id) ?? []);
    const absent = ids.filter((id) => !held.has(id));
    if (collection !== 'definitions' || absent.length === 0) return here;
    // A diagram may have been deployed before anything that is still kept. Its own record, if there is one, counts for more: hence no position.
    const older = await this.store.definitions.find({ _id: { $in: absent } }).lean();
    return [...here, ...older.map((one) => ({ ...one, pos: -1 }))];
  }

  /** Whether an instance and all that called it began within what is kept; of others only a part is told. */
  isWhole(instanceKey: string): boolean {
    const instance = this.documents.get('instances')!.get(instanceKey) as Instance | undefined;
    return instance !== undefined && (!instance.parentKey || this.isWhole(instance.parentKey));
  }

  async save(collection: Projected, documents: any[]): Promise<void> {
    for (const document of documents) {
      this.documents.get(collection)!.set(document._id, document);
      if (collection === 'elements') this.within.set(document.instanceKey, (this.within.get(document.instanceKey) ?? new Set()).add(document._id));
    }
  }

  async remove(ended: string[]): Promise<void> {
    for (const job of ended) {
      this.ended.add(job);
      this.documents.get('jobs')!.delete(job);
    }
  }
}

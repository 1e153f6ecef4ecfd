// A store that breaks at its n-th write: before anything is done, half-way through, or after all is done and only the answer is lost.
import type { Store } from '../../processes/store/store.js';

export type How = 'half' | 'after';
const WRITES = new Set(['bulkWrite', 'insertOne', 'insertMany', 'updateOne', 'updateMany', 'replaceOne', 'deleteOne', 'deleteMany', 'findOneAndUpdate', 'create']);

export class Broken extends Error {}

export interface Breaking {
  store: Store;
  /** How many writes were asked for. */
  writes: number;
  broke: boolean;
}

/** @param n which write breaks, counted from 1; 0: none does */
export function breaking(store: Store, n: number, how: How = 'after'): Breaking {
  const made = { writes: 0, broke: false } as Breaking;

  const guard = (target: any): any => new Proxy(target, {
    get(_, name) {
      const value = target[name];
      if (name === 'collection') return guard(value);
      if (typeof value !== 'function') return value;
      if (!WRITES.has(name as string)) return value.bind(target);
      return (...args: any[]) => {
        made.writes += 1;
        if (made.writes !== n) return value.apply(target, args);
        const broken = breakAt(target, name as string, args);
        // a query of mongoose's is asked for plain objects before it is awaited
        broken.catch(() => undefined);
        return Object.assign(broken, { lean: () => broken });
      };
    },
  });

  async function breakAt(target: any, name: string, args: any[]): Promise<never> {
    made.broke = true;
    if (how === 'after') await target[name](...args);
    else if (name === 'bulkWrite') {
      const half = args[0].slice(0, Math.floor(args[0].length / 2));
      if (half.length > 0) await target[name](half, ...args.slice(1));
    }
    throw new Broken(`the store broke at write <${made.writes}>`);
  }

  made.store = Object.fromEntries(Object.entries(store).map(([name, value]) => [name, (value as any)?.collection ? guard(value) : value])) as unknown as Store;
  return made;
}

/** The same store as another process would open it: nothing is remembered from before. */
export const reopened = (store: Store): Store => ({ ...store });

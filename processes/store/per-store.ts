// Something that is made once for each store that is open: what is remembered of it, a copy of its rows.
import type { Store } from './store.js';

/** @returns gives what was made for a store, at first making it */
export function perStore<T>(make: (store: Store) => T): (store: Store) => T {
  const made = new WeakMap<Store, { one: T }>();
  return (store) => {
    const known = made.get(store);
    if (known) return known.one;
    const one = make(store);
    made.set(store, { one });
    return one;
  };
}

// Looking up what is alike by a key, so that pairing large files takes one pass and not one search for each item.

/** Items by their key, in their order; those without a key are in no group. */
export function groupsOf<T>(items: Iterable<T>, keyOf: (item: T) => string | undefined): Map<string, Set<T>> {
  const made = new Map<string, Set<T>>();
  for (const item of items) {
    const key = keyOf(item);
    if (key === undefined) continue;
    const group = made.get(key);
    if (group) group.add(item);
    else made.set(key, new Set([item]));
  }
  return made;
}

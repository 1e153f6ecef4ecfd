// Many who ask for what the store holds now share one look at it.

/**
 * Makes one look, and one answer, of many that are asked for at once: whoever asks in the same turn, or while one is under way (which may have passed what they have just done), gets the next one together.
 *
 * @param look asks the store, or brings what is kept in memory up to what it holds; what it gives is shared, and not to be changed
 */
export function sharedLook<T>(look: () => Promise<T>): () => Promise<T> {
  let gathering = false;
  let running: Promise<T> | undefined;
  let next: Promise<T> | undefined;
  const begin = (): Promise<T> => {
    next = undefined;
    gathering = true;
    // a page asks for a list and its counts in one turn: the store is asked after both
    running = Promise.resolve().then(() => { gathering = false; return look(); }).finally(() => { running = undefined; });
    return running;
  };
  return () => {
    if (gathering) return running!;
    return running ? (next ??= running.catch(() => undefined).then(begin)) : begin();
  };
}

/** So many answers are remembered for whoever asks next; beyond them all are forgotten. */
const MOST = 100;

/**
 * Answers that many ask for at once, such as the figures of a county when something changed there: those who ask for the same together share one.
 *
 * @returns asks for what a key stands for, made by whoever asks; what is given out is shared, and not to be changed
 */
export function sharedAnswers<T>(): (key: string, make: () => Promise<T>) => Promise<T> {
  const known = new Map<string, { make: () => Promise<T>; fresh(): Promise<T> }>();
  return (key, make) => {
    const one: { make: () => Promise<T>; fresh(): Promise<T> } = known.get(key) ?? { make, fresh: sharedLook(() => one.make()) };
    one.make = make;
    if (known.size >= MOST && !known.has(key)) known.clear();
    known.set(key, one);
    return one.fresh();
  };
}

/**
 * Documents that many ask for at once, each by keys of their own (a person, their groups): one question brings those of all.
 *
 * @param find all documents that have one of these keys
 * @param keysOf the keys of a document
 * @returns asks for the documents of some keys, each once and in the order found; they are shared, and not to be changed
 */
export function sharedRows<T>(find: (keys: string[]) => Promise<T[]>, keysOf: (row: T) => readonly string[]): (keys: readonly string[]) => Promise<T[]> {
  let wanted = new Set<string>();
  const fresh = sharedLook(async () => {
    const keys = [...wanted];
    wanted = new Set();
    return find(keys);
  });
  return async (keys) => {
    for (const key of keys) wanted.add(key);
    const own = new Set(keys);
    return (await fresh()).filter((row) => keysOf(row).some((key) => own.has(key)));
  };
}

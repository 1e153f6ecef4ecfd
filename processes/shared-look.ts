// Many who ask for what the store holds now share one look at it.

/**
 * Makes one look of many that are asked for at once: whoever asks in the same turn, or while one is under way (which may have passed what they have just done), gets the next one together.
 *
 * @param look brings what is kept in memory up to what the store holds
 */
export function sharedLook(look: () => Promise<void>): () => Promise<void> {
  let gathering = false;
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  const begin = (): Promise<void> => {
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
  const known = new Map<string, { make: () => Promise<T>; answer?: T; fresh(): Promise<void> }>();
  return async (key, make) => {
    const one = known.get(key) ?? { make, fresh: sharedLook(async () => { one.answer = await one.make(); }) };
    one.make = make;
    if (known.size >= MOST && !known.has(key)) known.clear();
    known.set(key, one);
    await one.fresh();
    return one.answer!;
  };
}

// Lets only so many run at once; the others wait in the order in which they came.

export type Gate = <T>(run: () => Promise<T>) => Promise<T>;

/** @param atOnce how many may be inside */
export function gate(atOnce: number): Gate {
  let inside = 0;
  const waiting: (() => void)[] = [];
  return async (run) => {
    if (inside >= atOnce) await new Promise<void>((enter) => waiting.push(enter));
    else inside++;
    try {
      return await run();
    } finally {
      // whoever waits takes over the place, so the count stays as it is
      const next = waiting.shift();
      if (next) next();
      else inside--;
    }
  };
}

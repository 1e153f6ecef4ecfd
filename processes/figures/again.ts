// Which runs of elements entered again what their instance had been through already (rework), told from an instance's elements alone.

/** An element of an instance as far as this needs it. */
export interface Entered { _id: string; elementId: string; scopeKey: string; type: string }

/** Keys grow as the engine makes them; as texts the shorter one is the smaller. */
const earlier = (a: string, b: string): boolean => (a.length === b.length ? a < b : a.length < b.length);

/** What a run lies in, from the outermost down to itself. */
function wayTo(run: Entered, all: Map<string, Entered>): Entered[] {
  const way = [run];
  for (let above = all.get(run.scopeKey); above && way.length < 50; above = all.get(above.scopeKey)) way.unshift(above);
  return way;
}

/** Items of a multi-instance stand beside each other and are no repetition: two runs are one when they part within a multi-instance's body. */
function parted(one: Entered, other: Entered, all: Map<string, Entered>): boolean {
  const [a, b] = [wayTo(one, all), wayTo(other, all)];
  const fork = a.findIndex((each, i) => each._id !== b[i]?._id);
  return fork > 0 && a[fork - 1]!.type === 'MULTI_INSTANCE_BODY';
}

/** @param elements all of one instance @returns the keys of the runs that came after an earlier run of the same element */
export function enteredAgain(elements: Entered[]): Set<string> {
  const all = new Map(elements.map((one) => [one._id, one]));
  const runs = new Map<string, Entered[]>();
  for (const one of elements) {
    if (one.type === 'MULTI_INSTANCE_BODY' || one.type === 'PROCESS') continue;
    const own = runs.get(one.elementId);
    if (own) own.push(one);
    else runs.set(one.elementId, [one]);
  }
  const again = new Set<string>();
  for (const own of runs.values()) {
    if (own.length === 1) continue;
    own.sort((a, b) => (earlier(a._id, b._id) ? -1 : 1));
    for (const [i, one] of own.entries()) if (own.slice(0, i).some((before) => !parted(before, one, all))) again.add(one._id);
  }
  return again;
}

// Which element of one diagram is which of the other: by id, and where an id has changed by name, kind and neighbours.
import { FILE, type Drawing, type Thing } from './diagram-read.js';

/** Ids on the left with their ids on the right. */
export type Pairs = Map<string, string>;

/** Each round knows the neighbours of the round before; a long chain of new ids is not followed to its end. */
const MOST_LOOKS = 100_000;

const isFlow = ({ type }: Thing): boolean => /Flow$|:Association$/.test(type);
const isRoot = ({ type }: Thing): boolean => /:(Process|Collaboration)$/.test(type) || type === 'file';

/** The neighbours of each element: who leads to it, where it leads, what it is attached to. */
function neighbours({ things }: Drawing): Map<string, { way: string; other: string }[]> {
  const made = new Map<string, { way: string; other: string }[]>();
  const add = (id: string | undefined, way: string, other: string | undefined) => { if (id && other) made.set(id, made.get(id) ?? []).get(id)!.push({ way, other }); };
  for (const thing of things.values()) {
    if (isFlow(thing)) { add(thing.source, 'out', thing.target); add(thing.target, 'in', thing.source); }
    const host = thing.values.get('attachedToRef');
    add(thing.id, 'on', host);
    add(host, 'bears', host && thing.id);
  }
  return made;
}

/** Things that are the only one of their key. */
function unique(things: Thing[], keyOf: (thing: Thing) => string | undefined): Map<string, Thing> {
  const made = new Map<string, Thing>();
  const twice = new Set<string>();
  for (const thing of things) {
    const key = keyOf(thing);
    if (key === undefined) continue;
    if (made.has(key)) twice.add(key);
    made.set(key, thing);
  }
  twice.forEach((key) => made.delete(key));
  return made;
}

/** Pairs the elements of two diagrams; what is in no pair was added or removed. */
export function pairUp(left: Drawing, right: Drawing): Pairs {
  const pairs: Pairs = new Map();
  const back = new Map<string, string>();
  const pair = (a: string, b: string) => { pairs.set(a, b); back.set(b, a); };
  for (const [id, thing] of left.things) {
    const other = right.things.get(id);
    if (other && isFlow(thing) === isFlow(other) && isRoot(thing) === isRoot(other)) pair(id, id);
  }
  pair(FILE, FILE);
  for (const type of ['bpmn:Process', 'bpmn:Collaboration']) {
    const [mine, theirs] = [left, right].map(({ things }) => [...things.values()].filter((thing) => thing.type === type && !pairs.has(thing.id) && !back.has(thing.id)));
    if (mine!.length === 1 && theirs!.length === 1) pair(mine![0]!.id, theirs![0]!.id);
  }
  const around = { left: neighbours(left), right: neighbours(right) };
  // The right side speaks in the left side's ids as far as they are known, else by kind and name.
  const sign = (drawing: Drawing, known: (id: string) => string | undefined) => (id: string) => {
    const thing = drawing.things.get(id);
    return known(id) ?? (thing?.name ? `?${thing.type} ${thing.name}` : `?${thing?.type ?? ''}`);
  };
  const signs = { left: sign(left, (id) => (pairs.has(id) ? `=${id}` : undefined)), right: sign(right, (id) => (back.has(id) ? `=${back.get(id)}` : undefined)) };
  const ways = (side: 'left' | 'right', id: string) => (around[side].get(id) ?? []).map(({ way, other }) => `${way}${signs[side](other)}`).sort();
  const certain = (key: string) => key.includes('=') || key.includes(' ');
  for (let found = true, looks = 0; found && looks < MOST_LOOKS;) {
    found = false;
    const [mine, theirs] = [[...left.things.values()].filter(({ id }) => !pairs.has(id)), [...right.things.values()].filter(({ id }) => !back.has(id))] as const;
    looks += mine.length + theirs.length;
    const attempt = (keyOf: (thing: Thing, side: 'left' | 'right') => string | undefined, fits: (a: Thing, b: Thing) => boolean) => {
      const others = unique(theirs.filter(({ id }) => !back.has(id)), (thing) => keyOf(thing, 'right'));
      for (const [key, thing] of unique(mine.filter(({ id }) => !pairs.has(id)), (one) => keyOf(one, 'left'))) {
        const other = others.get(key);
        if (other && fits(thing, other)) { pair(thing.id, other.id); found = true; }
      }
    };
    attempt((thing) => (thing.name && !isFlow(thing) ? `${thing.type} ${thing.name}` : undefined), (a, b) => {
      const there = ways('right', b.id);
      return ways('left', a.id).some((way) => certain(way) && there.includes(way));
    });
    attempt((thing, side) => {
      const all = isFlow(thing) ? [] : ways(side, thing.id);
      return all.some((way) => way.includes('=')) ? `${thing.type} ${all.join(';')}` : undefined;
    }, (a, b) => (a.name ?? '') === (b.name ?? ''));
    attempt((thing, side) => (isFlow(thing) && thing.source && thing.target ? `${thing.type} ${signs[side](thing.source)} ${signs[side](thing.target)}` : undefined),
      (a, b) => pairs.get(a.source!) === b.source && pairs.get(a.target!) === b.target);
  }
  return pairs;
}

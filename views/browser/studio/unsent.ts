// What the server has not yet got, kept in the browser: by person, procedure and file, one copy a window, so that two windows never take each other's away.
import { forget, keep, kept, keysKept } from '../lib/kept.js';
import { uuid } from '../lib/uuid.js';

/** `revision` is the one that the content was changed on. */
export interface Unsent { content: string; revision: number }
export interface Left extends Unsent { name: string; at: number; forget(): void }

export interface UnsentFiles {
  /** @returns false when the browser has no room for it */
  keep(name: string, unsent: Unsent): boolean;
  forget(name: string): void;
  /** What earlier windows left, the newest of each file first. */
  left(): Left[];
}

export function unsentFiles(person: string, procedure: string): UnsentFiles {
  const mine = uuid();
  const all = `studio:${person}:${procedure}:`;
  const key = (name: string): string => `${all}${name}:${mine}`;
  return {
    keep: (name, unsent) => keep(key(name), unsent),
    forget: (name) => forget(key(name)),
    left: () => keysKept(all).filter((one) => !one.endsWith(`:${mine}`)).flatMap((one) => {
      const found = kept<Unsent>(one);
      const name = one.slice(all.length, one.lastIndexOf(':'));
      return found ? [{ ...found.value, name, at: found.at, forget: () => forget(one) }] : [];
    }).sort((a, b) => b.at - a.at),
  };
}

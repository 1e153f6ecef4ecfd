// Changes of the organisation with the day from which they hold: what is written of a unit or an account, and the order that it came with.
import type { Actor, Post, Unit, UnitLevel } from '../store/types.js';

export type OrgKind = 'units' | 'people';
/** What a unit becomes; a field that was not given stays as it is. */
export interface UnitWrite { name: string; level: UnitLevel; parent: string | null; kind?: Unit['kind']; phone?: string; code?: string }
export interface PersonWrite { name: string; phone?: string; posts: Post[] }

/** One thing that changes; `about` is the id of a unit or an account. */
export interface OrgRow {
  line: number; day: string; action: 'add' | 'change' | 'end'; about: string; name: string; /** What changes, in words. */ said: string;
  unit?: UnitWrite; person?: PersonWrite; /** Account of whoever takes over the open tasks; of a grid that ends, the grid that its registers go to. */ successor?: string;
}

/** One order: a file or a form, whole in one document, so that it is there wholly or not at all. It is applied day by day. */
export interface OrgChange {
  _id: string; kind: OrgKind; title: string; person: string; by: Actor; at: Date; rows: OrgRow[]; /** A hash of its lines as they were given: another file is another order. */ lines?: string;
  /** `stuck`: what was due could not be done any more, `problems` say why; nothing of that day was done. */
  state: 'open' | 'done' | 'stuck' | 'cancelled';
  /** The next day on which something of it is due. */
  next: string; /** The day that is being applied: it was checked and has begun. */ applying?: string; /** Days that are done. */ applied: string[];
  done: number; lease: number; tries: number; problems?: { line: number; path: string; message: string }[]; endedAt?: Date;
  /** The topmost units that whoever ordered it answers for. */
  tops: string[];
}

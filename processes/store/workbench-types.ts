// What the store keeps for the people at work: how they are reached, what they asked of each other, what they know of their grid.
import type { Actor, Place } from './types.js';

/** What a list shows and asks of a task's case, kept with the task; nothing of it ever changes after the report. */
export interface TaskAbout {
  title: string; description: string; place: Place; category: string; urgency: string; grid: string; village: string; town: string; county: string; city: string; /** The warning that its case was opened for. */ warning?: string;
}

/** Who gave a task to whom: 交办, 转派, 委托, 代办 (a substitute), 收回委托, 退回 (to its groups: `to` is empty). */
export interface Move {
  type: 'assign' | 'transfer' | 'delegate' | 'substitute' | 'resume' | 'release'; at: Date; by: Actor; from?: string; to: string; why?: string;
  /** Whom the diagram had given it to; on the first move alone. */
  drawn?: string;
}

/** Which outside channels a person wants, and when not to be disturbed (`HH:mm` of Shanghai; a span may pass midnight). Urgent matters break the quiet. */
export interface Reach { mail?: string; sms: boolean; mails: boolean; bots: boolean; quiet?: { from: string; to: string } }

/** One time that the reporter was not satisfied: why, the close that it undid, and the instance that had ended with it. */
export interface Reopening { at: Date; reason: string; by: Actor; closing: { outcome: string; at: Date; reason?: string; rating?: string }; instance?: string }

/** What somebody decided, when and why. */
export interface Said { by: Actor; at: Date; reason: string }

/** Away from `from` until `until`; whoever is named does their tasks meanwhile. */
export interface Absence {
  from: Date; until: Date; substitute?: string; reason: string;
  /** The tasks that others were given meanwhile. */
  covered?: string[];
}

/** The second factor of an administrator (RFC 6238). `last` is the step that was used last: a code counts once. */
export interface Totp {
  secret: string; confirmed: boolean; last?: number;
  /** Prints of the written codes that are left. */
  recovery?: string[];
}

export interface SavedFilter { _id: string; person: string; name: string; query: Record<string, string>; at: Date; /** Of which list, when it is not the one of tasks. */ list?: 'instances' }

/** A change of a limit that somebody asked for, and what was decided. */
export interface ClockRequest {
  _id: string; taskKey: string; caseNo: string; type: 'extend' | 'pause'; limit?: string; why: string; by: Actor; at: Date;
  /** Units whose leaders decide. */
  units: string[];
  state: 'open' | 'granted' | 'refused' | 'void'; decided?: { by: Actor; at: Date; text?: string };
}

/** One unit that was asked to join in a task (会办). */
export interface CoHandling {
  _id: string; taskKey: string; caseNo: string; group: string; part: '主办' | '协办'; asked: string; by: Actor; at: Date; dueAt?: Date;
  state: 'open' | 'answered' | 'withdrawn'; person?: string; reply?: { by: Actor; at: Date; text: string; attachments: string[] };
}

export type RegisterKind = 'household' | 'resident' | 'employer' | 'facility' | 'danger';
/** An item of the registers, as a case names it: by what it was called when it was chosen. */
export interface Concern { id: string; kind: RegisterKind; name: string }
/** A fact of a register that a task's form was filled with: where it stands in the form, of which item, and who entered it when. */
export interface KnownFact { path: string; item: string; fact: string; value: string | number; at: Date; by?: string }
/** One change of an item: which fields, by their Chinese names; what identifies a person is named, never quoted. */
export interface RegisterChange { revision: number; at: Date; by: Actor; action: string; fields: string[]; why?: string; /** The case and the task through which it came. */ caseNo?: string; task?: string }
/** An item of a grid's registers (四清): a household, a person of a category that is looked after, an employer, a facility, a hidden danger. */
export interface RegisterItem {
  _id: string; kind: RegisterKind; grid: string; scope: string[]; name: string; categories: string[]; household?: string; phone?: string; idNumber?: string; place: Place;
  facts: Record<string, string>; note?: string; state: 'current' | 'gone' | 'solved'; seenAt?: Date; caseNo?: string; revision: number;
  history: RegisterChange[]; createdAt: Date; createdBy: Actor; updatedAt: Date; updatedBy: Actor;
  /** When what identifies people was blanked after its retention. */
  blankedAt?: Date;
}

/** A visit or a check-in (五到场), as a grid member made it: `_id` is the device's id, so that it is kept once. It never changes, but that it gets the number of its case. */
export interface GridVisit {
  _id: string; kind: 'visit' | 'check-in'; occasion: string; duty: string; role: string; grid: string; scope: string[]; items: string[]; place: Place;
  /** When it was, as far as it can be believed (see processes/grid/when.ts), and when the server got it. */
  at: Date; sentAt: Date;
  /** What the device's clock said, when that differs from the server's by more than ten minutes. */
  deviceAt?: Date;
  by: Actor; text: string; attachments: string[];
  /** The entry that this one puts right. */
  corrects?: string;
  caseNo?: string;
  blankedAt?: Date;
}

/** Who is on duty at a centre, from when to when. */
export interface Shift { _id: string; unit: string; role: string; person: string; from: Date; until: Date; by: Actor; at: Date }

/** What changed lately and for whom (see feed.ts); kept for minutes. */
export interface Change { _id: string; keys: string[]; at: number }

/** Who did something, by id alone: names are looked up when it is read, so that they can be blanked. */
export type AuditActor = { id: string; unit?: string } | { system: string };

/** One thing that somebody or the system did. Entries are only ever added, each chained to the one before (see audit/entry.ts); `_id` is its number, zero-padded. */
export interface AuditEntry {
  _id: string;
  /** The wall clock; `engineAt` when the engine's was moved. */
  at: Date; engineAt?: Date;
  who: AuditActor; action: string; about: { kind: string; id: string }; text: string; address?: string;
  /** The HTTP status by which a request was refused. */
  status?: number;
  /** What is written once however often it is tried. */
  key?: string;
  /** SHA-256 of the entry before, and of this one with that. */
  prev: string; hash: string;
}

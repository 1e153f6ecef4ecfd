// What the store keeps, as plain shapes; the schemas beside this file say how.
import type { Agenda, Card, Anew, EndedJob } from './control-types.js';
import type { Absence, Concern, KnownFact, Move, Reach, Reopening, Said, TaskAbout, Totp } from './workbench-types.js';

export type * from './workbench-types.js';
export type * from './control-types.js';

/** Who did something: a person of the organisation, or a part of the system. */
export type Actor = { id: string; name: string; unit?: string } | { system: string };

/** Where in a diagram something happened. */ export interface ElementRef { id: string; name?: string; procedure?: string; key?: string }

export type UnitLevel = 'city' | 'county' | 'town' | 'village' | 'grid' | 'department';
export interface Unit {
  _id: string; name: string; level: UnitLevel; parent: string | null; path: string[]; code?: string;
  /** Its outline, WGS 84 (RFC 7946). */
  outline?: { type: 'Polygon'; coordinates: number[][][] } | { type: 'MultiPolygon'; coordinates: number[][][][] };
  /** Its group robot's webhook. */
  bot?: { kind: 'dingtalk' | 'wecom'; url: string; secret?: string };
  phone?: string;
  /** Of a grid: 综合网格 (also when absent) or 专属网格. */ kind?: 'general' | 'dedicated'; /** No more since this day (Shanghai): kept for the past, offered nowhere. */ endedOn?: string; /** Who stands in for a post (副手), by role. */
  deputies?: Record<string, string>;
}

export interface Post { unit: string; role: string }
export interface Person {
  _id: string; name: string; account: string; passwordHash: string; phone?: string; posts: Post[];
  /** `<unit>/<role>` of every post: what a task's candidate groups are compared with. */
  groups: string[]; active: boolean; demo?: boolean;
  /** How they are reached outside, absent: the inbox alone. */
  reach?: Reach;
  absence?: Absence;
  /** Somebody else chose the password: the first thing to do is to change it. */
  mustChange?: boolean; passwordAt?: Date; formerHashes?: string[]; totp?: Totp; signedInAt?: Date; totpNext?: string;
  /** When they left, and when their data was blanked. */
  leftAt?: Date; blankedAt?: Date;
}

export interface Place { text: string; lng?: number; lat?: number }
export interface Reporter { person?: string; name?: string; phone?: string; anonymous: boolean }
export interface Instalment {
  no: number; dueDate: string; amountCents: number; paidCents?: number; paidAt?: Date; evidence?: string[]; defaulted?: boolean;
}
export interface Payee { name: string; kind: string; amountCents: number }
export interface Plan { owedCents: number; payees: Payee[]; instalments: Instalment[]; signedOn?: string; evidence?: string[] }
export interface Fact { _id: string; key: string; at: Date; data: Record<string, unknown> }
export interface Classification {
  name: string; lead: string; level: string; start: string; respondLimit: string; handleLimit: string; joint: string; urgency: string;
}
/** Where the case stands, as Zeebe's records say; only the projection writes it. */
export interface Standing {
  status: string; instanceKey: string; state: 'active' | 'completed' | 'terminated';
  elements: { id: string; name: string; key: string; procedure: string; since: Date }[]; at: Date;
}
export interface Case {
  _id: string; clientId: string; title: string; description: string; category: string; urgency: string; people: number; source: string;
  place: Place; grid: string; village: string; town: string; county: string; city: string; scope: string[];
  reporter: Reporter; attachments: string[]; reportedAt: Date; procedure: string; /** The unit that is complained of: nobody there learns who complained. */ against?: string; /** When what tells of people was blanked; why it is not though it is due; and who had it done before it is. */ blankedAt?: Date; hold?: Said; erasure?: Said; /** That the reporter asked for it from their page; until somebody decides. */ erasureAsked?: { at: Date; open: boolean; refused?: Said };
  /** When the device there saw it, its clock where that differs from the server's, and a hash of what was reported. */ seenAt?: Date; deviceAt?: Date; said?: string;
  classification?: Classification; level?: string; plan?: Plan; facts: Fact[];
  closing?: { outcome: string; at: Date; reason?: string; rating?: string }; mergedInto?: string;
  withdrawal?: { by: Actor; at: Date; reason: string; sent?: boolean };
  /** How whoever reported it looks at it without an account: a secret address, and a code that can be typed. */
  link?: { token: string; code: string };
  rating?: { stars: number; text?: string; at: Date };
  /** Each time the reporter was not satisfied, with the close that it undid. */ reopenings?: Reopening[]; /** Of a suggestion (办案建议): the unit that it is made to, and the cases that it comes from. */ suggestion?: { to: string; origins: string[] }; /** Of a month's hard matters. */ agenda?: Agenda; /** Of a check that a warning opened: which warning, and which item of the registers. */ warning?: { id: string; item: string }; /** The items of the registers that it is about. */ concerns?: Concern[];
  /** The last reopening has not been seen to run yet: the sweep starts it. */ restart?: boolean; /** Started anew by hand. */ anew?: Anew;
  /** Milliseconds of the wall clock at which the start message was last sent; a pacing mark, never a limit. */
  startSentAt?: number; /** When it was last written, by the store's clock. */ changed?: Date;
  standing?: Standing;
}

export interface Entry {
  _id: string; caseNo: string; at: Date; who: Actor; action: string; element?: ElementRef; why?: string; text: string; data?: Record<string, unknown>;
}

export type TaskState = 'open' | 'submitted' | 'completed' | 'withdrawn';
/** `for`: whoever had delegated it. */ export interface Submission { by: Actor; at: Date; values: Record<string, unknown>; sentAt: number; for?: { id: string; name: string } }
export interface Draft { values: Record<string, unknown>; at: Date; by: string }
/** Changes of a running limit (延期, 暂停计时, 恢复计时, 调整时限 to a time), as `processes/task-clock.ts` reads them; `request`: the request that it grants. */
export type ClockChange = ({ type: 'pause' | 'resume'; at: Date } | { type: 'extend'; at: Date; limit: string } | { type: 'move'; at: Date; to: Date }) & { by?: Actor; why?: string; request?: string };
export interface Task {
  _id: string; caseNo: string; instanceKey: string; elementKey: string; elementId: string; name: string; procedure: string; definitionKey: string;
  formKey: string; candidateGroups: string[]; assignee?: string; headers: Record<string, string>; createdAt: Date; limit?: string; /** What the diagram gave cannot be read; `limit` stands in for it. */ unreadLimit?: boolean;
  /** The diagram set a date (an agreed one): it is neither extended nor paused. */
  fixed?: boolean;
  dueAt?: Date | null; warnAt?: Date | null; certain?: boolean; state: TaskState; status?: string; endedAt?: Date; partition: number; pos: number;
  /** `for`: whoever delegated it and gets it back. */
  holder?: { person: string; at: Date; for?: string } | null; draft?: Draft; submission?: Submission; clock?: ClockChange[]; rungs?: string[];
  about?: TaskAbout; known?: KnownFact[]; moves?: Move[]; /** When somebody first took it. */ claimedAt?: Date;
  /** When it was last written, by the store's clock: what lists in memory are brought up to date by. */
  changed?: Date;
  /** Who urged it (催办), when and in which words. */
  urged?: { by: Actor; at: Date; text: string }[]; cards?: Card[];
}

export interface Instance {
  _id: string; partition: number; pos: number; procedure: string; version: number; definitionKey: string; caseNo?: string;
  parentKey?: string; parentElementKey?: string; rootKey: string; state: 'active' | 'completed' | 'terminated'; startedAt: Date; endedAt?: Date; /** Its case's, so that one indexed key says who may see it. */ scope?: string[]; /** The units that its case lies in, the city first. */ path?: string;
  /** Where it stands: the active elements that are no more than themselves, its open incidents, when it last moved, and the position of the record that said so. */
  tokens?: { key: string; id: string }[]; faults?: string[]; movedAt?: Date; told?: number; /** As of a task. */ changed?: Date;
  /** The versions that it ran on before, in order; `until` is when it was migrated away. */
  history?: { definitionKey: string; version: number; until: Date }[];
}
export interface Element {
  _id: string; partition: number; pos: number; instanceKey: string; procedure: string; elementId: string; type: string; event?: string; scopeKey: string;
  state: 'active' | 'completed' | 'terminated' | 'taken'; startedAt: Date; endedAt?: Date; definitionKey: string; job?: EndedJob; /** In which figures it counts, once it has ended; see figures/cell-key.ts. */ cell?: string;
  /** What it was on earlier versions, when it was taken along to another one. */
  was?: { definitionKey: string; elementId: string; until: Date }[];
}
export interface Variable { _id: string; partition: number; pos: number; instanceKey: string; scopeKey: string; name: string; value: string; /** Its beginning, by which it is looked up. */ short?: string }
export interface Incident {
  _id: string; partition: number; pos: number; instanceKey: string; elementKey: string; elementId: string; procedure: string; jobKey?: string; caseNo?: string;
  type: string; message: string; state: 'open' | 'resolved'; at: Date; endedAt?: Date;
}
/** A deadline message that an element waits for, as the engine subscribed it. */ export interface Subscription { _id: string; partition: number; pos: number; elementKey: string; message: string; correlationKey: string; open: boolean }
export interface Definition { _id: string; partition: number; pos: number; procedure: string; version: number; resource: string; xml: string; at: Date }
/** One bulk as Zeebe sent it, gzipped. */ export interface Bulk { _id: string; partition: number; from: number; to: number; at: Date; body: Buffer }
export interface Rejected { _id: string; at: Date; error: string; record: string }

export interface Notice {
  _id: string; to: string[]; caseNo?: string; taskKey?: string;
  /** A procedure whose draft waits for a decision; a warning whose households are to be checked; the list of several tasks. */
  procedure?: string; warning?: string; list?: string; tasks?: string[]; kind: string; title: string; text: string; at: Date; readBy: string[];
  /** Urgent ones break a person's quiet hours. */
  urgent?: boolean;
  /** Whether the messages to the outside that follow from it are written; the task that it told of has ended, so that it waits for nobody. */
  spread?: boolean; over?: boolean;
}
/** One message to the outside (SMS, bot, mail), kept until it is sent. */
export interface Outgoing {
  _id: string; channel: string; to: string; title: string; text: string; caseNo?: string; at: Date; state: 'waiting' | 'sent' | 'failed' | 'dropped'; tries: number; error?: string; nextAt: number; /** The other side took none of it and will take none of it again; `error` says why. */ refused?: boolean;
  /** Whom it is for; of a robot it is the unit. */
  person?: string; unit?: string; sentAt?: Date;
  /** The units whose administrators see it; and which page goes with it: a path, or `reporter` for their secret one, which is added only as it is sent. */
  scope?: string[]; link?: string; /** Messages of one line arrive one after the other, by `place`. */ line?: string; place?: number;
}

/** One file of a procedure: `<procedure>.bpmn`, `<table>.dmn` or `<form id>.form`; the content is canonical (see `canonical.ts`). */
export interface ProcedureFile { name: string; content: string }
/** A published version of a procedure: its files went to the engine together. Only `state` and what the engine answered change after it was made. */
export interface Release {
  /** `<procedure>/<number>`. */
  _id: string; procedure: string; number: number; name: string; files: ProcedureFile[]; state: 'deploying' | 'published'; at: Date;
  origin: 'shipped' | 'draft'; by: Actor; approvedBy?: Actor; reason: string; changes: string[];
  /** What the engine calls it; absent until it answered. */
  definitionKey?: string; engineVersion?: number;
  /** Fingerprint of the files as they were brought, by which the same are known again. */
  hash: string;
  /** The revision of the draft that it was. */
  draftRevision?: number;
}
export interface DraftFile extends ProcedureFile { revision: number; by: Actor; at: Date }
/** The one draft of a procedure; every change of any kind makes `revision` grow by one. No revision, of a draft or of a file, is ever given twice. */
export interface ProcedureDraft {
  /** The procedure's id. */
  _id: string; name: string; revision: number;
  /** The number of the release that it was begun from, 0 when there was none; and its files then, by name and fingerprint. */
  base: number; baseFiles: { name: string; hash: string }[];
  files: DraftFile[];
  /** Ids of all who had a hand in it: none of them approves it. */
  editors: string[];
  /** `approving`: a second person has said yes, and it is on its way into force. */
  state: 'editing' | 'submitted' | 'approving'; submission?: { by: Actor; at: Date; reason: string }; returned?: { by: Actor; at: Date; reason: string };
  createdAt: Date; createdBy: Actor; updatedAt: Date; updatedBy: Actor;
}
/** What a draft was at one moment, kept before something replaced it. */
export interface Snapshot { _id: string; procedure: string; at: Date; by: Actor; why: string; files: ProcedureFile[] }
/** Who did what to a procedure, why, and what it changed. Never changed afterwards, but that saves of one person within the hour are one entry. */
export interface ProcedureEntry {
  _id: string; procedure: string; at: Date; who: Actor; action: string; text: string; why?: string; changes?: string[]; release?: number;
}
/** A case that was rehearsed and can be rehearsed again: what it is, who answers what, how much time passes, and how it went last. */
export interface RehearsalScript {
  _id: string; name: string; procedure: string; case: any; steps: any[];
  /** Where the case stood at the end when it was kept. */
  expect: string; by: Actor; at: Date;
  last?: {
    at: Date; by: { id: string; name: string }; label: string; draftRevision?: number; verdict: 'passed' | 'failed'; status: string; findings: string[];
    way: { elements: string[]; flows: string[] }; covered: number; total: number;
  };
}

/** A person's decision where an element of an old version (`from`, a definition key) goes: an element of the new one, or nowhere (an empty text). */
export interface HandMapping { from: string; element: string; to: string }
/** A migration of running instances to another version, and how far it is. */
export interface Migration {
  _id: string; procedure: string; to: string; toRelease?: number; toVersion: number; from: string[];
  /** What people decided over what is found by id and name. */
  hand: HandMapping[];
  mode: 'dry' | 'one' | 'rest'; state: 'dry' | 'starting' | 'running' | 'paused' | 'stopped' | 'done'; reason: string; by: Actor; at: Date; endedAt?: Date; total: number;
  /** The definition that instances cross (see processes/migration/bridge.ts), once one had to. */
  bridge?: string;
}
/** One instance of a migration. `moving` with a `lease` is in somebody's hands; what is `bridged` is finished whatever becomes of the migration. */
export interface MigrationItem {
  _id: string; migration: string; procedure: string; to: string; instanceKey: string; caseNo: string; title: string; from: string; fromVersion: number;
  state: 'ready' | 'waiting' | 'moving' | 'moved' | 'refused' | 'ended' | 'left'; hindrances: { reason: string; text: string; element?: string; key?: string; offers: string[] }[];
  bridged: boolean; tries: number; lease: number; nextAt: number; at?: Date; said?: string;
}

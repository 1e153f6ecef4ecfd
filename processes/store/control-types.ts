// What the store keeps for the control room: figures computed from the read model, and work that goes on in the background.
import type { Actor, Place } from './types.js';
import type { Mark, Tally } from '../figures/indicators.js';

/** Figures that something changed under: they are computed anew. `mark` is another one with each change, so that one that comes while they are computed is not lost. */
export interface StaleFigures { _id: string; kind: string; cell: string; mark: string }

/** A warning (预警) as its sender numbered it: however often it came, it is one. `areas` are units; `scope` those and all above them; `opened`: up to which of its `times` every household has its check. */
export interface Warning {
  _id: string; sender: string; number: string; kind: string; level: string; areas: string[]; scope: string[]; categories: string[]; at: Date; by: Actor; times: number;
  state: 'active' | 'lifted'; opened?: number; lifted?: { by: Actor; at: Date; reason: string };
}

/**
 * The meeting about a month's hard matters: what is on it, and the groups that may read that until it was held (`open`); what it left for the next one, and what was carried up to the
 * city, by the meeting or when nobody below could do it.
 */
export interface Agenda { open: boolean; matters: string[]; readers: string[]; left?: string[]; up?: { matter: string; at: Date }[] }

/** Counted runs of elements (see figures/element-cells.ts): `at` is what a unit's are looked up by, `up` and `month` the cells that they are merged into, `parts` JSON. */
export interface ElementCell { _id: string; procedure: string; definitionKey: string; period: string; at: string; up?: string; month?: string; parts: string; /** Another one when the parts are others. */ mark?: string }

/** A card on a task, its cancelling, and 加急: what a person or the ladder (`by.system`) gave. They stand on the task itself, so that two at once agree on which came first. */
export interface Card { id: string; type: CardType; by: Actor; at: Date; text: string }
export type CardType = 'plain' | 'yellow' | 'red' | 'cancel' | 'press' | 'unpress';
/** One act of supervision (督办), whoever did it: cards, urging, a leader's remark (批示), a question that wants an answer. Never changed but for its answer. */
export interface Supervision {
  _id: string; taskKey: string; caseNo: string; taskName: string; title?: string; scope: string[]; type: CardType | 'urge' | 'remind' | 'escalate' | 'remark' | 'question'; label: string; by: Actor; at: Date; text: string;
  /** Whom it is for, people and groups, with what they are called. */
  to?: string[]; toNames?: string[]; dueAt?: Date;
  reply?: { by: Actor; at: Date; text: string; late: boolean };
}

/**
 * A job of a service task that the engine holds: there is a document for as long as it does, and what became of it stands on its element.
 * `waiting` for a worker (or with one: the engine does not tell), `retrying` after a pause, `failed` without a try left, `error`: one that nothing catches.
 */
export interface OpenJob {
  _id: string; partition: number; pos: number; type: string; instanceKey: string; elementKey: string; elementId: string; procedure: string;
  state: 'waiting' | 'retrying' | 'failed' | 'error'; retries: number; createdAt: Date;
  /** Until when it is not tried again; whoever had it last; how often it failed, and with what last. */
  until?: Date; worker?: string; failures?: number; error?: string;
}
/** How the job of an element ended, and by which worker. `failures`: how often it had failed before, `error` is what it said last. */
export interface EndedJob { key: string; pos: number; type: string; state: 'completed' | 'canceled' | 'error'; worker?: string; retries: number; failures?: number; error?: string; createdAt?: Date; at: Date }

export type InterventionKind = 'cancel' | 'retry' | 'move' | 'variable' | 'due' | 'reassign' | 'restart';
/**
 * What somebody did to a running instance, by the id that their client gave it. `doing` until the engine has answered; `unknown` when it did not: what became of it is then
 * seen from the records. `given` is what was asked for, without values of variables.
 */
export interface Intervention {
  _id: string; kind: InterventionKind; instanceKey: string; caseNo?: string; by: Actor; at: Date; reason: string; given: Record<string, unknown>; text: string;
  state: 'doing' | 'done' | 'refused' | 'unknown'; said?: string;
  /** Milliseconds of the wall clock at which it was last tried: a pace, not a limit. */ tried: number;
}
/** Somebody is at work on a case's instances; it ends with the work, or at `until` (wall clock) when whoever had it is gone. */
export interface InterventionTurn { _id: string; holder: string; until: number }
/** A case that was started anew by hand: its run `from` is over or ends, `open` until another is seen. */
export interface Anew { no: number; at: Date; by: Actor; why: string; from: string; open: boolean; sentAt?: number }
/**
 * What a case contributes to the figures (see processes/figures/case-facts.ts). `cells`: the days of its grid and its departments that count it, `<unit>/<day>`; `minutes` to the
 * first response; `reporter` and `doers`: for whom of the people it counts, who reported it and who completed a task of it; `parts`: what counts by their own tasks; `settledDay`: when it was settled whether it is in time; `lastDay`: no later day counts it;
 * `due` and `warn`: the earliest of its running tasks; `turnsAt`: when time itself changes what it counts for, `turning` as long as it will.
 */
export interface CaseFacts {
  _id: string; units: string[]; category: string; reportedAt: Date; reportedDay: string; closedDay?: string; settledDay?: string; lastDay: string; marks: Mark[]; cells: string[]; minutes?: number; reworks?: number; reporter?: string; doers?: string[]; parts?: Part[]; open: boolean; due?: Date; warn?: Date;
  moved: Date; status: string; turning: boolean; turnsAt?: Date; changed?: Date;
}
/** What a case counts for by the tasks of a department or a person alone; `day`: when it was settled whether these were in time; `minutes` from the first one's beginning to its end; `due`, `warn` and `reworks` (how often it was done again) as of the case. */
export interface Part { of: string; marks: Mark[]; due?: Date; warn?: Date; day?: string; minutes?: number; reworks?: number }
/** A day (`<unit>/<day>`) or a month (`<unit>/<month>`) of a unit: what its cases count for, by category. `above` is the day of the unit above, `month` its own month. */
export interface CaseCell { _id: string; unit: string; above?: string; month?: string; figures: Record<string, Tally> }

/** Work that goes on without whoever asked for it: a list made into a file, one thing done to many instances. `person` asked for it, and it is done with their rights as they are then. */
export interface BackgroundJob {
  _id: string; kind: string; title: string; person: string; by: Actor; at: Date; parameters: Record<string, unknown>; reason?: string;
  state: 'starting' | 'waiting' | 'running' | 'done' | 'failed' | 'stopped'; total: number; done: number; said?: string; endedAt?: Date;
  /** In somebody's hands until then, milliseconds of the wall clock. */
  lease: number; tries: number;
  /** What came of it, for whoever asked. */
  file?: { name: string; type: string; size: number };
}
/** One of the things that a job does; `_id` is the job and what it is about, so that nothing is done twice. `tries` before the one that is under way. */
export interface BackgroundItem {
  _id: string; job: string; key: string; name: string; state: 'waiting' | 'working' | 'done' | 'refused' | 'left'; said?: string; tries: number; lease: number; nextAt: number; at?: Date;
}

/**
 * Trouble of one kind that recurs at a place (反复问题). `at` is its unit and kind; `cases` are the matters counted, duplicates once (`total` of them, from `reports`).
 * `lapsed`: no longer as often as the table asks; `taken`: a pilot is at work; `settled`: decided, and only what is reported later counts anew.
 */
export interface Trouble {
  _id: string; at: string; unit: string; category: string; path: string[]; place: Place; grid: string; state: 'offered' | 'lapsed' | 'taken' | 'settled'; foundAt: Date;
  cases: string[]; total: number; reports: number; reporters: number; first: Date; last: Date; rule: { days: number; count: number; metres: number; level: 'town' | 'county' };
  /** Who took it up, with the id of what they file, and the pilot's case once it is filed. */ taken?: { by: Actor; at: Date; clientId: string }; pilot?: string;
  /** Where and when the pilot is tried, days `YYYY-MM-DD`. */ trial?: { area: string; from: string; until: string };
  settled?: { at: Date; outcome: 'declined' | 'spread' | 'dropped' | 'dismissed'; reason: string; by?: Actor };
  /** The one at this place that was settled before. */ before?: string;
}

/** A partner (12345 热线, 数字化城管, a data centre): `unit` takes what does not map further down. Secrets are sealed (see processes/partners/sealed.ts); times of secrets are milliseconds of the wall clock. */
export interface Partner {
  _id: string; name: string; kind: 'hotline' | 'city' | 'data-centre'; unit: string; scope: string[]; active: boolean; secrets: { id: string; sealed: string; at: number; until?: number }[];
  /** Where state changes go, and where questions are asked. */ webhook?: string; lookUp?: string;
  /** A data centre: whose, how many seconds it may take, and what it may be asked for. */ centre?: 'justice' | 'hr' | 'police'; patience?: number; purposes?: string[];
  /** Within which an order may be sent back (退单), and within which it must be sorted. */ returnLimit: string; sortLimit: string;
}
/** What a partner's words mean here; `units` are looked up by code, else by what stands in the address. */
export interface PartnerMapping { _id: string; revision: number; categories: MappingRow[]; units: MappingRow[]; urgencies: MappingRow[]; /** Of a data centre's answers: what is taken over, by which name and as what. */ fields?: FieldRow[]; /** Which of an order's own fields are codes of the registers. */ concerns?: MappingRow[]; by?: Actor; at?: Date }
export interface MappingRow { theirs: string; ours: string }
export interface FieldRow extends MappingRow { title: string; type: 'text' | 'number' | 'flag' }
/** How asking a data centre has gone, by partner: failures in a row, until when nobody asks (milliseconds of the wall clock), and the last that failed. */
export interface LookUpState { _id: string; failures: number; openUntil?: number; answeredAt?: Date; failed: { at: Date; caseNo: string; step: string; why: string }[] }
/** A nonce that was used, `<partner>:<nonce>`; `at` is the wall clock's, after which time it is refused as late anyway. */ export interface PartnerNonce { _id: string; at: number }
/** What a partner sent, in its own words. Kept until it is filed: afterwards the case says it. */
export interface OrderText {
  orderNo: string; title: string; content: string; category?: string; urgency?: string; area?: string; address: string; lng?: number; lat?: number; people?: number;
  citizen?: { name?: string; phone?: string; anonymous?: boolean }; /** What else it says, by the partner's own names of its fields. */ fields?: Record<string, string>;
}
export interface OrderEvent { id: string; state: 'accepted' | 'progress' | 'returned' | 'closed'; status: string; at: Date; reason?: string; rating?: string }
/**
 * An order of a partner, `<partner>:<its number>`; `said` is a hash of what it said first. `received` until it is filed or waits to be sorted by `unit`; `events` are told to the
 * partner in this order; `marks` grows with each change of its case, so that none is lost.
 */
export interface PartnerOrder {
  _id: string; partner: string; orderNo: string; said: string; text: OrderText; unit: string; scope: string[]; state: 'received' | 'sorting' | 'filed' | 'returned'; at: Date; sortBy: Date; returnBy: Date; caseNo?: string;
  category?: string; grid?: string; urgency: string; missing: string[]; sorted?: { by: Actor; at: Date }; returned?: { by: Actor; at: Date; reason: string };
  events: OrderEvent[]; queued: number; marks: number; stale: boolean;
}

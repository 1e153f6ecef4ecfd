// What each collection holds, as mongoose checks it, and the indexes: the leading key of one is what the embedded store can look up, the rest is for a real MongoDB.
import type { Schema } from 'mongoose';
import { controlSchemas, type ControlShapes } from './control-schemas.js';
import { schema, any, text } from './schema.js';
import type {
  Bulk, Case, Definition, Element, Entry, Incident, Instance, Migration, MigrationItem, Notice, Outgoing, Person, ProcedureDraft, ProcedureEntry, RehearsalScript, Rejected,
  Release, Snapshot, Subscription, Task, Unit, Variable,
} from './types.js';
import { workbenchSchemas, type WorkbenchShapes } from './workbench-schemas.js';

const engineMark = { partition: Number, pos: Number };

export const schemas = {
  ...workbenchSchemas, ...controlSchemas,
  units: schema<Unit>({ name: text, level: text, parent: String, path: [String], code: String, outline: any, bot: any, phone: String, deputies: any, kind: String, endedOn: String }, [{ parent: 1 }, { path: 1 }]),
  people: schema<Person>({
    name: text, account: text, passwordHash: text, phone: String, posts: [{ _id: false, unit: String, role: String }], groups: [String], active: Boolean, demo: Boolean, reach: any, absence: any, mustChange: Boolean, passwordAt: Date,
    formerHashes: [String], totp: any, totpNext: String, signedInAt: Date, leftAt: Date, blankedAt: Date,
  }, [{ groups: 1 }], [{ account: 1 }]),
  cases: schema<Case>({
    clientId: text, title: text, description: String, category: text, urgency: text, people: Number, source: String, place: any, grid: String, village: String,
    town: String, county: String, city: String, scope: [String], reporter: any, attachments: [String], reportedAt: Date, procedure: String, classification: any,
    level: String, plan: any, facts: [any], closing: any, mergedInto: String, withdrawal: any, startSentAt: Number, standing: any, link: any, rating: any,
    reopenings: [any], restart: Boolean, anew: any, against: String, blankedAt: Date, hold: any, erasure: any, erasureAsked: any, seenAt: Date, deviceAt: Date, said: String, suggestion: any, agenda: any, warning: any, concerns: { type: [any], default: undefined }, changed: Date,
  }, [{ scope: 1, reportedAt: 1 }, { 'reporter.person': 1 }, { 'standing.state': 1 }, { grid: 1 }, { mergedInto: 1 }, { 'link.token': 1 }, { 'link.code': 1 }, { restart: 1 }, { 'anew.open': 1 }, { 'erasureAsked.open': 1 }, { 'suggestion.origins': 1 }, { 'suggestion.to': 1 }, { 'warning.id': 1, changed: 1 }, { 'concerns.id': 1 }], [{ clientId: 1 }]),
  entries: schema<Entry>({ caseNo: text, at: Date, who: any, action: String, element: any, why: String, text: String, data: any }, [{ caseNo: 1, at: 1 }]),
  tasks: schema<Task>({
    caseNo: String, instanceKey: String, elementKey: String, elementId: String, name: String, procedure: String, definitionKey: String, formKey: String,
    candidateGroups: [String], assignee: String, headers: any, createdAt: Date, limit: String, unreadLimit: Boolean, fixed: Boolean, dueAt: Date, warnAt: Date, certain: Boolean, state: text,
    status: String, endedAt: Date, ...engineMark, holder: any, draft: any, submission: any, clock: [any], rungs: [String], about: any,
    moves: [any], urged: [any], cards: [any], claimedAt: Date, known: { type: [any], default: undefined }, changed: { type: Date, default: Date.now },
  }, [{ caseNo: 1 }, { candidateGroups: 1, state: 1 }, { assignee: 1 }, { 'holder.person': 1, state: 1 }, { 'holder.person': 1, endedAt: 1 }, { 'holder.for': 1 }, { changed: 1 }, { state: 1, warnAt: 1 }, { instanceKey: 1 }, { elementKey: 1 }, { unreadLimit: 1 }]),
  instances: schema<Instance>({
    ...engineMark, procedure: String, version: Number, definitionKey: String, caseNo: String, parentKey: String, parentElementKey: String, rootKey: String,
    state: String, startedAt: Date, endedAt: Date, history: [any], scope: { type: [String], default: undefined }, path: String,
    tokens: { type: [any], default: undefined }, faults: { type: [String], default: undefined }, movedAt: Date, told: Number, changed: Date,
  }, [{ caseNo: 1 }, { scope: 1, startedAt: 1 }, { state: 1, startedAt: 1 }, { rootKey: 1 }, { parentElementKey: 1 }, { procedure: 1 }, { changed: 1 }]),
  elements: schema<Element>({
    ...engineMark, instanceKey: String, procedure: String, elementId: String, type: String, event: String, scopeKey: String, state: String, startedAt: Date,
    endedAt: Date, definitionKey: String, was: [any], job: any, cell: String,
  }, [{ instanceKey: 1 }, { cell: 1 }]),
  variables: schema<Variable>({ ...engineMark, instanceKey: String, scopeKey: String, name: String, value: String, short: String }, [{ instanceKey: 1 }, { name: 1, short: 1 }]),
  incidents: schema<Incident>({
    ...engineMark, instanceKey: String, elementKey: String, elementId: String, procedure: String, jobKey: String, caseNo: String, type: String, message: String,
    state: String, at: Date, endedAt: Date,
  }, [{ instanceKey: 1 }, { state: 1 }, { caseNo: 1 }]),
  subscriptions: schema<Subscription>({ ...engineMark, elementKey: String, message: String, correlationKey: String, open: Boolean }, [{ elementKey: 1 }]),
  definitions: schema<Definition>({ ...engineMark, procedure: String, version: Number, resource: String, xml: String, at: Date }, [{ procedure: 1 }]),
  bulks: schema<Bulk>({ partition: Number, from: Number, to: Number, at: Date, body: Buffer }, [{ partition: 1, to: 1 }]),
  rejected: schema<Rejected>({ at: Date, error: String, record: String }),
  notices: schema<Notice>({
    to: [String], caseNo: String, taskKey: String, procedure: String, warning: String, list: String, tasks: { type: [String], default: undefined }, kind: String, title: String, text: String, at: Date, readBy: [String], urgent: Boolean,
    spread: Boolean, over: Boolean,
  }, [{ to: 1, at: 1 }, { caseNo: 1 }, { spread: 1 }]),
  outgoing: schema<Outgoing>({
    channel: String, to: String, title: String, text: String, caseNo: String, at: Date, state: String, tries: Number, error: String, nextAt: Number, person: String,
    unit: String, sentAt: Date, scope: [String], link: String, line: String, place: Number, refused: Boolean,
  }, [{ state: 1, nextAt: 1 }, { scope: 1, state: 1 }, { unit: 1, sentAt: 1 }, { line: 1 }]),
  releases: schema<Release>({
    procedure: text, number: Number, name: String, files: [any], state: text, at: Date, origin: String, by: any, approvedBy: any, reason: String, changes: [String],
    definitionKey: String, engineVersion: Number, hash: String, draftRevision: Number,
  }, [{ procedure: 1, number: 1 }, { definitionKey: 1 }, { state: 1 }]),
  drafts: schema<ProcedureDraft>({
    name: String, revision: Number, base: Number, baseFiles: [any], files: [any], editors: [String], state: text, submission: any, returned: any, createdAt: Date, createdBy: any,
    updatedAt: Date, updatedBy: any,
  }),
  snapshots: schema<Snapshot>({ procedure: text, at: Date, by: any, why: String, files: [any] }, [{ procedure: 1, at: 1 }]),
  procedureEntries: schema<ProcedureEntry>({
    procedure: text, at: Date, who: any, action: String, text: String, why: String, changes: [String], release: Number,
  }, [{ procedure: 1, at: 1 }]),
  rehearsals: schema<RehearsalScript>({ name: text, procedure: text, case: any, steps: [any], expect: String, by: any, at: Date, last: any }, [{ procedure: 1 }]),
  migrations: schema<Migration>({
    procedure: text, to: text, toRelease: Number, toVersion: Number, from: [String], hand: any, mode: String, state: text, reason: String, by: any, at: Date, endedAt: Date, total: Number,
    bridge: String,
  }, [{ procedure: 1, at: 1 }, { state: 1 }]),
  migrationItems: schema<MigrationItem>({
    migration: text, procedure: text, to: text, instanceKey: text, caseNo: String, title: String, from: String, fromVersion: Number, state: text, hindrances: [any], bridged: Boolean,
    tries: Number, lease: Number, nextAt: Number, at: Date, said: String,
  }, [{ migration: 1, state: 1 }, { caseNo: 1 }]),
  /** Small single documents: counters, the calendar, positions, switches. */
  settings: schema<{ _id: string; value: any }>({ value: any }),
};

// Whoever changes one of these marks it, so that nothing in memory misses it; a raw write to the collection says `$currentDate` itself.
for (const marked of [schemas.tasks, schemas.cases, schemas.instances] as Schema[]) {
  marked.pre(['updateOne', 'updateMany', 'findOneAndUpdate'], function mark() { this.setUpdate({ ...this.getUpdate(), $currentDate: { changed: true } }); });
}

export type Shapes = WorkbenchShapes & ControlShapes & {
  units: Unit; people: Person; cases: Case; entries: Entry; tasks: Task; instances: Instance; elements: Element; variables: Variable; incidents: Incident;
  subscriptions: Subscription; definitions: Definition; bulks: Bulk; rejected: Rejected; notices: Notice; outgoing: Outgoing; releases: Release;
  drafts: ProcedureDraft; snapshots: Snapshot; procedureEntries: ProcedureEntry; rehearsals: RehearsalScript; migrations: Migration; migrationItems: MigrationItem;
  settings: { _id: string; value: any };
};

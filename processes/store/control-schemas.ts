// The collections of the control room; see schemas.ts.
import type { BackgroundItem, BackgroundJob, CaseCell, CaseFacts, ElementCell, Intervention, InterventionTurn, LookUpState, OpenJob, Partner, PartnerMapping, PartnerNonce, PartnerOrder, StaleFigures, Supervision, Trouble, Warning } from './control-types.js';
import type { Assessment, AssessmentScore, AssessmentSheet } from './assessment-types.js';
import type { OrgChange } from '../org-changes/types.js';
import { any, schema, text } from './schema.js';

export const controlSchemas = {
  orgChanges: schema<OrgChange>({
    kind: text, title: text, person: text, by: any, at: Date, rows: [any], lines: String, state: text, next: text, applying: String, applied: [String], done: Number, lease: Number, tries: Number, problems: { type: [any], default: undefined }, endedAt: Date, tops: [String],
  }, [{ state: 1, next: 1 }, { kind: 1 }]),
  background: schema<BackgroundJob>({
    kind: text, title: text, person: text, by: any, at: Date, parameters: any, reason: String, state: text, total: Number, done: Number, said: String, endedAt: Date, lease: Number, tries: Number, file: any,
  }, [{ person: 1, at: 1 }, { state: 1 }]),
  backgroundItems: schema<BackgroundItem>({ job: text, key: text, name: String, state: text, said: String, tries: Number, lease: Number, nextAt: Number, at: Date }, [{ job: 1, state: 1 }]),
  staleFigures: schema<StaleFigures>({ kind: text, cell: text, mark: text }, [{ kind: 1 }]),
  elementCells: schema<ElementCell>({ procedure: text, definitionKey: text, period: text, at: text, up: String, month: String, parts: text, mark: String }, [{ at: 1, period: 1 }, { up: 1 }, { month: 1 }]),
  supervisions: schema<Supervision>({
    taskKey: text, caseNo: text, taskName: String, title: String, scope: [String], type: text, label: String, by: any, at: Date, text: String, to: [String], toNames: [String], dueAt: Date, reply: any,
  }, [{ taskKey: 1 }, { caseNo: 1 }, { scope: 1, at: 1 }, { to: 1 }]),
  jobs: schema<OpenJob>({
    partition: Number, pos: Number, type: text, instanceKey: String, elementKey: String, elementId: String, procedure: String, state: text, retries: Number,
    createdAt: Date, until: Date, worker: String, failures: Number, error: String,
  }, [{ type: 1 }, { state: 1 }, { elementKey: 1 }, { instanceKey: 1 }]),
  interventions: schema<Intervention>({
    kind: text, instanceKey: text, caseNo: String, by: any, at: Date, reason: String, given: any, text: String, state: text, said: String, tried: Number,
  }, [{ instanceKey: 1 }, { caseNo: 1 }, { state: 1 }]),
  caseFacts: schema<CaseFacts>({
    units: [String], category: text, reportedAt: Date, reportedDay: text, closedDay: String, settledDay: String, lastDay: text, marks: [String], cells: [String], minutes: Number, reworks: Number, reporter: String, doers: { type: [String], default: undefined }, parts: { type: [any], default: undefined }, open: Boolean, due: Date, warn: Date, moved: Date,
    status: String, turning: Boolean, turnsAt: Date, changed: Date,
  }, [{ units: 1, reportedDay: 1 }, { units: 1, closedDay: 1 }, { units: 1, settledDay: 1 }, { units: 1, lastDay: 1 }, { 'parts.of': 1 }, { reporter: 1 }, { cells: 1 }, { open: 1 }, { changed: 1 }, { turning: 1, turnsAt: 1 }]),
  caseCells: schema<CaseCell>({ unit: text, above: String, month: String, figures: any }, [{ above: 1 }, { month: 1 }]),
  troubles: schema<Trouble>({
    at: text, unit: text, category: text, path: [String], place: any, grid: text, state: text, foundAt: Date, cases: [String], total: Number, reports: Number, reporters: Number, first: Date, last: Date, rule: any,
    taken: any, pilot: String, trial: any, settled: any, before: String,
  }, [{ at: 1 }, { path: 1, state: 1 }, { state: 1 }, { pilot: 1 }, { 'taken.clientId': 1 }]),
  partners: schema<Partner>({ name: text, kind: text, unit: text, scope: [String], active: Boolean, secrets: [any], webhook: String, lookUp: String, centre: String, patience: Number, purposes: [String], returnLimit: text, sortLimit: text }, [{ scope: 1 }]),
  lookUpStates: schema<LookUpState>({ failures: Number, openUntil: Number, answeredAt: Date, failed: [any] }),
  partnerMappings: schema<PartnerMapping>({ revision: Number, categories: [any], units: [any], urgencies: [any], fields: [any], concerns: [any], by: any, at: Date }),
  partnerNonces: schema<PartnerNonce>({ at: Number }, [{ at: 1 }]),
  partnerOrders: schema<PartnerOrder>({
    partner: text, orderNo: text, said: text, text: any, unit: text, scope: [String], state: text, at: Date, sortBy: Date, returnBy: Date, caseNo: String, category: String, grid: String, urgency: text, missing: [String],
    sorted: any, returned: any, events: [any], queued: Number, marks: Number, stale: Boolean,
  }, [{ scope: 1, at: 1 }, { caseNo: 1 }, { stale: 1 }, { state: 1, sortBy: 1 }, { partner: 1 }]),
  assessmentSheets: schema<AssessmentSheet>({ unit: String, subject: text, cycle: text, from: text, revision: Number, indicators: [any], by: any, at: Date, reason: String }, [{ subject: 1 }]),
  assessments: schema<Assessment>({
    unit: text, subject: text, cycle: text, period: text, state: text, indicators: [any], from: text, sheetName: String, others: { type: [any], default: undefined }, days: Number, total: Number, by: any, at: Date, job: String, jobs: { type: [String], default: undefined }, computedAt: Date, appealUntil: Date, published: any,
  }, [{ unit: 1 }]),
  assessmentScores: schema<AssessmentScore>({
    assessment: text, run: text, turn: Number, assessed: text, name: text, subject: text, period: text, path: [String], sheet: String, items: [any], computed: Number, total: Number, frozen: Boolean, appeals: [any], corrections: [any],
  }, [{ assessment: 1 }, { assessed: 1 }]),
  warnings: schema<Warning>({
    sender: text, number: text, kind: text, level: text, areas: [String], scope: [String], categories: [String], at: Date, by: any, times: Number, state: text, opened: Number, lifted: any,
  }, [{ state: 1 }]),
  interventionTurns: schema<InterventionTurn>({ holder: text, until: Number }),
};

export type ControlShapes = {
  orgChanges: OrgChange; troubles: Trouble; background: BackgroundJob; backgroundItems: BackgroundItem;
  caseFacts: CaseFacts; caseCells: CaseCell; staleFigures: StaleFigures; elementCells: ElementCell; jobs: OpenJob; supervisions: Supervision; interventions: Intervention; interventionTurns: InterventionTurn; warnings: Warning;
  assessmentSheets: AssessmentSheet; assessments: Assessment; assessmentScores: AssessmentScore;
  partners: Partner; partnerMappings: PartnerMapping; partnerNonces: PartnerNonce; partnerOrders: PartnerOrder; lookUpStates: LookUpState;
};

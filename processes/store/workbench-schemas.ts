// The collections of the people at work; see schemas.ts.
import { CREDIT_CODE, FACILITY_CODE, HOUSE_CODE } from '../grid/fields.js';
import { any, schema, text } from './schema.js';
import type { AuditEntry, Change, ClockRequest, CoHandling, GridVisit, RegisterItem, SavedFilter, Shift } from './workbench-types.js';

export const workbenchSchemas = {
  filters: schema<SavedFilter>({ person: text, name: text, query: any, at: Date, list: String }, [{ person: 1 }]),
  clockRequests: schema<ClockRequest>({
    taskKey: text, caseNo: text, type: text, limit: String, why: String, by: any, at: Date, units: [String], state: text, decided: any,
  }, [{ taskKey: 1 }, { caseNo: 1 }, { units: 1, state: 1 }, { state: 1 }]),
  coHandlings: schema<CoHandling>({
    taskKey: text, caseNo: text, group: text, part: text, asked: String, by: any, at: Date, dueAt: Date, state: text, person: String, reply: any,
  }, [{ taskKey: 1 }, { caseNo: 1 }, { group: 1, state: 1 }, { state: 1 }]),
  registers: schema<RegisterItem>({
    kind: text, grid: text, scope: [String], name: text, categories: [String], household: String, phone: String, idNumber: String, place: any, facts: any, note: String, state: text,
    seenAt: Date, caseNo: String, revision: Number, history: [any], createdAt: Date, createdBy: any, updatedAt: Date, updatedBy: any, blankedAt: Date,
  }, [{ grid: 1, kind: 1 }, { scope: 1, kind: 1 }, { household: 1 }, ...[CREDIT_CODE, HOUSE_CODE, FACILITY_CODE].map((code) => ({ [`facts.${code}`]: 1 as const }))]),
  visits: schema<GridVisit>({
    kind: text, occasion: text, duty: text, role: text, grid: text, scope: [String], items: [String], place: any, at: Date, sentAt: Date, deviceAt: Date, by: any, text: String,
    attachments: [String], corrects: String, caseNo: String, blankedAt: Date,
  }, [{ grid: 1, at: 1 }, { scope: 1, at: 1 }, { items: 1 }, { 'by.id': 1, at: 1 }, { attachments: 1 }, { corrects: 1 }]),
  shifts: schema<Shift>({ unit: text, role: text, person: text, from: Date, until: Date, by: any, at: Date }, [{ unit: 1, from: 1 }, { person: 1 }]),
  changes: schema<Change>({ keys: [String], at: Number }, [{ at: 1 }]),
  audit: schema<AuditEntry>({
    at: Date, engineAt: Date, who: any, action: text, about: any, text: String, address: String, status: Number, key: String, prev: String, hash: String,
  }, [{ 'about.id': 1, _id: 1 }, { 'who.id': 1, _id: 1 }, { action: 1, _id: 1 }]),
};

export type WorkbenchShapes = {
  filters: SavedFilter; clockRequests: ClockRequest; coHandlings: CoHandling; registers: RegisterItem; visits: GridVisit; shifts: Shift; changes: Change; audit: AuditEntry;
};

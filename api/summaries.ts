// The short forms in which lists show cases, tasks and instances.
import { findCategory } from '../processes/categories.js';
import { isPressed, levelOf } from '../processes/supervising/cards.js';
import { maskedText } from '../processes/mask.js';
import { hidden } from './hide.js';
import type { Case, Instance, Migration, MigrationItem, ProcedureDraft, Task } from '../processes/store/types.js';

export function caseSummary(found: Case) {
  const { _id, title, category, classification, urgency, place, grid, town, reportedAt, standing, closing, level } = found;
  return {
    caseNo: _id, title: maskedText(title), category, categoryName: classification?.name ?? findCategory(category)?.name, urgency, place: hidden(place), grid, town, reportedAt, level, status: standing?.status ?? '待受理',
    state: standing?.state ?? 'active', steps: standing?.elements.map(({ name }) => name) ?? [], closing: hidden(closing),
  };
}

export function taskSummary(task: Task, found?: Pick<Case, 'title' | 'place' | 'urgency' | 'category' | 'standing'>) {
  const { _id, caseNo, name, procedure, elementId, instanceKey, candidateGroups, assignee, holder, createdAt, limit, unreadLimit, dueAt, warnAt, certain, state, status, endedAt, submission, about } = task;
  const matter = found ?? about;
  return {
    key: _id, caseNo, name, procedure, elementId, instanceKey, candidateGroups, assignee, holder: holder ?? undefined, createdAt, limit, unreadLimit, dueAt, warnAt, certain, state, status,
    endedAt, by: submission?.by, for: submission?.for, rungs: task.rungs, clock: hidden(task.clock), moves: hidden(task.moves), urged: task.urged?.length ? hidden(task.urged) : undefined, level: levelOf(task), pressed: isPressed(task), fixed: task.fixed, paused: dueAt === null && !!limit,
    ...(matter ? { case: { title: maskedText(matter.title), place: hidden(matter.place), urgency: matter.urgency, category: matter.category, status: found?.standing?.status } } : {}),
  };
}

export function instanceSummary(instance: Instance) {
  const { _id, procedure, version, definitionKey, caseNo, state, parentKey, parentElementKey, rootKey, startedAt, endedAt, history } = instance;
  return { key: _id, procedure, version, definitionKey, caseNo, state, parentKey, parentElement: parentElementKey, rootKey, startedAt, endedAt, ...(history ? { history } : {}) };
}

/** A draft without the contents of its files. */
export function draftSummary(draft: ProcedureDraft) {
  const { _id, name, revision, base, files, state, submission, returned, createdAt, createdBy, updatedAt, updatedBy } = draft;
  return {
    procedure: _id, name, revision, base, state, submission, returned, createdAt, createdBy, updatedAt, updatedBy,
    files: files.map((file) => ({ name: file.name, revision: file.revision, by: file.by, at: file.at })),
  };
}

export function migrationSummary(migration: Migration, counts: Record<string, number>) {
  const { _id, procedure, to, toRelease, toVersion, from, hand, mode, state, reason, by, at, endedAt, total } = migration;
  return { id: _id, procedure, to, toVersion: toRelease ?? toVersion, from, mapping: hand, mode, state, reason, by, at, endedAt, total, counts };
}

export function migrationItemSummary({ instanceKey, caseNo, title, from, fromVersion, state, hindrances, tries, at, said }: MigrationItem) {
  return { instanceKey, caseNo, title: maskedText(title), from, version: fromVersion, state, hindrances, tries, at, said };
}

// Texts that policy staff write with gaps, filled from the case and the job: {caseNo}, {title}, {place}, {reason}, {department}…
import type { Case } from './store/types.js';

/** Fills the gaps of a text; a job's value goes before the case's, and a gap that nothing fills becomes a dash; at the end of a text it goes with its colon. */
export function fill(text: string, found: Case, values: Record<string, unknown> = {}): string {
  const known: Record<string, unknown> = {
    caseNo: found._id, title: found.title, place: found.place?.text, category: found.classification?.name ?? found.category, urgency: found.urgency,
    people: found.people, level: found.level, ...Object.fromEntries(Object.entries(values).filter(([, value]) => isPlain(value))),
  };
  return text.replace(/：\{(\w+)\}(?=。?$)/, (gap, name: string) => (isPlain(known[name]) ? gap : '')).replace(/\{(\w+)\}/g, (_, name: string) => (isPlain(known[name]) ? String(known[name]) : '—'));
}

const isPlain = (value: unknown) => (typeof value === 'string' && value !== '') || typeof value === 'number';

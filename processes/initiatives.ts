// Matters that nobody reported: a procedure whose diagram says who may begin it (process property `initiators`), begun by one of them as a case of its own.
import { z } from 'zod';
import type { Deps } from './deps.js';
import { Forbidden } from './errors.js';
import { drawnInForce } from './drawn-in-force.js';
import { fileReport, reportSchema } from './report.js';
import type { Person, Unit } from './store/types.js';
import { seesUnit } from './visibility.js';

export const initiativeSchema = z.object({
  ...reportSchema.pick({ clientId: true, title: true, description: true, category: true, urgency: true, place: true, grid: true, attachments: true, concerns: true }).shape, procedure: z.string().max(60),
});

export interface Beginning { procedure: string; name: string; about?: string }

/** The procedures in force that a person's posts let them begin, by name. */
export async function beginnings(person: Pick<Person, 'posts'>, { store }: Pick<Deps, 'store'>): Promise<Beginning[]> {
  const roles = new Set(person.posts.map(({ role }) => role));
  return (await drawnInForce(store)).filter(({ drawn }) => drawn?.initiators.some((role) => roles.has(role)))
    .map(({ procedure, name, drawn }) => ({ procedure, name, ...(drawn?.about ? { about: drawn.about } : {}) })).sort((a, b) => a.name.localeCompare(b.name, 'zh-CN'));
}

/**
 * Begins a procedure; the client's id makes a repeated beginning the same.
 *
 * @throws Forbidden when their posts do not allow it, or the place lies outside their units; Invalid when it is about an item that they may not see; Conflict as `fileReport` does
 */
export async function begin({ procedure, ...given }: z.infer<typeof initiativeSchema>, person: Person, deps: Deps): Promise<{ caseNo: string; created: boolean }> {
  if (!(await beginnings(person, deps)).some((one) => one.procedure === procedure)) throw new Forbidden('您的岗位不能发起这项工作');
  const unit = await deps.store.units.findById(given.grid).lean<Unit>();
  if (unit && !seesUnit(person, unit)) throw new Forbidden('只能在自己的辖区发起');
  return fileReport({ ...given, people: 0, source: '网格巡查' }, person, deps, { procedure, source: '主动发起' });
}

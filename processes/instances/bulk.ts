// One intervention on many instances, in the background: looked at before, begun with a reason, each by itself with its own result.
import type { Each } from '../background/kinds.js';
import { beginJob, MOST_ITEMS } from '../background/jobs.js';
import type { Deps } from '../deps.js';
import { DomainError, Invalid, NotFound, Unavailable } from '../errors.js';
import { alikeTo } from '../interventions/alike.js';
import { performIntervention, previewIntervention } from '../interventions/perform.js';
import { causeOf } from '../interventions/retry.js';
import { openIncidentsIn } from '../interventions/whereabouts.js';
import type { BackgroundJob, Person } from '../store/types.js';
import { findInstances, type InstanceFilter } from './list.js';
import type { InstanceRow } from './rows.js';

export const bulkActions = { cancel: '终止流程', retry: '重试异常', reassign: '改派任务' } as const;
export type BulkAction = keyof typeof bulkActions;
/** Which: those that are named, or all that match. */
export interface Which { keys?: string[]; filter?: InstanceFilter }
/** So many are looked at one by one before. */
const LOOKED_AT = 10;

export interface BulkPreview { total: number; fit: number; looks: { key: string; name: string; says: string[]; refused?: string }[] }

const nameOf = ({ key, caseNo }: InstanceRow): string => caseNo ?? `实例 ${key}`;
const words = (error: DomainError): string => (error instanceof NotFound ? '没有这个流程实例，或者您不能办' : error instanceof Invalid ? error.problems[0]?.message ?? error.message : error.message);

async function rowsOf({ keys, filter = {} }: Which, person: Person, deps: Deps): Promise<readonly InstanceRow[]> {
  const found = await findInstances(keys ? {} : filter, person, deps);
  const wanted = keys && new Set(keys);
  return wanted ? found.filter(({ key }) => wanted.has(key)) : found;
}

/** What an action could at all be done to. */
const fits = (action: BulkAction) => ({ state, faults }: InstanceRow): boolean => state === 'active' && (action !== 'retry' || faults > 0);

/** Says how many and which, and what would happen to the first of them; nothing happens. */
export async function previewBulk(action: BulkAction, which: Which, to: string | undefined, person: Person, deps: Deps): Promise<BulkPreview> {
  const rows = await rowsOf(which, person, deps);
  const fit = rows.filter(fits(action));
  const looks: BulkPreview['looks'] = [];
  for (const row of fit.slice(0, LOOKED_AT)) {
    const look = { key: row.key, name: nameOf(row) };
    try {
      looks.push({ ...look, says: action === 'reassign' && !to ? [] : (await previewIntervention({ kind: action, key: row.key, to }, person, deps)).says });
    } catch (error) {
      if (!(error instanceof DomainError) || error instanceof Unavailable) throw error;
      looks.push({ ...look, says: [], refused: words(error) });
    }
  }
  return { total: rows.length, fit: fit.length, looks };
}

/** Begins it. What it cannot be done to is left out; what is refused says why in its result. @throws as `beginJob` */
export async function beginBulk(id: string, action: BulkAction, which: Which, given: { reason: string; to?: string; address?: string }, person: Person, deps: Deps): Promise<BackgroundJob> {
  if (action === 'reassign' && !given.to) throw new Invalid('没有办理人', [{ path: 'to', message: '请选择办理人' }]);
  const fit = (await rowsOf(which, person, deps)).filter(fits(action));
  if (fit.length > MOST_ITEMS) throw new Invalid(`一次最多 ${MOST_ITEMS} 个，请缩小范围`);
  return beginJob({
    id, kind: 'intervene', title: `${bulkActions[action]}（${fit.length} 个流程实例）`, reason: given.reason, parameters: { action, ...(given.to ? { to: given.to } : {}), ...(given.address ? { address: given.address } : {}) },
    items: fit.map((row) => ({ key: row.key, name: nameOf(row) })),
  }, person, deps);
}

/**
 * Begins to retry what stopped for one cause, in every case of the units where a person may.
 *
 * @param incident one of them @throws NotFound when there is no such incident, or none that they see; as `beginJob`
 */
export async function beginAlike(id: string, incident: string, given: { reason: string; address?: string }, person: Person, deps: Deps): Promise<BackgroundJob> {
  const found = await alikeTo(incident, person, deps);
  return beginJob({
    id, kind: 'intervene', title: `重试同一原因的异常（${found.length} 个）`, reason: given.reason, parameters: { action: 'retry', cause: found[0] && causeOf(found[0]), ...(given.address ? { address: given.address } : {}) },
    items: [...new Map(found.map(({ instanceKey, caseNo }) => [instanceKey, caseNo ?? `实例 ${instanceKey}`]))].map(([key, name]) => ({ key, name })),
  }, person, deps);
}

/** The open incidents of an instance that have this cause. */
const ofCause = async (cause: string, key: string, { store }: Deps): Promise<string[]> => (await openIncidentsIn(store, [{ _id: key }])).filter((one) => causeOf(one) === cause).map(({ _id }) => _id);

/** The work in the background: each instance under an id of its own, so that it is done once. */
export const interveneWork: Each = {
  async item({ _id, key }, { parameters, reason = '' }, person, deps) {
    const { action, to, address, cause } = parameters as { action: BulkAction; to?: string; address?: string; cause?: string };
    try {
      const done = await performIntervention({ id: _id, kind: action, key, to, reason, ...(cause ? { incidents: await ofCause(cause, key, deps) } : {}) }, person, deps, address);
      return { done: true, said: done.text };
    } catch (error) {
      if (!(error instanceof DomainError) || error instanceof Unavailable) throw error;
      return { done: false, said: words(error) };
    }
  },
};

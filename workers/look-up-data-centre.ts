// Asks a data centre about a case for a stated purpose; what cannot be had is said in the result, and the case goes on.
import type { Deps } from '../processes/deps.js';
import { findEntry } from '../processes/entries.js';
import { LOOKED_UP, lookUp, type LookedUp } from '../processes/partners/look-up.js';
import { unitAt } from '../processes/places.js';
import { caseOf, enter, type Job } from './job.js';

const SAID: Record<LookedUp['state'], string> = { found: '已查得', none: '没有登记', failed: '未能查询', unset: '没有查询' };

export async function lookUpDataCentre(job: Job, deps: Deps): Promise<Record<string, LookedUp>> {
  const found = await caseOf(job, deps);
  const { centre = '', what = '', about = '', purpose = '', unit, result } = job.headers;
  const name = result || 'lookUp';
  // what a first run was answered stands
  const before = (await findEntry(deps.store, `job:${job.key}`))?.data as { answer: LookedUp } | undefined;
  if (before) return { [name]: before.answer };
  const subject = typeof job.variables[about] === 'string' ? job.variables[about].trim() : '';
  const answer = await lookUp({ centre, what, subject, purpose, step: job.element.id, key: job.key, ...(unit && { unit: unitAt(unit, found) }) }, found, deps);
  // the answer itself stands in the form of whoever needs it, not where all readers of the case see it
  const why = answer.state === 'found' ? `查「${subject}」的${what}，目的：${purpose}` : answer.text;
  const entry = await enter(job, deps, { by: LOOKED_UP, action: LOOKED_UP, text: `${answer.source}：${SAID[answer.state]}`, why, data: { answer } });
  return { [name]: (entry.data as { answer: LookedUp }).answer };
}

/** A centre's longest patience and ours, with room to write down what came of it. */
lookUpDataCentre.timeout = 60_000;
/** It waits for others: it takes none of the places of work that does not. */
lookUpDataCentre.apart = true;

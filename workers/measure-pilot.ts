// Measures a policy pilot from the figures: how things stood before it, or what it brought.
import type { Deps } from '../processes/deps.js';
import { Invalid } from '../processes/errors.js';
import { recordFact } from '../processes/facts.js';
import { EFFECTS, endedOn, measure } from '../processes/recurring/measure.js';
import { troubleOf } from '../processes/recurring/take.js';
import { caseOf, enter, type Job } from './job.js';

/** A county with many villages takes longer than an ordinary job. */
const TIMEOUT = 120_000;

export async function measurePilot(job: Job, deps: Deps): Promise<Record<string, unknown>> {
  const pilot = await caseOf(job, deps);
  const over = job.headers.when === 'after';
  const { area, trialFrom, trialUntil, goal, indicators } = job.variables;
  if (typeof area !== 'string' || typeof trialFrom !== 'string' || typeof trialUntil !== 'string') throw new Invalid('the trial has no area or no days');
  const trouble = await troubleOf(pilot, deps.store) ?? { unit: pilot.suggestion?.to ?? pilot.town, category: pilot.category, at: '' };
  const until = over ? endedOn(trialUntil, deps.clock.now()) : trialUntil;
  const found = await measure(trouble, { area, from: trialFrom, until, goal: Number(goal) || 0, chosen: Array.isArray(indicators) ? indicators : [] }, over, deps);
  if ('_id' in trouble) await deps.store.troubles.updateOne({ _id: trouble._id, state: 'taken' }, { $set: { trial: { area, from: trialFrom, until } } });
  const key = over ? 'pilot-measured' : 'pilot-baseline';
  const entry = await enter(job, deps, { by: '自动测算', action: '备案', text: over ? `测算试点效果：${EFFECTS[found.effect]}` : '测算试点前的情况', why: found.text.replaceAll('\n\n', ''), data: { fact: key, measured: found } });
  // a second run must say what the first one found
  const kept = (entry.data?.measured ?? found) as typeof found;
  await recordFact(pilot._id, { _id: `job:${job.key}`, key, at: entry.at, data: { ...kept } }, deps);
  return over ? { measuredText: kept.text, effect: kept.effect, effectText: EFFECTS[kept.effect] } : { baselineText: kept.text };
}
measurePilot.timeout = TIMEOUT;

// The steps of a meeting about hard matters: `open` lets who is invited read, `close` says what became of each matter, `carry-up` passes one on to the city, `carry-over` to the next month.
import type { Deps } from '../processes/deps.js';
import { Invalid } from '../processes/errors.js';
import { carryOver, carryUp, closeMeeting, openMeeting } from '../processes/hard-issues/meeting.js';
import { namesIn } from '../processes/places.js';
import { caseOf, type Job } from './job.js';

export async function agenda(job: Job, deps: Deps): Promise<Record<string, unknown> | void> {
  const { variables: { matters, invited, decisions, raised, matter, reason }, headers: { step } } = job;
  const found = await caseOf(job, deps);
  if (!found.suggestion) throw new Invalid(`case <${found._id}> is no agenda`);
  if (step === 'open') return { ...await openMeeting(found, namesIn(matters), namesIn(invited), deps) };
  if (step === 'close') return closeMeeting(found, { decided: (Array.isArray(decisions) ? decisions : []).map((row) => String(row?.matter)), raised: namesIn(raised) }, deps);
  if (step === 'carry-up') return carryUp(found, namesIn(matter), deps);
  if (step === 'carry-over') return carryOver(found, namesIn(matter), typeof reason === 'string' && reason.trim() ? reason : undefined, deps);
  throw new Invalid(`no step <${step}> of an agenda`);
}

// Repeats every hop that a crash or an outage may have cut: starts, submissions and withdrawals that the records do not confirm.
import type { Deps } from './deps.js';
import { NotFound, Unavailable } from './errors.js';
import { keepFacts } from './grid/keep-facts.js';
import { sweepAnew } from './interventions/restart.js';
import { sweepRestarts } from './reopening.js';
import { reported, START_RETRY, startCase } from './report.js';
import { attachFiles } from './store/files.js';
import { insertOnce } from './store/store.js';
import type { Case, Task } from './store/types.js';
import { getForm } from './tasks.js';
import { sendWithdrawal } from './withdrawal.js';

/** After how long an unconfirmed submission is sent again, milliseconds of the wall clock: a pace, not a limit. */
const SUBMISSION_RETRY = 5_000;
/** How many of each are repeated in one go: few commands in flight rather than many refused. */
const AT_ONCE = 50;

async function starts({ store, engine }: Deps, wall: number): Promise<number> {
  const waiting = await store.cases.find({ 'standing.state': null, startSentAt: { $lt: wall - START_RETRY } }).limit(AT_ONCE).lean<Case[]>();
  for (const one of waiting) {
    // The read model is asked again for each: a case that has an instance must not get a second.
    if (await store.instances.exists({ caseNo: one._id })) continue;
    await attachFiles(store, one.attachments, one._id);
    const person = await store.people.findById(one.reporter.person ?? '', { name: 1 }).lean();
    await insertOnce(store.entries, [reported(one, person ?? { _id: one.reporter.person ?? '', name: '上报人' })]);
    // A withdrawal that was sent before may have ended an instance that we never heard of, or nothing: the one that starts now must hear of it, too.
    await store.cases.updateOne({ _id: one._id }, { $set: { startSentAt: wall, ...(one.withdrawal ? { 'withdrawal.sent': false } : {}) } });
    await startCase(one, { engine });
  }
  return waiting.length;
}

async function submissions(deps: Deps, wall: number): Promise<number> {
  const { store, engine } = deps;
  let refused: Error | undefined;
  const waiting = await store.tasks.find({ state: 'submitted', 'submission.sentAt': { $lt: wall - SUBMISSION_RETRY } }).limit(AT_ONCE).lean<Task[]>();
  for (const task of waiting) {
    await store.tasks.updateOne({ _id: task._id, state: 'submitted' }, { $set: { 'submission.sentAt': wall } });
    // what was sent before a crash may not have reached the registers; they do not hold up the case
    await getForm(task, deps).then((form) => keepFacts(task, form, deps)).catch((error) => { refused ??= error as Error; });
    await engine.completeJob(task._id, task.submission!.values).catch((error) => {
      if (error instanceof Unavailable) throw error;
      // Not found: done or taken back already, and its record is on the way. Anything else must not hold up those behind it.
      if (!(error instanceof NotFound)) refused ??= new Error(`the engine refused task <${task._id}> of <${task.caseNo}>: ${error.message}`);
    });
  }
  if (refused) throw refused;
  return waiting.length;
}

async function withdrawals(deps: Deps): Promise<number> {
  const waiting = await deps.store.cases.find({ 'standing.state': 'active', 'withdrawal.sent': false }).limit(AT_ONCE).lean<Case[]>();
  for (const one of waiting) await sendWithdrawal(one._id, deps);
  return waiting.length;
}

/** One round. @returns how many hops were repeated; @throws Unavailable when the engine is away (try again later) */
export async function resend(deps: Deps, wall: number = Date.now()): Promise<number> {
  const started = await starts(deps, wall);
  const withdrawn = await withdrawals(deps);
  const restarted = await sweepRestarts(deps, wall);
  const anew = await sweepAnew(deps, wall);
  return started + withdrawn + restarted + anew + await submissions(deps, wall);
}

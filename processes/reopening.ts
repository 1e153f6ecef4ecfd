// Doing a matter again (返工) because whoever reported it is not satisfied: within a window after the close, the same case number, a fresh run of its procedure.
import { readRules, saveRules } from './accounts/rules.js';
import type { Deps } from './deps.js';
import { recordOnce } from './entries.js';
import { Conflict } from './errors.js';
import { caseKey, touch } from './feed.js';
import { markStale } from './figures/stale.js';
import { notify } from './notices.js';
import { startMessage, variablesOf } from './report.js';
import { actorOf } from './tasks.js';
import type { Store } from './store/store.js';
import type { Actor, Case, Person, Reopening, Task } from './store/types.js';

/** How long after its close a case may be done again, hours; and how often. */
export interface ReopeningRules { hours: number; times: number }

const HOUR = 3_600_000;

/** The rules in force, among the settings (DIGIT's default window, and once: after that the town's leader has decided, not we again). */
export const reopeningRules = async (store: Store): Promise<ReopeningRules> => (await readRules(store)).reopening;

/** Puts other rules in force at once, also for cases that were closed before. */
export async function setReopeningRules(store: Store, rules: ReopeningRules): Promise<ReopeningRules> {
  await saveRules(store, { ...await readRules(store), reopening: rules });
  return rules;
}

/** Until when a closed case may be rated and done again; nothing while it runs. */
export const windowEnd = ({ closing }: Pick<Case, 'closing'>, { hours }: ReopeningRules): Date | undefined => (closing ? new Date(closing.at.getTime() + hours * HOUR) : undefined);

/** Why a matter that ended in another way is not done again here, and where to go with it. */
const ELSEWHERE: Record<string, string> = {
  并案: '这件事已和另一件合并办理，请等那一件的结果；对合并有意见，请向镇（街道）网格联动中心反映。',
  作废: '这件事已经撤回或作废。还需要办理的，请联系网格员重新反映。',
  移送司法: '这件事已依法移送司法机关办理，请向受理的公安机关查询；对办理程序有意见，可以向人民检察院反映。',
};

/**
 * Whether a case may be done again now.
 *
 * @param now the engine's time: the window is a limit like any other
 * @returns `why`, in Chinese for whoever asks, when it may not
 */
export function mayReopen(found: Case, rules: ReopeningRules, now: Date): { may: true; until: Date } | { may: false; why: string } {
  const no = (why: string) => ({ may: false as const, why });
  const { closing, standing, reopenings = [] } = found;
  if (found.mergedInto) return no(ELSEWHERE.并案!);
  if (found.withdrawal) return no(ELSEWHERE.作废!);
  if (!closing) return no(reopenings.length > 0 ? '已经申请重新办理，正在办理中。' : '这件事还在办理，办结以后才能申请重新办理。');
  if (ELSEWHERE[closing.outcome]) return no(ELSEWHERE[closing.outcome]!);
  if (reopenings.length >= rules.times) return no(`${rules.times === 0 ? '现在不能在这里申请重新办理' : `已经重新办理过 ${reopenings.length} 次，不能再次申请`}。仍有意见，请拨打 12345，或向县（市、区）网格联动中心反映。`);
  const until = windowEnd(found, rules)!;
  if (now > until) return no(`办结已超过 ${rules.hours} 小时，不能再申请重新办理。仍有意见，请拨打 12345，或联系网格员重新反映。`);
  if (!standing || standing.state === 'active') return no('刚刚办结，正在归档，请过一分钟再试。');
  return { may: true, until };
}

/**
 * Has a closed case done again. Kept first: the close moves into the history in the same write, so that of two who ask at once one wins; then told to people and the
 * engine, which a sweep repeats until the case runs.
 *
 * @throws Conflict, in Chinese, when it may not
 */
export async function reopenCase(found: Case, reason: string, by: Actor, deps: Deps): Promise<void> {
  const { store, clock } = deps;
  const at = clock.now();
  const verdict = mayReopen(found, await reopeningRules(store), at);
  if (!verdict.may) throw new Conflict(verdict.why);
  const made: Reopening = { at, reason, by, closing: found.closing!, instance: found.standing!.instanceKey };
  const kept = await store.cases.updateOne(
    { _id: found._id, 'closing.at': found.closing!.at, mergedInto: null, withdrawal: null, 'standing.instanceKey': made.instance },
    { $push: { reopenings: made }, $unset: { closing: '' }, $set: { restart: true, startSentAt: Date.now() } },
  );
  if (!kept.modifiedCount) throw new Conflict('刚刚已经申请重新办理，请刷新后再看。');
  await markStale(store, 'case', [found._id]);
  await restartCase(found._id, deps).catch(() => undefined);
}

/** Whoever reported the matter, as the timeline names them when they are not signed in: by no name at all. */
export const REPORTER: Actor = { system: '诉求人' };

/** Tells people of the last reopening and starts its run; everything is keyed, so that it may be repeated until the case is seen to run. @returns whether it runs */
export async function restartCase(caseNo: string, deps: Pick<Deps, 'store' | 'engine'>): Promise<boolean> {
  const { store, engine } = deps;
  const found = await store.cases.findById(caseNo).lean<Case>();
  const last = found?.reopenings?.at(-1);
  if (!found?.restart || !last) return true;
  const no = found.reopenings!.length;
  await recordOnce(store, { _id: `reopen:${caseNo}:${no}`, caseNo, at: last.at, who: last.by, action: '重新办理', why: last.reason, text: `诉求人对办理结果不满意，申请重新办理（第 ${no} 次）` });
  await notify(store, {
    id: `reopened:${caseNo}:${no}`, to: await concerned(found, store), caseNo, kind: 'reopened', at: last.at, title: `重新办理：${found.title}`,
    text: `案件 ${caseNo} 的诉求人对办理结果不满意，申请重新办理，已从受理开始重新办理。理由：${last.reason}`,
  });
  touch(store, [caseKey(caseNo)]);
  if (found.standing && found.standing.instanceKey !== last.instance) {
    await store.cases.updateOne({ _id: caseNo, restart: true, [`reopenings.${no}`]: { $exists: false } }, { $unset: { restart: '' } });
    await markStale(store, 'case', [caseNo]);
    return true;
  }
  // Another id than that of the first start: the engine would take the same one for the same message. Without time to live it starts nothing while a run is on.
  await engine.publish({
    name: startMessage(found), key: caseNo, id: `${caseNo}:reopened:${no}`, ttl: 0,
    variables: { ...variablesOf(found), returns: 0, reworks: 0, reopened: no, lastReason: `诉求人申请重新办理（第 ${no} 次）：${last.reason}` },
  });
  return false;
}

/** Who handled the case, and who leads there. */
async function concerned({ _id, town, reporter }: Case, store: Store): Promise<string[]> {
  const tasks = await store.tasks.find({ caseNo: _id, state: 'completed' }, { submission: 1 }).lean<Pick<Task, 'submission'>[]>();
  const handlers = tasks.flatMap(({ submission }) => (submission && 'id' in submission.by ? submission.by.id : []));
  return [...new Set([...handlers, ...(reporter.person ? [reporter.person] : []), `${town}/duty-leader`])];
}

/** After how long an unconfirmed restart is tried again, milliseconds of the wall clock: a pace, not a limit. */
const RETRY = 15_000;

/** Repeats restarts that the records do not confirm. @returns how many were looked at @throws Unavailable when the engine is away */
export async function sweepRestarts(deps: Pick<Deps, 'store' | 'engine'>, wall: number): Promise<number> {
  const waiting = await deps.store.cases.find({ restart: true }).limit(50).lean<Case[]>();
  for (const one of waiting) {
    const runs = one.standing?.instanceKey !== one.reopenings?.at(-1)?.instance;
    if (!runs && (one.startSentAt ?? 0) > wall - RETRY) continue;
    await deps.store.cases.updateOne({ _id: one._id }, { $set: { startSentAt: wall } });
    await restartCase(one._id, deps);
  }
  return waiting.length;
}

/** Who asks for it from inside: only whoever filed the case, for themselves or for the citizen whose matter it is. */
export const asReporter = (found: Case, person: Person): Actor | undefined => (found.reporter.person === person._id ? actorOf(person) : undefined);

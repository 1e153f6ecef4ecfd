// Four eyes: a draft is submitted with a reason, read by a second person, and only then goes into force.
import { compare } from './compare/compare.js';
import { departmentNames } from './compare/departments.js';
import type { Deps } from './deps.js';
import { actor, changeDraft, getDraft, isSame } from './drafts.js';
import { Conflict, Forbidden, Invalid } from './errors.js';
import { checkPackage } from './package-check.js';
import { logProcedure } from './procedure-log.js';
import { findNewest, fingerprint, liveDecisions, publish, settleReleases } from './publication.js';
import type { Person, ProcedureDraft, ProcedureFile, Release } from './store/types.js';

/**
 * The files as they would be published. A table that the draft leaves as it was goes in the version that is in force by now: other procedures
 * use it too, and publishing this one must not take their change back.
 *
 * @throws Conflict when a table was changed both here and, since the draft was begun, by another procedure's release
 */
export async function filesToPublish(draft: ProcedureDraft, { store }: Pick<Deps, 'store'>): Promise<ProcedureFile[]> {
  const live = await liveDecisions(store);
  return draft.files.map(({ name, content }) => {
    const now = live.get(name)?.file;
    const base = draft.baseFiles.find((file) => file.name === name)?.hash;
    if (!now || now.content === content) return { name, content };
    if (fingerprint([{ name, content }]) === base) return { name, content: now.content };
    if (base !== fingerprint([now])) {
      throw new Conflict(`决策表「${name}」在这份草稿之外已经发布了新的内容（${live.get(name)!.release.name} 第 ${live.get(name)!.release.number} 版）。请先比较，再把两边的改动合到一起`);
    }
    return { name, content };
  });
}

async function assertSound(draft: ProcedureDraft, files: ProcedureFile[], deps: Pick<Deps, 'store' | 'jobs'>): Promise<void> {
  const errors = (await checkPackage(draft._id, files, deps)).filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Invalid(`检查发现 ${errors.length} 处错误，改好后才能发布`, errors.map(({ file, element, message }) => ({ path: element ? `${file}#${element}` : file, message })));
}

/** What publishing a draft would change against the version in force. */
export async function differenceOf(draft: ProcedureDraft, deps: Pick<Deps, 'store'>) {
  const newest = await findNewest(deps.store, draft._id);
  return compare(newest?.files ?? [], await filesToPublish(draft, deps), { departments: await departmentNames(deps.store) });
}

/**
 * Asks for approval.
 *
 * @throws Invalid with every finding that is an error, or when nothing has changed; Conflict when it is submitted already, or tables clash
 */
export async function submitDraft(procedure: string, { reason, revision }: { reason: string; revision: number }, person: Person, deps: Pick<Deps, 'store' | 'clock' | 'jobs'>): Promise<ProcedureDraft> {
  const now = await getDraft(deps.store, procedure);
  const files = await filesToPublish(now, deps);
  await assertSound(now, files, deps);
  if ((await findNewest(deps.store, procedure))?.hash === fingerprint(files)) throw new Invalid('与现行版本完全相同，没有可发布的改动');
  const difference = await differenceOf(now, deps);
  const draft = await changeDraft(procedure, person, deps, (stands, by, at) => {
    if (stands.revision !== revision || stands.revision !== now.revision) throw new Conflict('草稿刚刚被别人改过。请看过改动后再提交');
    return { state: 'submitted', submission: { by, at, reason }, returned: null as never };
  });
  await logProcedure(deps.store, { procedure, at: draft.updatedAt, who: draft.updatedBy, action: '提交审批', text: '提交审批', why: reason, changes: difference.changes.map(({ text }) => text) });
  return draft;
}

/** Takes a submission back, to go on drawing. */
export async function withdrawDraft(procedure: string, person: Person, deps: Pick<Deps, 'store' | 'clock'>): Promise<ProcedureDraft> {
  await assertNotPublishing(procedure, deps);
  const draft = await changeDraft(procedure, person, deps, () => ({ state: 'editing', submission: null as never }), 'submitted');
  await logProcedure(deps.store, { procedure, at: draft.updatedAt, who: draft.updatedBy, action: '撤回提交', text: '撤回提交，继续修改' });
  return draft;
}

/** Sends a submission back with a reason. */
export async function returnDraft(procedure: string, reason: string, person: Person, deps: Pick<Deps, 'store' | 'clock'>): Promise<ProcedureDraft> {
  await assertNotPublishing(procedure, deps);
  const draft = await changeDraft(procedure, person, deps, (_now, by, at) => ({ state: 'editing', submission: null as never, returned: { by, at, reason } }), 'submitted');
  await logProcedure(deps.store, { procedure, at: draft.updatedAt, who: draft.updatedBy, action: '退回', text: '审批退回', why: reason });
  return draft;
}

async function assertNotPublishing(procedure: string, { store }: Pick<Deps, 'store'>): Promise<void> {
  if ((await findNewest(store, procedure))?.state === 'deploying') throw new Conflict('这个版本正在发布，不能再改');
}

/**
 * Approves a submitted draft and publishes it.
 *
 * @param revision the draft's revision that the approver has read
 * @throws Forbidden when the approver submitted it or had a hand in it; Conflict when it is not what was read; Invalid when the check or the
 *   engine refuses; Unavailable when the engine is away: then it goes into force by itself once the engine answers
 */
export async function approveDraft(procedure: string, { revision, reason }: { revision: number; reason?: string }, person: Person, deps: Deps): Promise<Release> {
  const draft = await getDraft(deps.store, procedure);
  if (draft.state !== 'submitted' || !draft.submission) throw new Conflict('草稿没有提交审批');
  if (draft.revision !== revision) throw new Conflict('草稿已不是您看到的那一份，请刷新后再看');
  const me = actor(person);
  if (isSame(draft.submission.by, me) || draft.editors.includes(person._id)) throw new Forbidden('提交或修改过这份草稿的人不能自己审批，请由另一人审批');
  const files = await filesToPublish(draft, deps);
  const newest = await findNewest(deps.store, procedure);
  // It went into force, and a crash came before the draft was put away.
  if (newest?.state === 'published' && newest.hash === fingerprint(files)) {
    await concluded(newest, deps);
    return newest;
  }
  await assertSound(draft, files, deps);
  const { changes } = await differenceOf(draft, deps);
  const release = await publish({
    procedure, name: draft.name, files, origin: 'draft', by: draft.submission.by, approvedBy: me, reason: draft.submission.reason, changes: changes.map(({ text }) => text),
  }, deps);
  if (reason) await logProcedure(deps.store, { procedure, at: deps.clock.now(), who: me, action: '审批意见', text: reason });
  await concluded(release, deps);
  return release;
}

/** What follows a publication: the draft is done with, and the history says so. Doing it again changes nothing. */
async function concluded(release: Release, { store }: Pick<Deps, 'store'>): Promise<void> {
  const { procedure, number, at, approvedBy, by, reason, changes } = release;
  await logProcedure(store, { procedure, at, who: approvedBy ?? by, action: '批准发布', text: `第 ${number} 版生效`, why: reason, changes, release: number }, `release:${number}`);
  await store.drafts.deleteOne({ _id: procedure, state: 'submitted' });
}

/** Finishes publications that had no answer, with all that follows from them. */
export async function settlePublications(deps: Pick<Deps, 'store' | 'engine' | 'clock'>): Promise<void> {
  for (const release of await settleReleases(deps)) if (release.origin === 'draft') await concluded(release, deps);
}

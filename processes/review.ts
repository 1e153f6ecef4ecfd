// Four eyes: a draft is submitted with a reason, read by a second person, and only then goes into force.
import { compare } from './compare/compare.js';
import { departmentNames } from './compare/departments.js';
import type { Deps } from './deps.js';
import { actor, changeDraft, getDraft, hashesOf, isSame } from './drafts.js';
import { Conflict, Forbidden, Invalid } from './errors.js';
import { notify } from './notices.js';
import { checkPackage } from './package-check.js';
import { logProcedure } from './procedure-log.js';
import { findInForce, fingerprint, isPublishing, liveDecisions, publish, settleReleases } from './publication.js';
import { can } from './roles.js';
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

/** A version that came after the draft was begun would be taken back unseen. */
async function assertBase(draft: ProcedureDraft, { store }: Pick<Deps, 'store'>): Promise<Release | undefined> {
  const inForce = await findInForce(store, draft._id);
  if ((inForce?.number ?? 0) !== draft.base) {
    throw new Conflict(`现行版本已是第 ${inForce?.number} 版，草稿是从第 ${draft.base} 版开始改的。请先和现行版本比较，把要保留的改动合进草稿，再在编辑页确认`);
  }
  return inForce;
}

/** What publishing a draft would change against the version in force. */
export async function differenceOf(draft: ProcedureDraft, deps: Pick<Deps, 'store'>) {
  const newest = await findInForce(deps.store, draft._id);
  return compare(newest?.files ?? [], await filesToPublish(draft, deps), { departments: await departmentNames(deps.store) });
}

/**
 * Asks for approval.
 *
 * @throws Invalid with every finding that is an error, or when nothing has changed; Conflict when it is submitted already, or tables clash
 */
export async function submitDraft(procedure: string, { reason, revision }: { reason: string; revision: number }, person: Person, deps: Pick<Deps, 'store' | 'clock' | 'jobs'>): Promise<ProcedureDraft> {
  const now = await getDraft(deps.store, procedure);
  const inForce = await assertBase(now, deps);
  const files = await filesToPublish(now, deps);
  await assertSound(now, files, deps);
  if (inForce && fingerprint(inForce.files) === fingerprint(files)) throw new Invalid('与现行版本完全相同，没有可发布的改动');
  const difference = await differenceOf(now, deps);
  const draft = await changeDraft(procedure, person, deps, (stands, by, at) => {
    if (stands.revision !== revision || stands.revision !== now.revision) throw new Conflict('草稿刚刚被别人改过。请看过改动后再提交');
    return { state: 'submitted', submission: { by, at, reason }, returned: null as never };
  });
  await logProcedure(deps.store, { procedure, at: draft.updatedAt, who: draft.updatedBy, action: '提交审批', text: '提交审批', why: reason, changes: difference.changes.map(({ text }) => text) });
  await tellApprovers(draft, person, reason, deps);
  return draft;
}

/** Whoever may decide on a draft is told that one waits: who had a hand in it cannot. */
async function tellApprovers(draft: ProcedureDraft, person: Person, reason: string, { store }: Pick<Deps, 'store'>): Promise<void> {
  const people = await store.people.find({ active: true }, { posts: 1 }).lean<Pick<Person, '_id' | 'posts'>[]>();
  const to = people.filter((one) => can(one, 'approve-procedures') && one._id !== person._id && !draft.editors.includes(one._id)).map(({ _id }) => _id);
  await notify(store, {
    id: `draft:${draft._id}:${draft.revision}`, to, procedure: draft._id, kind: 'approval', at: draft.updatedAt, title: `待审批：${draft.name}`, text: `${person.name} 提交了流程的新版，请审批。原因：${reason}`,
  });
}

/**
 * Notes that a draft takes the version in force into account.
 *
 * @param base the number of the version in force that was looked at
 * @throws Conflict when another is in force by now
 */
export async function rebaseDraft(procedure: string, base: number, person: Person, deps: Pick<Deps, 'store' | 'clock'>): Promise<ProcedureDraft> {
  const inForce = await findInForce(deps.store, procedure);
  if (inForce?.number !== base) throw new Conflict('现行版本又变了，请再比较一次');
  const draft = await changeDraft(procedure, person, deps, () => ({ base, baseFiles: hashesOf(inForce.files) }));
  await logProcedure(deps.store, { procedure, at: draft.updatedAt, who: draft.updatedBy, action: '修改', text: `已看过第 ${base} 版，草稿以它为基础` });
  return draft;
}

/** Takes a submission back, to go on drawing. */
export async function withdrawDraft(procedure: string, person: Person, deps: Pick<Deps, 'store' | 'clock'>): Promise<ProcedureDraft> {
  const draft = await changeDraft(procedure, person, deps, () => ({ state: 'editing', submission: null as never }), 'submitted');
  await logProcedure(deps.store, { procedure, at: draft.updatedAt, who: draft.updatedBy, action: '撤回提交', text: '撤回提交，继续修改' });
  return draft;
}

/** Sends a submission back with a reason. */
export async function returnDraft(procedure: string, reason: string, person: Person, deps: Pick<Deps, 'store' | 'clock'>): Promise<ProcedureDraft> {
  const draft = await changeDraft(procedure, person, deps, (_now, by, at) => ({ state: 'editing', submission: null as never, returned: { by, at, reason } }), 'submitted');
  await logProcedure(deps.store, { procedure, at: draft.updatedAt, who: draft.updatedBy, action: '退回', text: '审批退回', why: reason });
  return draft;
}

/**
 * Approves a submitted draft and publishes it.
 *
 * @param revision the draft's revision that the approver has read
 * @throws Forbidden when the approver submitted it or had a hand in it; Conflict when it is not what was read or another version came before it;
 *   Invalid when the check or the engine refuses; Unavailable when the engine is away: then it goes into force by itself once the engine answers
 */
export async function approveDraft(procedure: string, { revision, reason }: { revision: number; reason?: string }, person: Person, deps: Deps): Promise<Release> {
  const draft = await getDraft(deps.store, procedure);
  if (draft.state !== 'submitted' || !draft.submission) throw new Conflict(draft.state === 'approving' ? '这份草稿已批准，正在发布' : '草稿没有提交审批');
  if (draft.revision !== revision) throw new Conflict('草稿已不是您看到的那一份，请刷新后再看');
  const me = actor(person);
  if (isSame(draft.submission.by, me) || draft.editors.includes(person._id)) throw new Forbidden('提交或修改过这份草稿的人不能自己审批，请由另一人审批');
  await assertBase(draft, deps);
  const files = await filesToPublish(draft, deps);
  await assertSound(draft, files, deps);
  const { changes } = await differenceOf(draft, deps);
  // From here on nobody takes it back; whoever was faster was faster.
  const held = await deps.store.drafts.updateOne({ _id: procedure, state: 'submitted', revision }, { $set: { state: 'approving', updatedAt: deps.clock.now() } });
  if (held.modifiedCount === 0) throw new Conflict('草稿刚刚被撤回或改动，没有发布');
  try {
    const release = await publish({
      procedure, name: draft.name, files, origin: 'draft', by: draft.submission.by, approvedBy: me, reason: draft.submission.reason, changes: changes.map(({ text }) => text), draftRevision: revision,
    }, deps);
    if (reason) await logProcedure(deps.store, { procedure, at: deps.clock.now(), who: me, action: '审批意见', text: reason });
    await concluded(release, deps);
    return release;
  } catch (error) {
    // refused: as it was; without an answer it may be in force already, and is finished by settlePublications
    if (error instanceof Invalid || error instanceof Conflict) await letGo(procedure, revision, deps);
    throw error;
  }
}

const letGo = (procedure: string, revision: number, { store }: Pick<Deps, 'store'>) =>
  store.drafts.updateOne({ _id: procedure, state: 'approving', revision }, { $set: { state: 'submitted' } });

/** What follows a publication: the draft is done with, and the history says so. Doing it again changes nothing. */
async function concluded(release: Release, { store }: Pick<Deps, 'store'>): Promise<void> {
  const { procedure, number, at, approvedBy, by, reason, changes, draftRevision } = release;
  await logProcedure(store, { procedure, at, who: approvedBy ?? by, action: '批准发布', text: `第 ${number} 版生效`, why: reason, changes, release: number }, `release:${number}`);
  await store.drafts.deleteOne({ _id: procedure, state: 'approving', revision: draftRevision });
}

/** How long an approval may be under way before it counts as cut off, milliseconds of the engine's clock. */
const CUT_OFF = 15_000;

/** Finishes publications that had no answer or were cut off, with all that follows from them. */
export async function settlePublications(deps: Pick<Deps, 'store' | 'engine' | 'clock'>, olderThan = CUT_OFF): Promise<void> {
  const { store, clock } = deps;
  await settleReleases(deps, olderThan);
  const before = new Date(clock.now().getTime() - olderThan);
  for (const { _id: procedure, revision } of await store.drafts.find({ state: 'approving', updatedAt: { $lte: before } }, { revision: 1 }).lean<Pick<ProcedureDraft, '_id' | 'revision'>[]>()) {
    if (await isPublishing(store, procedure)) continue;
    const release = await store.releases.findOne({ procedure, state: 'published', draftRevision: revision }).lean<Release>();
    if (release) await concluded(release, deps);
    else await letGo(procedure, revision, deps);
  }
}

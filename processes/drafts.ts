// The draft of a procedure: one for all who edit, saved file by file, so that two editors end in a conflict that is shown and never in a lost draft.
import { acceptFile, acceptFiles } from './accept.js';
import type { Deps } from './deps.js';
import { Conflict, Invalid, NotFound } from './errors.js';
import { assertNames, assertSizes } from './package-limits.js';
import { logProcedure } from './procedure-log.js';
import { findInForce, fingerprint } from './publication.js';
import { isDuplicate, nextNumber, type Store } from './store/store.js';
import type { Actor, DraftFile, Person, ProcedureDraft, ProcedureFile, Snapshot } from './store/types.js';

type Around = Pick<Deps, 'store' | 'clock'>;

export const actor = ({ _id, name }: Pick<Person, '_id' | 'name'>): Actor => ({ id: _id, name });

/** Who did something, as a reader knows them: a person's name, or what a part of the system is called. */
export const actorName = (who: Actor): string => ('name' in who ? who.name : who.system);

/** The draft of a procedure, or nothing. */
export const findDraft = async (store: Store, procedure: string): Promise<ProcedureDraft | null> => store.drafts.findById(procedure).lean<ProcedureDraft>();

/** The draft of a procedure. @throws NotFound */
export async function getDraft(store: Store, procedure: string): Promise<ProcedureDraft> {
  const found = await findDraft(store, procedure);
  if (!found) throw new NotFound(`这个流程没有草稿 <${procedure}>`);
  return found;
}

/** Whether two actors are one person. */
export const isSame = (a: Actor, b: Actor): boolean => 'id' in a && 'id' in b && a.id === b.id;

/** Everybody who had a hand in the draft, with whoever changes it now. */
const withEditor = ({ editors }: ProcedureDraft, by: Actor): string[] => [...new Set([...editors, ...('id' in by ? [by.id] : [])])];

const fresh = ({ name, content }: ProcedureFile, revision: number, by: Actor, at: Date): DraftFile => ({ name, content, revision, by, at });

/** Drafts of one procedure follow each other, and a window may still hold the last one: each counts on from a number of its own. */
const DRAFT = 1_000_000;

/**
 * Opens the draft of a procedure: the one that is there, else a new one.
 *
 * @param files what a new one begins with; absent: the newest release
 * @throws NotFound when there is neither draft nor release nor files; Conflict when files are given and there is a draft or release already
 */
export async function openDraft(procedure: string, person: Person, { store, clock }: Around, files?: { name: string; files: ProcedureFile[] }): Promise<ProcedureDraft> {
  const there = await findDraft(store, procedure);
  const newest = await findInForce(store, procedure);
  if (files && (there || newest)) throw new Conflict(`流程编号「${procedure}」已经有了，请换一个编号`);
  if (there) return there;
  if (!newest && !files) throw new NotFound(`没有这个流程 <${procedure}>`);
  const [by, at] = [actor(person), clock.now()];
  const from = newest?.files ?? await accepted(procedure, files!.files);
  const revision = await nextNumber(store, 'drafts') * DRAFT;
  const made: ProcedureDraft = {
    _id: procedure, name: newest?.name ?? files!.name, revision, base: newest?.number ?? 0, baseFiles: hashesOf(newest?.files ?? []),
    files: from.map((file) => fresh(file, revision, by, at)), editors: newest ? [] : [person._id], state: 'editing', createdAt: at, createdBy: by, updatedAt: at, updatedBy: by,
  };
  try {
    await store.drafts.collection.insertOne(made as any);
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    return getDraft(store, procedure);
  }
  await logProcedure(store, { procedure, at, who: by, action: '新建草稿', text: newest ? `从第 ${newest.number} 版开始修改` : '新建流程' });
  return made;
}

/** The fingerprints by which a draft knows what it was begun from. */
export const hashesOf = (files: ProcedureFile[]): { name: string; hash: string }[] => files.map((file) => ({ name: file.name, hash: fingerprint([file]) }));

/** The names and sizes first: they cost nothing to see. */
async function accepted(procedure: string, files: ProcedureFile[]): Promise<ProcedureFile[]> {
  assertNames(procedure, files);
  assertSizes(files);
  return acceptFiles(files);
}

const NOT_NOW: Record<ProcedureDraft['state'], string> = {
  editing: '草稿没有提交审批', submitted: '草稿已提交审批，不能修改。请先撤回提交，或由审批人退回', approving: '这份草稿已批准，正在发布，不能再改',
};

/**
 * Changes a draft as one step, over what stands now; nobody's change is lost when two come at once.
 *
 * @param change gives the fields that change, from the draft as it stands
 * @throws Conflict when it is not being edited (submitted), NotFound when there is none
 */
export async function changeDraft(
  procedure: string, person: Person, { store, clock }: Around, change: (draft: ProcedureDraft, by: Actor, at: Date) => Promise<Partial<ProcedureDraft>> | Partial<ProcedureDraft>,
  wanted: ProcedureDraft['state'] = 'editing',
): Promise<ProcedureDraft> {
  for (;;) {
    const draft = await getDraft(store, procedure);
    if (draft.state !== wanted) throw new Conflict(NOT_NOW[draft.state]);
    const [by, at] = [actor(person), clock.now()];
    const { submission, returned, ...rest } = await change(draft, by, at);
    const unset = Object.fromEntries(Object.entries({ submission, returned }).filter(([, value]) => value === null).map(([name]) => [name, '']));
    const set = Object.fromEntries(Object.entries({ ...rest, submission, returned, updatedAt: at, updatedBy: by, revision: draft.revision + 1 }).filter(([, value]) => value !== undefined && value !== null));
    const done = await store.drafts.collection.updateOne({ _id: procedure as any, revision: draft.revision }, { $set: set, ...(Object.keys(unset).length > 0 ? { $unset: unset } : {}) });
    // Somebody was faster with another file or step: look again and decide on what stands now.
    if (done.modifiedCount === 1) return getDraft(store, procedure);
  }
}

/**
 * Saves one file of a draft.
 *
 * @param given.revision the file's revision that the change was made on; 0: a file that is new
 * @returns the draft with the file's next revision
 * @throws Conflict when the file was changed by another meanwhile; Invalid when the content cannot be read or is too large
 */
export async function saveFile(procedure: string, { name, content, revision }: ProcedureFile & { revision: number }, person: Person, deps: Around): Promise<ProcedureDraft> {
  assertNames(procedure, [{ name, content }]);
  const { content: text } = await acceptFile({ name, content });
  const draft = await changeDraft(procedure, person, deps, (now, by, at) => {
    const stands = now.files.find((file) => file.name === name);
    if ((stands?.revision ?? 0) !== revision) throw new Conflict(overtaken(stands));
    const next = fresh({ name, content: text }, now.revision + 1, by, at);
    const files = stands ? now.files.map((file) => (file === stands ? next : file)) : [...now.files, next];
    assertSizes(files);
    return { files, editors: withEditor(now, by), ...(name === `${procedure}.bpmn` ? { name: nameIn(text) ?? now.name } : {}) };
  });
  await logProcedure(deps.store, { procedure, at: draft.updatedAt, who: draft.updatedBy, action: '修改', text: `修改 ${name}` }, name);
  return draft;
}

const overtaken = (stands?: DraftFile): string =>
  (stands ? `${'name' in stands.by ? stands.by.name : '另一处'}在您之后改过这个文件，您的改动没有覆盖它` : '这个文件已被删除，您的改动没有覆盖它');
const nameIn = (xml: string): string | undefined => /<bpmn:process\b[^>]*\bname="([^"]*)"/.exec(xml)?.[1]?.replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code))).replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&amp;/g, '&');

/** Takes a form or table out of a draft. @throws Conflict when it was changed meanwhile; Invalid for the diagram itself */
export async function removeFile(procedure: string, { name, revision }: { name: string; revision: number }, person: Person, deps: Around): Promise<ProcedureDraft> {
  if (name.endsWith('.bpmn')) throw new Invalid('the diagram stays', [{ path: 'name', message: '流程图不能删除' }]);
  const draft = await changeDraft(procedure, person, deps, (now, by) => {
    const stands = now.files.find((file) => file.name === name);
    if (!stands || stands.revision !== revision) throw new Conflict(overtaken(stands));
    return { files: now.files.filter((file) => file !== stands), editors: withEditor(now, by) };
  });
  await logProcedure(deps.store, { procedure, at: draft.updatedAt, who: draft.updatedBy, action: '修改', text: `删除 ${name}` });
  return draft;
}

/** Keeps what a draft is now, before something replaces it. Also for what an editor could not save because another was faster. */
export async function keepSnapshot(store: Store, snapshot: Omit<Snapshot, '_id'>): Promise<Snapshot> {
  const made = { ...snapshot, _id: crypto.randomUUID(), files: snapshot.files.map(({ name, content }) => ({ name, content })) };
  await store.snapshots.collection.insertOne(made as any);
  return made;
}

/** Keeps one file as an editor had it beside the rest of the draft: what could not be saved because another was faster. */
export async function keepCopy(procedure: string, file: ProcedureFile, person: Person, { store, clock }: Around): Promise<Snapshot> {
  assertNames(procedure, [file]);
  const draft = await getDraft(store, procedure);
  const files = [...draft.files.filter(({ name }) => name !== file.name), file];
  assertSizes(files);
  return keepSnapshot(store, { procedure, at: clock.now(), by: actor(person), why: '冲突时保留的副本', files });
}

/** Puts other content into a draft, whole; what it was is kept. @param why what the history says of it */
export async function replaceFiles(procedure: string, files: ProcedureFile[], why: string, person: Person, deps: Around): Promise<ProcedureDraft> {
  const taken = await accepted(procedure, files);
  const draft = await changeDraft(procedure, person, deps, async (now, by, at) => {
    // of what stands at this very step: what somebody saved a moment ago is in it
    await keepSnapshot(deps.store, { procedure, at, by, why: `${why}之前的草稿`, files: now.files });
    return {
      files: taken.map((file) => fresh(file, now.revision + 1, by, at)),
      editors: withEditor(now, by), name: nameIn(taken.find(({ name }) => name.endsWith('.bpmn'))?.content ?? '') ?? now.name,
    };
  });
  await logProcedure(deps.store, { procedure, at: draft.updatedAt, who: draft.updatedBy, action: '恢复', text: why });
  return draft;
}

/** Gives a draft up; what it was is kept. */
export async function discardDraft(procedure: string, person: Person, { store, clock }: Around): Promise<void> {
  const draft = await getDraft(store, procedure);
  if (draft.state !== 'editing') throw new Conflict(NOT_NOW[draft.state]);
  const [by, at] = [actor(person), clock.now()];
  await keepSnapshot(store, { procedure, at, by, why: '放弃的草稿', files: draft.files });
  const { deletedCount } = await store.drafts.deleteOne({ _id: procedure, revision: draft.revision });
  if (deletedCount === 0) throw new Conflict('草稿刚刚被别人改过，没有放弃');
  await logProcedure(store, { procedure, at, who: by, action: '放弃草稿', text: '放弃草稿，内容已留存' });
}

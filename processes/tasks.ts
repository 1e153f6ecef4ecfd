// Human tasks as people act on them: take, give back, fill in, send. The engine's record alone says that one is done.
import { assertFiles, filesIn } from './attachments.js';
import { assertReplies } from './co-handling-end.js';
import { checkSubmission } from './submission-checks.js';
import type { Deps } from './deps.js';
import { placeOf } from './entries.js';
import { Conflict, Forbidden, NotFound } from './errors.js';
import { validateForm, type FormSchema } from './form.js';
import { taskKeys, touch } from './feed.js';
import { keepFacts } from './grid/keep-facts.js';
import { handOver } from './hand-over.js';
import { formsOf } from './publication.js';
import { attachFiles } from './store/files.js';
import { momentOf } from './shanghai.js';
import { insertOnce } from './store/store.js';
import type { Actor, Case, Entry, Person, Task } from './store/types.js';
import { formData } from './task-data.js';
import { mayAct, maySeeTask } from './visibility.js';

export const actorOf = (person: Person): Actor => ({ id: person._id, name: person.name, ...(person.posts[0] ? { unit: person.posts[0].unit } : {}) });

/**
 * A task that this person may see.
 *
 * @param asked what was asked for, when it is something that hangs on the task: hidden it is answered in its own name, and its task's key stays unknown
 * @throws NotFound when there is none, or none for this person
 */
export async function getTask(key: string, person: Person, { store }: Pick<Deps, 'store'>, asked = `task <${key}>`): Promise<Task> {
  const task = await store.tasks.findById(key).lean<Task>();
  // whose own it is needs no look at the case
  if (task && maySeeTask(person, task)) return task;
  const found = task && await store.cases.findById(task.caseNo, { scope: 1, reporter: 1 }).lean<Case>();
  if (!task || !maySeeTask(person, task, found)) throw new NotFound(`no ${asked}`);
  return task;
}

/** Refuses whoever may not act on a task now, and says why. */
async function assertMine(task: Task, person: Person, { store }: Pick<Deps, 'store'>): Promise<void> {
  if (task.state === 'completed' || task.state === 'submitted') {
    throw new Conflict(`任务已由 ${await nameOf(store, task)} 办理，不能再次提交`);
  }
  if (task.state === 'withdrawn') throw new Conflict('任务已收回，不需再办理；已填写的内容仍可查看');
  if (task.holder && task.holder.person !== person._id) throw new Conflict(`任务已由 ${await nameOf(store, task)} 认领（${momentOf(task.holder.at)}）`);
  if (mayAct(person, task)) return;
  const last = task.moves?.at(-1);
  // given on under the hands of whoever had it
  if (last?.from === person._id) throw new Conflict(`任务已于 ${momentOf(last.at)} 交给 ${(await store.people.findById(last.to, { name: 1 }).lean())?.name ?? '其他人'}`);
  throw new Forbidden('这项任务不属于您的岗位');
}

async function nameOf(store: Deps['store'], task: Task): Promise<string> {
  const by = task.submission?.by;
  if (by && 'name' in by) return by.name;
  const holder = task.holder && await store.people.findById(task.holder.person, { name: 1 }).lean();
  return holder?.name ?? '其他人';
}

/** What changes only while it is still open and still free for this person: two people at once, one wins. */
const freeFor = (key: string, person: Person) => ({ _id: key, state: 'open' as const, $or: [{ holder: null }, { 'holder.person': person._id }] });

async function record({ store }: Pick<Deps, 'store'>, task: Task, person: Person, at: Date, id: 'claim' | 'release', action: string): Promise<void> {
  const entry: Entry = { _id: `${id}:${task._id}:${at.getTime()}`, caseNo: task.caseNo, at, who: actorOf(person), action, element: placeOf(task), text: task.name };
  await insertOnce(store.entries, [entry]);
}

/** Takes a task for oneself. @throws Conflict when somebody else has it */
export async function claimTask(key: string, person: Person, deps: Deps): Promise<Task> {
  const task = await getTask(key, person, deps);
  await assertMine(task, person, deps);
  const took = (at: Date) => record(deps, task, person, at, 'claim', '认领');
  if (task.holder) {
    // Theirs already; a crash may have come between taking it and saying so.
    await took(task.holder.at);
    return task;
  }
  const at = deps.clock.now();
  const taken = await deps.store.tasks.findOneAndUpdate(freeFor(key, person), { $set: { holder: { person: person._id, at } }, $min: { claimedAt: at } }, { returnDocument: 'after' }).lean<Task>();
  if (!taken) {
    await assertMine(await getTask(key, person, deps), person, deps);
    throw new Conflict('任务刚刚发生变化，请重试');
  }
  await took(at);
  touch(deps.store, taskKeys(taken));
  return taken;
}

/** Gives a task back: one that was delegated to its owner, one that was given to this person to its groups, else to whom it was drawn for. */
export async function releaseTask(key: string, person: Person, deps: Deps): Promise<void> {
  const task = await getTask(key, person, deps);
  await assertMine(task, person, deps);
  const owner = task.holder?.for && await deps.store.people.findById(task.holder.for, { name: 1 }).lean();
  if (owner) return void await handOver(task, owner, { type: 'resume', by: actorOf(person) }, deps);
  if (task.assignee === person._id) return void await handOver(task, null, { type: 'release', by: actorOf(person) }, deps);
  if (!task.holder) return;
  const changed = await deps.store.tasks.updateOne({ _id: key, state: 'open', 'holder.person': person._id }, { $set: { holder: null } });
  if (!changed.modifiedCount) return;
  await record(deps, task, person, deps.clock.now(), 'release', '退回认领');
  touch(deps.store, taskKeys(task));
}

/** Keeps what is filled in so far; it stays readable even if the task is taken back. Nothing of it is checked. */
export async function saveDraft(key: string, values: Record<string, unknown>, person: Person, deps: Deps): Promise<void> {
  const task = await getTask(key, person, deps);
  await assertMine(task, person, deps);
  const draft = { values, at: deps.clock.now(), by: person._id };
  // what a colleague has begun goes over to whoever takes the task, not to whoever else may
  const own = { $or: [{ 'holder.person': person._id }, { holder: null, assignee: person._id }, { draft: null }, { 'draft.by': person._id }] };
  const kept = await deps.store.tasks.updateOne({ $and: [freeFor(key, person), own] }, { $set: { draft } });
  if (kept.matchedCount) return;
  await assertMine(await getTask(key, person, deps), person, deps);
  throw new Conflict('同事已开始填写这项任务，请先认领');
}

/**
 * Sends a task. Once this returns the submission is kept; the engine hears of it at once, or from the sweep when it is away.
 *
 * @param withoutReplies also while units that were asked to help (协办) have not answered; the lead (主办) must have
 * @throws Invalid with a problem for every field; Conflict when somebody else has it or it is done; Forbidden when it is not this person's
 */
export async function completeTask(key: string, values: Record<string, unknown>, person: Person, deps: Deps, { withoutReplies = false } = {}): Promise<{ state: Task['state'] }> {
  const { store, engine, clock } = deps;
  const task = await getTask(key, person, deps);
  await assertMine(task, person, deps);
  const [form, data] = await Promise.all([getForm(task, deps), formData(task, deps)]);
  const { values: clean } = validateForm(form, values, data);
  const files = await assertFiles(store, filesIn(form, clean), person, task.caseNo);
  checkSubmission(task.headers.check, clean, data, { task, now: clock.now(), calendar: deps.calendar });
  await assertReplies(task, withoutReplies, deps);
  // before it is sent: evidence must be readable by whoever sees the submission, whatever breaks in between
  await attachFiles(store, files, task.caseNo);
  const at = clock.now();
  const owner = task.holder?.for && await store.people.findById(task.holder.for, { name: 1 }).lean();
  const submission = { by: actorOf(person), at, values: clean, sentAt: Date.now(), ...(owner ? { for: { id: owner._id, name: owner.name } } : {}) };
  const sent = await store.tasks.findOneAndUpdate(
    freeFor(key, person), { $set: { state: 'submitted', submission, holder: task.holder ?? { person: person._id, at } } }, { returnDocument: 'after' },
  ).lean<Task>();
  if (!sent) {
    await assertMine(await getTask(key, person, deps), person, deps);
    throw new Conflict('任务刚刚发生变化，请重试');
  }
  touch(store, taskKeys(sent));
  // Kept is kept: whatever the engine answers now, its record or the sweep settles it.
  await keepFacts(sent, form, deps).then(() => engine.completeJob(key, clean)).catch(() => undefined);
  return { state: 'submitted' };
}

/** The form of a task, of the version that it runs on. @throws NotFound when the diagram names a form that was not published with it */
export async function getForm(task: Task, { store }: Pick<Deps, 'store'>): Promise<FormSchema> {
  const form = (await formsOf(store, task.definitionKey)).get(task.formKey);
  if (!form) throw new NotFound(`no form <${task.formKey}> for task <${task.elementId}>`);
  return form;
}

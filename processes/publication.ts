// What is published together stays together: a release is all files of a procedure's version, deployed as one, and a case reads the forms of its own.
import { createHash } from 'node:crypto';
import { stamped } from './canonical.js';
import type { Deps } from './deps.js';
import { Conflict, Invalid } from './errors.js';
import type { FormSchema } from './form.js';
import { isDuplicate, type Store } from './store/store.js';
import type { ProcedureFile, Release } from './store/types.js';

type Around = Pick<Deps, 'store' | 'engine' | 'clock'>;

/** How long a look-up may be out of date after another process published, milliseconds. */
const FRESH = 10_000;
let looked = new Map<string, { at: number; forms: Map<string, FormSchema> }>();

/** A fingerprint of one file or of several, whatever their order. */
export function fingerprint(files: ProcedureFile[]): string {
  const hash = createHash('sha256');
  for (const { name, content } of [...files].sort((a, b) => (a.name < b.name ? -1 : 1))) hash.update(name).update('\0').update(content).update('\0');
  return hash.digest('hex');
}

/** The release with the highest number, be it in force or only on its way: for numbering. */
async function findLast(store: Store, procedure: string): Promise<Release | undefined> {
  const [last] = await store.releases.find({ procedure }).sort({ number: -1 }).limit(1).lean<Release[]>();
  return last;
}

/** Whether a version of a procedure is on its way into force. */
export const isPublishing = async (store: Store, procedure: string): Promise<boolean> => (await store.releases.exists({ procedure, state: 'deploying' })) !== null;

/** The release of a procedure that is in force, or nothing. */
export async function findInForce(store: Store, procedure: string): Promise<Release | undefined> {
  const [newest] = await store.releases.find({ procedure, state: 'published' }).sort({ number: -1 }).limit(1).lean<Release[]>();
  return newest;
}

/** A release by its number. */
export const findRelease = async (store: Store, procedure: string, number: number): Promise<Release | null> =>
  store.releases.findById(`${procedure}/${number}`).lean<Release>();

type Light = Pick<Release, '_id' | 'procedure' | 'number' | 'at'> & { files: { name: string }[] };
/** Every release in force or before, in the order in which they came, without contents: those fill memory as versions pile up. */
const lightReleases = async (store: Store): Promise<Light[]> =>
  store.releases.find({ state: 'published' }, { procedure: 1, number: 1, at: 1, 'files.name': 1 }).sort({ at: 1, number: 1 }).lean<Light[]>();

/** Of several releases of each procedure the one with the highest number. */
export function newestOf<T extends Pick<Release, 'procedure' | 'number'>>(releases: T[]): T[] {
  const newest = new Map<string, T>();
  for (const one of releases) if (one.number > (newest.get(one.procedure)?.number ?? 0)) newest.set(one.procedure, one);
  return [...newest.values()];
}

/** The release in force of every procedure, by procedure. */
export async function newestReleases(store: Store): Promise<Map<string, Release>> {
  const newest = newestOf(await lightReleases(store));
  const whole = await store.releases.find({ _id: { $in: newest.map(({ _id }) => _id) } }).lean<Release[]>();
  return new Map(whole.map((release) => [release.procedure, release]));
}

/** The decision tables as the engine knows them now: by file name, the one that was published last, whichever procedure brought it. */
export async function liveDecisions(store: Store): Promise<Map<string, { file: ProcedureFile; release: Release }>> {
  const bringer = new Map((await lightReleases(store)).flatMap(({ _id, files }) => files.filter(({ name }) => name.endsWith('.dmn')).map(({ name }) => [name, _id] as const)));
  const whole = new Map((await store.releases.find({ _id: { $in: [...new Set(bringer.values())] } }).lean<Release[]>()).map((release) => [release._id, release]));
  return new Map([...bringer].map(([name, id]) => [name, { release: whole.get(id)!, file: whole.get(id)!.files.find((file) => file.name === name)! }]));
}

/**
 * Publishes a new version of a procedure: its diagram, tables and forms go to the engine as one, all or nothing. What is deployed is kept first,
 * so that a version in the engine always has its forms here; one whose answer never came is finished by `settleReleases`.
 *
 * @param wanted everything but what is known only now: number, time, and the engine's answer
 * @throws Invalid with the engine's words when it refuses; Conflict when another version is being published; Unavailable when the engine is away
 */
export async function publish(
  wanted: Pick<Release, 'procedure' | 'name' | 'files' | 'origin' | 'by' | 'approvedBy' | 'reason' | 'changes' | 'draftRevision'> & Partial<Pick<Release, 'hash'>>, deps: Around,
): Promise<Release> {
  const { store, clock } = deps;
  if (!wanted.files.some(({ name }) => name === `${wanted.procedure}.bpmn`)) throw new Invalid(`nothing to publish: no <${wanted.procedure}.bpmn>`);
  const before = await findLast(store, wanted.procedure);
  if (before?.state === 'deploying') throw new Conflict('这个流程的上一个版本还在发布中，请稍后再试');
  const number = (before?.number ?? 0) + 1;
  const release: Release = { hash: fingerprint(wanted.files), ...wanted, _id: `${wanted.procedure}/${number}`, number, at: clock.now(), state: 'deploying' };
  try {
    await store.releases.collection.insertOne(Object.fromEntries(Object.entries(release).filter(([, value]) => value !== undefined)) as any);
  } catch (error) {
    if (isDuplicate(error)) throw new Conflict('这个流程的另一个版本正在发布，请刷新后再看');
    throw error;
  }
  return deploy(release, deps);
}

/** Sends a release to the engine and notes its answer. Doing it again changes nothing. */
async function deploy(release: Release, { store, engine }: Around): Promise<Release> {
  const files = await Promise.all(release.files.map(async ({ name, content }) => ({ name, content: name.endsWith('.bpmn') ? await stamped(content, release.number) : content })));
  try {
    const { processes } = await engine.deploy(files);
    const mine = processes.find(({ procedure }) => procedure === release.procedure);
    const known = { state: 'published' as const, ...(mine ? { definitionKey: mine.key, engineVersion: mine.version } : {}) };
    await store.releases.updateOne({ _id: release._id }, { $set: known });
    looked = new Map();
    return { ...release, ...known };
  } catch (error) {
    // Refused for good: as if it had never been. Without an answer it may well be there.
    if (error instanceof Invalid) await store.releases.deleteOne({ _id: release._id, state: 'deploying', at: release.at });
    throw error;
  }
}

/**
 * Finishes what a crash or an absent engine left half-way.
 *
 * @param olderThan milliseconds of the engine's clock: what is younger may still be in the hands of whoever publishes it
 * @returns the releases that are published by now
 * @throws the first fault, after all were tried
 */
export async function settleReleases(deps: Around, olderThan = 0): Promise<Release[]> {
  const before = new Date(deps.clock.now().getTime() - olderThan);
  const open = await deps.store.releases.find({ state: 'deploying', at: { $lte: before } }, { _id: 1 }).lean<{ _id: string }[]>();
  const done: Release[] = [];
  let fault: unknown;
  for (const { _id } of open) {
    // as it is now: another process may have finished it, and published a newer one
    const release = await deps.store.releases.findOne({ _id, state: 'deploying' }).lean<Release>();
    if (!release) continue;
    try {
      done.push(await deploy(release, deps));
    } catch (error) {
      fault ??= error;
    }
  }
  if (fault && done.length === 0) throw fault;
  return done;
}

/** Makes sure that the engine has the newest version of a procedure: another one (restored, replaced) gets it again. Tables go in their live version. */
export async function reassure(release: Release, deps: Around): Promise<void> {
  const live = await liveDecisions(deps.store);
  await deploy({ ...release, files: release.files.map((file) => live.get(file.name)?.file ?? file) }, deps);
}

const formsIn = (files: ProcedureFile[]): [string, FormSchema][] => files.filter(({ name }) => name.endsWith('.form')).map(({ name, content }) => [name.replace(/\.form$/, ''), JSON.parse(content)]);

/** The forms that belong to a deployed procedure: form id → schema. For one that was not published from here, those that are in force. */
export async function formsOf(store: Store, definitionKey: string): Promise<Map<string, FormSchema>> {
  const known = looked.get(definitionKey);
  if (known && Date.now() - known.at < FRESH) return known.forms;
  const release = await store.releases.findOne({ definitionKey }).lean<Release>();
  const files = release ? release.files : [...(await newestReleases(store)).values()].flatMap((one) => one.files);
  const forms = new Map(formsIn(files));
  looked.set(definitionKey, { at: Date.now(), forms });
  return forms;
}

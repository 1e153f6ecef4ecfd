// The scripts that are kept of a procedure, each with how it went last; what they walked together is the procedure's coverage.
import type { Deps } from '../deps.js';
import { NotFound } from '../errors.js';
import type { Actor, RehearsalScript } from '../store/types.js';
import type { RehearsalState } from './types.js';

type Around = Pick<Deps, 'store' | 'clock'>;

/** The scripts of a procedure, by name. */
export async function scriptsOf({ store }: Pick<Deps, 'store'>, procedure: string): Promise<RehearsalScript[]> {
  const all = await store.rehearsals.find({ procedure }).lean<RehearsalScript[]>();
  return all.sort((a, b) => a.name.localeCompare(b.name, 'zh-CN'));
}

/** A script. @throws NotFound */
export async function getScript({ store }: Pick<Deps, 'store'>, id: string): Promise<RehearsalScript> {
  const found = await store.rehearsals.findById(id).lean<RehearsalScript>();
  if (!found) throw new NotFound(`没有这个演练脚本 <${id}>`);
  return found;
}

const resultOf = (state: RehearsalState, at: Date): NonNullable<RehearsalScript['last']> => ({
  at, by: state.by, label: state.label, ...(state.draftRevision === undefined ? {} : { draftRevision: state.draftRevision }), verdict: state.verdict ?? (state.incidents.length > 0 ? 'failed' : 'passed'),
  status: state.status ?? '', findings: state.findings, way: state.way, covered: state.coverage?.covered ?? 0, total: state.coverage?.total ?? 0,
});

/**
 * Keeps what was just played as a script; one of the same name is replaced.
 *
 * @returns the script
 */
export async function keepScript(name: string, state: RehearsalState, by: Actor, { store, clock }: Around): Promise<RehearsalScript> {
  const at = clock.now();
  const same = await store.rehearsals.findOne({ procedure: state.procedure, name }, { _id: 1 }).lean();
  const made: Omit<RehearsalScript, '_id'> = {
    name, procedure: state.procedure, case: state.case, steps: state.steps, expect: state.status ?? '', by, at, last: resultOf(state, at),
  };
  const id = same?._id ?? crypto.randomUUID();
  await store.rehearsals.collection.replaceOne({ _id: id as any }, made as any, { upsert: true });
  return { ...made, _id: id };
}

/** Notes how a replay went. */
export async function noteResult(id: string, state: RehearsalState, { store, clock }: Around): Promise<void> {
  await store.rehearsals.collection.updateOne({ _id: id as any }, { $set: { last: resultOf(state, clock.now()) } });
}

/** @throws NotFound */
export async function removeScript(id: string, { store }: Pick<Deps, 'store'>): Promise<void> {
  const { deletedCount } = await store.rehearsals.deleteOne({ _id: id });
  if (deletedCount === 0) throw new NotFound(`没有这个演练脚本 <${id}>`);
}

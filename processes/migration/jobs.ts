// Migrations as work that lasts: begun with a reason, paused, taken up again, stopped; what is done of it is read here and done in run.ts.
import type { Deps } from '../deps.js';
import { Conflict, Invalid, NotFound } from '../errors.js';
import { logProcedure } from '../procedure-log.js';
import type { Store } from '../store/store.js';
import type { Actor, Migration, MigrationItem, Person } from '../store/types.js';
import { actorOf } from '../tasks.js';
import { candidatesFor, type Candidate, type Preparation, type Wanted } from './candidates.js';
import { versionLabel } from './versions.js';

type Around = Pick<Deps, 'store' | 'clock'>;
const BUSY = '这个流程正在迁移，等它结束或停止后再开始';
export interface Begin extends Wanted { mode: Migration['mode']; reason: string; cases?: string[] }

const OPEN = { $in: ['running', 'paused'] as Migration['state'][] };
const OPEN_SOON = { $in: ['starting', ...OPEN.$in] as Migration['state'][] };
/** What is still starting after this was left by a process that was killed, milliseconds. */
const STALE = 60_000;

/**
 * Begins a migration. `dry` only keeps what the pre-flight said; `one` moves a single case; `rest` moves all others, once one has been moved to that version.
 *
 * @throws Invalid for unknown versions, mappings that lead nowhere, cases that are not among those that the person may move, or none to move;
 *   Conflict while another migration of the procedure is under way, or before one case was tried
 */
export async function beginMigration(procedure: string, wanted: Begin, person: Person, deps: Around): Promise<Migration> {
  const { store, clock } = deps;
  const made = await candidatesFor(procedure, wanted, person, deps);
  const chosen = choose(made, wanted);
  if (wanted.mode !== 'dry') {
    await removeStale(procedure, deps);
    await assertFree(procedure, made.to.definitionKey, wanted.mode, store);
  }
  const migration: Migration = {
    _id: crypto.randomUUID(), procedure, to: made.to.definitionKey, toVersion: made.to.version, ...(made.to.release === undefined ? {} : { toRelease: made.to.release }),
    from: made.from.map(({ definitionKey }) => definitionKey), hand: wanted.hand ?? [], mode: wanted.mode, state: wanted.mode === 'dry' ? 'dry' : 'starting', reason: wanted.reason,
    by: actorOf(person), at: clock.now(), total: chosen.length,
  };
  // the items first: a migration that is there is whole
  await store.migrationItems.collection.insertMany(chosen.map((candidate) => itemOf(candidate, migration)) as any[]);
  await store.migrations.collection.insertOne(migration as any);
  if (wanted.mode !== 'dry') await startFirst(migration, store);
  const froms = [...new Set(chosen.map(({ fromVersion }) => versionLabel(fromVersion)))].join('、');
  const what = { dry: '试算', one: '试迁一件', rest: `迁移 ${chosen.length} 件` }[wanted.mode];
  await log(deps, migration, actorOf(person), `${what}：${froms} → ${versionLabel(made.to)}`, wanted.reason);
  return migration;
}

function choose({ candidates }: Preparation, { mode, cases }: Begin): Candidate[] {
  if (cases) {
    const unknown = cases.filter((one) => !candidates.some(({ caseNo, instanceKey }) => caseNo === one || instanceKey === one));
    if (unknown.length > 0) throw new Invalid('有的案件不能选', unknown.map((one) => ({ path: 'cases', message: `没有在原版本上办理、且您能看到的案件「${one}」` })));
  }
  const wanted = cases ? candidates.filter(({ caseNo, instanceKey }) => cases.includes(caseNo) || cases.includes(instanceKey)) : candidates;
  if (mode === 'dry') {
    if (wanted.length === 0) throw new Invalid('原版本上没有您能看到的在办案件');
    return wanted;
  }
  const able = wanted.filter(({ ok }) => ok);
  const [first] = able;
  if (!first) throw new Invalid('没有现在可以迁移的案件', wanted.flatMap(({ caseNo, hindrances }) => hindrances.map(({ text }) => ({ path: caseNo, message: text }))).slice(0, 20));
  return mode === 'one' ? [first] : able;
}

async function assertFree(procedure: string, to: string, mode: Migration['mode'], store: Store): Promise<void> {
  if (await store.migrations.exists({ procedure, state: OPEN })) throw new Conflict(BUSY);
  if (mode === 'one') return;
  const tried = await store.migrations.find({ procedure, to, mode: { $ne: 'dry' } }, { _id: 1 }).lean<Pick<Migration, '_id'>[]>();
  const moved = await store.migrationItems.exists({ migration: { $in: tried.map(({ _id }) => _id) }, state: 'moved' });
  if (!moved) throw new Conflict('还没有案件迁到这个版本。请先试迁一件，看过结果后再迁移其余的');
}

async function remove(ids: string[], store: Store): Promise<void> {
  await store.migrations.deleteMany({ _id: { $in: ids } });
  await store.migrationItems.deleteMany({ migration: { $in: ids } });
}

async function removeStale(procedure: string, { store, clock }: Around): Promise<void> {
  const stale = await store.migrations.find({ procedure, state: 'starting', at: { $lt: new Date(clock.now().getTime() - STALE) } }, { _id: 1 }).lean<Pick<Migration, '_id'>[]>();
  if (stale.length > 0) await remove(stale.map(({ _id }) => _id), store);
}

/** Of two that began in the same moment the first one goes on; nothing of the other is moved. One that runs already is always first. */
async function startFirst(migration: Migration, store: Store): Promise<void> {
  const { _id, procedure } = migration;
  const isBefore = (one: Pick<Migration, '_id' | 'at'>) => one.at.getTime() - migration.at.getTime() || (one._id < _id ? -1 : 1);
  for (let left = 40; left > 0; left -= 1) {
    const others = await store.migrations.find({ procedure, state: OPEN_SOON, _id: { $ne: _id } }, { at: 1, state: 1 }).lean<Pick<Migration, '_id' | 'at' | 'state'>[]>();
    if (others.some((one) => one.state !== 'starting' || isBefore(one) < 0)) break;
    if (others.length === 0) {
      const { modifiedCount } = await store.migrations.updateOne({ _id, state: 'starting' }, { $set: { state: 'running' } });
      if (modifiedCount === 0) break;
      migration.state = 'running';
      return;
    }
    // one that began after us gives way as soon as it sees us, or had looked before we were there and runs
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await remove([_id], store);
  throw new Conflict(BUSY);
}

const itemOf = (candidate: Candidate, { _id, procedure, to, mode }: Migration): MigrationItem => ({
  _id: `${_id}:${candidate.instanceKey}`, migration: _id, procedure, to, instanceKey: candidate.instanceKey, caseNo: candidate.caseNo, title: candidate.title, from: candidate.from,
  fromVersion: candidate.fromVersion.release ?? candidate.fromVersion.version, state: mode !== 'dry' ? 'waiting' : candidate.ok ? 'ready' : 'refused', hindrances: candidate.hindrances,
  bridged: false, tries: 0, lease: 0, nextAt: 0,
});

/** Pauses, takes up again or stops. What is half-way over a bridge is still brought across. @throws Conflict when it is over; NotFound */
export async function turnMigration(procedure: string, id: string, turn: 'pause' | 'resume' | 'stop', person: Person, deps: Around): Promise<Migration> {
  const { store, clock } = deps;
  const [from, to] = ({ pause: ['running', 'paused'], resume: ['paused', 'running'], stop: [OPEN, 'stopped'] } as const)[turn];
  const end = turn === 'stop' ? { endedAt: clock.now() } : {};
  const changed = await store.migrations.findOneAndUpdate({ _id: id, procedure, state: from as any }, { $set: { state: to, ...end } }, { returnDocument: 'after' }).lean<Migration>();
  if (!changed) {
    const { state } = await getMigration(procedure, id, deps);
    throw new Conflict(state === 'starting' || state === 'paused' || state === 'running' ? '迁移的状态刚刚变过，请刷新后再看' : '这次迁移已经结束');
  }
  if (turn === 'stop') await store.migrationItems.updateMany({ migration: id, state: 'waiting', bridged: false }, { $set: { state: 'left' } });
  await log(deps, changed, actorOf(person), { pause: '暂停迁移', resume: '继续迁移', stop: '停止迁移' }[turn]);
  return changed;
}

/** Says something of a migration in the history of its procedure. */
export async function log({ store, clock }: Around, { procedure }: Pick<Migration, 'procedure'>, who: Actor, text: string, why?: string): Promise<void> {
  await logProcedure(store, { procedure, at: clock.now(), who, action: '迁移', text, ...(why ? { why } : {}) });
}

/** @throws NotFound */
export async function getMigration(procedure: string, id: string, { store }: Pick<Deps, 'store'>): Promise<Migration> {
  const found = await store.migrations.findOne({ _id: id, procedure }).lean<Migration>();
  if (!found) throw new NotFound(`没有这次迁移 <${id}>`);
  return found;
}

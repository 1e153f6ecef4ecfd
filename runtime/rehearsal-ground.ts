// The engine of a rehearsal: a broker of its own whose clock can be moved, started for it and thrown away, or one that is kept for rehearsals.
import { join } from 'node:path';
import { Conflict } from '../processes/errors.js';
import type { Ground } from '../processes/rehearsal/play.js';
import type { Settings } from '../processes/settings.js';
import type { Worker } from '../workers/job.js';
import { workers } from '../workers/list.js';
import { engineTime } from '../workers/supervise.js';
import { noteBroker } from './rehearsal-place.js';
import { script } from './scripts.js';

export interface Broker { address: string; management: string; stop(): void }

/** A small broker: one case, a quarter of an hour; each record is sent at once, so that a step is seen when it is done. */
const small = {
  ZEEBE_BROKER_EXPORTERS_RECORDS_ARGS_BULK_SIZE: '1', ZEEBE_BROKER_DATA_LOGSEGMENTSIZE: '16MB', ZEEBE_BROKER_EXPERIMENTAL_ROCKSDB_MEMORYLIMIT: '64MB', ZEEBE_BROKER_DATA_SNAPSHOTPERIOD: '30m',
  ZEEBE_BROKER_CLUSTER_RAFT_FLUSH_ENABLED: 'false',
};

const addTime = (management: string, milliseconds: number): Promise<Response> => fetch(`${management}/actuator/clock/add`, {
  method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ offsetMilli: Math.round(milliseconds) }), signal: AbortSignal.timeout(10_000),
});

/** An engine whose clock cannot be moved was not made for rehearsals, and may carry live cases: nothing is put on it. @throws Conflict */
export async function assertMovable({ address, management }: { address: string; management: string }): Promise<void> {
  const answer = await addTime(management, 0).catch((cause: Error) => {
    throw new Conflict(`演练引擎的管理地址 <${management}> 没有回答，演练没有开始。请系统管理员检查 REHEARSAL_ZEEBE_MANAGEMENT`, { cause });
  });
  if (!answer.ok) throw new Conflict(`引擎 <${address}> 不允许移动时间（${answer.status}），它不是演练用的引擎，演练没有开始。请系统管理员用 ZEEBE_CLOCK_CONTROLLED=true 启动一个演练专用的引擎，并检查 REHEARSAL_ZEEBE_ADDRESS 和 REHEARSAL_ZEEBE_MANAGEMENT`);
}

/** Starts a broker in the folder, or names the one that is given. @param records where it is to send its records */
export async function openBroker(settings: Settings, folder: string, records: { port: number; user: string; password: string }): Promise<Broker> {
  const { local, given } = settings.rehearsal;
  if (given) {
    await assertMovable(given);
    return { address: given.address, management: given.management, stop: () => undefined };
  }
  const { startZeebe } = await script('zeebe.mjs');
  const broker = await startZeebe({
    jdkHome: local!.jdkHome, home: local!.home, archive: local!.archive, dataDir: join(folder, 'zeebe'), logs: join(folder, 'logs'), clockControlled: true, jvm: ['-XX:TieredStopAtLevel=1'],
    recordsUrl: `http://127.0.0.1:${records.port}`, user: records.user, password: records.password, more: small,
    spawned: (child: { pid?: number }) => { if (child.pid) void noteBroker(folder, child.pid).catch((error: Error) => console.error(`the broker was not noted: ${error.message}`)); },
  });
  return { address: broker.address, management: broker.management, stop: () => void broker.child.kill('SIGKILL') };
}

/** Watches the engine while it is played on. */
export function groundOf(broker: Pick<Broker, 'management'>): Ground & { workers: Record<string, Worker>; heard(): void } {
  let at = Date.now();
  let running = 0;
  let supervised: ReturnType<Ground['supervised']>;
  const watched = ([type, worker]: [string, Worker]): [string, Worker] => [type, Object.assign(async (job: Parameters<Worker>[0], deps: Parameters<Worker>[1]) => {
    running += 1;
    try {
      const out = await worker(job, deps);
      if (type === 'supervise') supervised = { at: engineTime(job.variables.now), failed: Number(out?.failed ?? 0) };
      return out;
    } finally {
      running -= 1;
      at = Date.now();
    }
  }, { timeout: worker.timeout, errors: worker.errors })];
  return {
    workers: Object.fromEntries(Object.entries(workers).map(watched)),
    heard: () => { at = Date.now(); },
    supervised: () => supervised,
    quiet: () => (running > 0 ? 0 : Date.now() - at),
    async move(milliseconds) {
      const answer = await addTime(broker.management, milliseconds);
      if (!answer.ok) throw new Error(`the clock of the rehearsal was not moved: <${answer.status}>`);
    },
  };
}

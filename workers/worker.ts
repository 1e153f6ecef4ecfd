// The one place where a job ends: takes jobs from the engine, lets their worker run, and says how it went.
import { hostname } from 'node:os';
import { offBridge, readBridge } from '../processes/migration/bridge-name.js';
import { Duration, ZBClient } from 'zeebe-node';
import type { Deps } from '../processes/deps.js';
import { clientOptions } from '../processes/engine.js';
import { deliver, type Outcome } from './ending.js';
import { gate, type Gate } from './gate.js';
import type { Job, Worker } from './job.js';
import { hold, type Polling } from './polling.js';
import { Watch, type Stuck } from './watch.js';

export type { Job, Worker } from './job.js';
export type { Stuck } from './watch.js';

export interface Workers {
  /** Takes no more jobs, waits for those that run, and lets go of the engine. */
  close(): Promise<void>;
  /** What stands still: see `Stuck`. Empty when all is well. */
  stuck(): Stuck[];
}

export interface Options {
  /** Milliseconds for which the engine keeps a job for us; a worker killed half-way leaves its jobs locked as long as that. */
  timeout?: number;
  /** How many workers run at once, over all types: fewer than the store has connections. */
  atOnce?: number;
  log?: (line: string) => void;
}

/** Jobs asked for in one go, and milliseconds between two askings (zeebe-node's own are 32 and 300, which halves what gets through). */
const BATCH = 128;
const ASK_EVERY = 20;

/** No place is waited for; the batch alone holds how many run at once. */
const beside: Gate = (run) => run();

/**
 * Starts a worker for each job type of the list.
 *
 * @param address the gateway, `host:port`; it may be away, now or later: the workers wait for it
 */
export function startWorkers(address: string, list: Record<string, Worker>, deps: Deps, options: Options = {}): Workers {
  const { timeout = 20_000, atOnce = 28, log = (line: string) => console.warn(line) } = options;
  const client = new ZBClient(address, clientOptions);
  const name = `${hostname()}:${process.pid}`;
  const pass = gate(atOnce);
  const watch = new Watch(Object.keys(list));
  let closing = false;

  for (const [type, worker] of Object.entries(list)) {
    const lock = worker.timeout ?? timeout;
    const polling = client.createWorker({
      // who did it, as the history of an instance shows it; the client's own is a new number at each start
      id: name, taskType: type, pollInterval: Duration.milliseconds.of(ASK_EVERY), maxJobsToActivate: BATCH, timeout: Duration.milliseconds.of(lock),
      taskHandler: async (taken) => {
        const until = Date.now() + lock;
        const job = read(taken, lock);
        deps.clock.seen(job.takenAt.getTime());
        const ended = watch.taken(job, until);
        try {
          await (worker.apart ? beside : pass)(async () => {
            const outcome = await outcomeOf(worker, job, deps, until);
            if (outcome) await deliver(client, job, outcome, { until, log, giveUp: () => closing });
            else log(`job <${job.key}> of type <${type}> for case <${job.caseNo}> took longer than <${lock} ms>: left to time out`);
          });
        } catch (error) {
          // Nothing may leave this handler: zeebe-node answers a throw with a fail of its own that nobody awaits, and then the process exits.
          log(`job <${job.key}> of type <${type}>: ${(error as Error).message}`);
        } finally {
          ended();
        }
        return taken.forward();
      },
    });
    hold(polling as unknown as Polling, watch.connection);
  }

  return {
    async close() {
      closing = true;
      await client.close();
    },
    stuck: () => watch.stuck(),
  };
}

/** Runs a worker. @returns nothing when the engine has given up waiting, before or while it ran */
async function outcomeOf(worker: Worker, job: Job, deps: Deps, until: number): Promise<Outcome | undefined> {
  const left = until - Date.now();
  if (left <= 0) return undefined;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => { timer = setTimeout(() => resolve(undefined), left); });
  const run = worker(job, deps).then((variables): Outcome => ({ variables: variables ?? {} }), (error): Outcome => ({ error }));
  try {
    return await Promise.race([run, late]);
  } finally {
    clearTimeout(timer);
  }
}

interface Taken {
  key: string; type: string; variables: Record<string, any>; customHeaders: Record<string, any>; retries: number; deadline: string;
  elementId: string; bpmnProcessId: string; processInstanceKey: string; elementInstanceKey: string;
}

function read(taken: Taken, lock: number): Job {
  return {
    key: String(taken.key), type: taken.type, caseNo: typeof taken.variables.caseNo === 'string' ? taken.variables.caseNo : '', variables: taken.variables,
    headers: taken.customHeaders, retries: taken.retries, takenAt: new Date(Number(taken.deadline) - lock),
    element: {
      id: offBridge(taken.elementId), procedure: readBridge(taken.bpmnProcessId)?.procedure ?? taken.bpmnProcessId, instanceKey: String(taken.processInstanceKey), elementKey: String(taken.elementInstanceKey),
    },
  };
}

// Keeps zeebe-node's polling calm while the gateway is away: unheld, every worker asks again the moment it was refused.
import type { EventEmitter } from 'node:events';

/** The part of a zeebe-node worker that decides whether it asks for jobs; private there, so this file and its test are all that know it. */
export interface Polling {
  stalled: boolean;
  /** It waits 2^n seconds after "exhausted" and "internal", without a bound of its own. */
  backPressureRetryCount: number;
  grpcClient: { activateJobsStream(request: object): Promise<EventEmitter | { error: Error } | undefined> };
}

/** The longest pause, milliseconds: how late a worker may notice that the gateway is back. */
const LONGEST = 2_000;

/** Told of every answer to an asking for jobs. */
export interface Connection { answered(): void; refused(): void }

/** Makes a worker pause a little longer after each refusal in a row. */
export function hold(worker: Polling, connection: Connection): void {
  const ask = worker.grpcClient.activateJobsStream;
  let pause = 0;
  worker.grpcClient.activateJobsStream = async (request) => {
    const stream = await ask(request);
    if (!stream || !('on' in stream)) return stream;
    const answered = () => {
      pause = 0;
      connection.answered();
    };
    stream.on('data', answered);
    stream.on('end', answered);
    stream.on('error', () => {
      connection.refused();
      worker.backPressureRetryCount = Math.min(worker.backPressureRetryCount, 2);
      pause = Math.min(pause * 2 || 50, LONGEST);
      worker.stalled = true;
      setTimeout(() => { worker.stalled = false; }, pause).unref();
    });
    return stream;
  };
}

// The bare engine: the same diagrams on a broker of its own without an exporter, driven by the engine's client with workers that do nothing.
import { Duration, ZBClient } from 'zeebe-node';
import { clientOptions } from '../processes/engine.js';
import { loadDiagrams } from '../processes/procedure.js';
import { answers } from './answers.js';

export interface RawResult { cases: number; seconds: number }

/**
 * Starts `count` cases by message and completes every job at once.
 *
 * @param address of a broker that runs nothing else
 * @param diagrams the folder that is deployed
 */
export async function runRaw(address: string, diagrams: string, count: number, warmUp: number): Promise<RawResult> {
  const client = new ZBClient(address, { ...clientOptions, retry: true });
  const { resources, procedures } = await loadDiagrams(diagrams);
  const grpc = (client as any).grpc;
  for (let tries = 0; ; tries += 1) {
    try {
      await grpc.deployResourceSync({ resources: resources.map(({ name, content }) => ({ name, content: Buffer.from(content) })) });
      break;
    } catch (error) {
      // A broker that has just started refuses for a second or two.
      if (tries > 50) throw error;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
  let closed = 0;
  const types = [...new Set(procedures.flatMap((procedure) => procedure.jobTypes)), 'io.camunda.zeebe:userTask'];
  const workers = types.map((taskType) => client.createWorker({
    taskType, pollInterval: Duration.milliseconds.of(15), maxJobsToActivate: 128, timeout: Duration.seconds.of(60), loglevel: 'NONE',
    taskHandler: async (job: any) => {
      if (taskType === 'close-case') closed += 1;
      return job.complete(answers[job.elementId] ?? (taskType === 'assign' ? { assignee: null } : {}));
    },
  } as never));

  const start = async (n: number) => {
    for (let i = 0; i < n; i += 20) {
      await Promise.all(Array.from({ length: Math.min(20, n - i) }, () => {
        const caseNo = crypto.randomUUID();
        return client.publishMessage({
          name: 'case.reported', correlationKey: caseNo, messageId: caseNo, timeToLive: Duration.seconds.of(10),
          variables: { caseNo, category: 'D01', urgency: '一般', people: 0, source: '网格巡查', grid: 'g', village: 'v', town: 't', county: 'c', city: 'y', returns: 0, reworks: 0 },
        } as never);
      }));
    }
  };
  const wait = async (wanted: number) => {
    for (let idle = 0, last = closed; closed < wanted; ) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      idle = closed === last ? idle + 1 : 0;
      last = closed;
      if (idle > 3_000) throw new Error(`the bare engine stands at <${closed}> of <${wanted}> cases`);
    }
  };
  await start(warmUp);
  await wait(warmUp);
  const began = performance.now();
  await start(count);
  await wait(warmUp + count);
  const seconds = (performance.now() - began) / 1000;
  await Promise.all(workers.map((worker) => worker.close()));
  await client.close();
  return { cases: count, seconds };
}

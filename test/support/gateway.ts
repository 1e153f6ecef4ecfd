// A gateway in the test's own process: hands out the jobs it is given and writes down how they were ended.
import { createRequire } from 'node:module';
import grpc from '@grpc/grpc-js';
import loader from '@grpc/proto-loader';

const proto = createRequire(import.meta.url).resolve('zeebe-node/proto/zeebe.proto');
const definition = loader.loadSync(proto, { keepCase: true, longs: String, enums: String, defaults: true });
const service = (grpc.loadPackageDefinition(definition) as any).gateway_protocol.Gateway.service;

export interface Said { call: 'completeJob' | 'failJob' | 'throwError'; [field: string]: any }
export interface FakeGateway {
  address: string; said: Said[]; asked: number;
  /** Makes a job; it is handed to the next that asks for its type. */
  offer(type: string, variables?: object, more?: object): string;
  /** Answers the next endings with these gRPC codes. */
  refuse(...codes: number[]): void;
  /** As if the process were killed. */
  stop(): void;
}

export async function openGateway(port = 0): Promise<FakeGateway> {
  const waiting: any[] = [];
  const codes: number[] = [];
  const fake = { said: [] as Said[], asked: 0 } as FakeGateway;
  let keys = 2251799813685249n;
  const ending = (call: Said['call']) => ({ request }: any, answer: any) => {
    fake.said.push({ call, ...request, variables: JSON.parse(request.variables || '{}') });
    const code = codes.shift();
    if (code) answer({ code, details: `refused with ${code}` });
    else answer(null, {});
  };
  const server = new grpc.Server();
  server.addService(service, {
    Topology: (_: unknown, answer: any) => answer(null, { brokers: [], partitionsCount: 1 }),
    CompleteJob: ending('completeJob'), FailJob: ending('failJob'), ThrowError: ending('throwError'),
    ActivateJobs(call: any) {
      fake.asked++;
      const deadline = Date.now() + Math.min(Number(call.request.requestTimeout), 1_000);
      const look = () => {
        if (call.cancelled) return;
        const mine = waiting.filter((job) => job.type === call.request.type);
        for (const job of mine) waiting.splice(waiting.indexOf(job), 1);
        if (mine.length > 0) call.write({ jobs: mine.map((job) => ({ ...job, deadline: Date.now() + Number(call.request.timeout) })) });
        if (mine.length > 0 || Date.now() > deadline) call.end();
        else setTimeout(look, 5);
      };
      look();
    },
  });
  const bound = await new Promise<number>((resolve, reject) => {
    server.bindAsync(`127.0.0.1:${port}`, grpc.ServerCredentials.createInsecure(), (error, at) => (error ? reject(error) : resolve(at)));
  });
  return Object.assign(fake, {
    address: `127.0.0.1:${bound}`,
    offer(type: string, variables: object = {}, more: object = {}) {
      const key = String(keys++);
      waiting.push({
        key, type, processInstanceKey: '1', bpmnProcessId: 'grid-event', processDefinitionVersion: 1, processDefinitionKey: '3', elementId: 'step', elementInstanceKey: '2',
        customHeaders: '{}', worker: '', retries: 3, variables: JSON.stringify({ caseNo: 'BY-2026-000001', ...variables }), tenantId: '', ...more,
      });
      return key;
    },
    refuse: (...given: number[]) => void codes.push(...given),
    stop: () => server.forceShutdown(),
  });
}

/** Waits until something is so. */
export async function until(so: () => boolean | Promise<boolean>, milliseconds = 10_000): Promise<void> {
  for (const end = Date.now() + milliseconds; !(await so());) {
    if (Date.now() > end) throw new Error(`still not so after <${milliseconds} ms>: ${so}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

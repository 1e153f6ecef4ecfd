import { BusinessError, Unavailable } from '../../processes/errors.js';
import { engineClock } from '../../processes/clock.js';
import type { Deps } from '../../processes/deps.js';
import { startWorkers, type Worker, type Workers } from '../../workers/worker.js';
import { openGateway, until, type FakeGateway } from '../support/gateway.js';

let gateway: FakeGateway;
let running: Workers | undefined;
const log: string[] = [];
const start = (list: Record<string, Worker>, options = {}) => {
  running = startWorkers(gateway.address, list, { clock: engineClock() } as Deps, { log: (line) => log.push(line), ...options });
};

beforeEach(async () => {
  log.length = 0;
  gateway = await openGateway();
});
afterEach(async () => {
  await running?.close();
  running = undefined;
  gateway.stop();
});

describe('the end of a job', () => {
  test('what a worker gives back completes its job', async () => {
    start({ add: async (job) => ({ sum: job.variables.a + job.variables.b }) });
    const key = gateway.offer('add', { a: 1, b: 2 });
    await until(() => gateway.said.length > 0);
    expect(gateway.said).toEqual([{ call: 'completeJob', jobKey: key, variables: { sum: 3 } }]);
  });

  test('a worker reads the case, the headers and the place in the diagram', async () => {
    const seen: unknown[] = [];
    start({ look: async (job) => void seen.push(job) });
    const key = gateway.offer('look', { x: 1 }, { customHeaders: '{"to":"town"}', bpmnProcessId: 'wage-arrears', elementId: 'report-county' });
    await until(() => gateway.said.length > 0);
    expect(seen[0]).toMatchObject({
      key, type: 'look', caseNo: 'BY-2026-000001', headers: { to: 'town' }, variables: { x: 1 }, retries: 3,
      element: { id: 'report-county', procedure: 'wage-arrears', instanceKey: '1', elementKey: '2' },
    });
  });

  test('a business error is thrown with its code and its reason', async () => {
    start({ merge: async () => { throw new BusinessError('MERGE_TARGET', '没有这个案件'); } });
    gateway.offer('merge');
    await until(() => gateway.said.length > 0);
    expect(gateway.said[0]).toMatchObject({ call: 'throwError', errorCode: 'MERGE_TARGET', errorMessage: '没有这个案件', variables: { reason: '没有这个案件' } });
  });

  test.each([[4, 3, 1_000], [3, 2, 5_000], [2, 1, 30_000], [1, 0, 0]])('a fault with %d tries left is failed with %d, back after %d ms', async (retries, left, backOff) => {
    start({ classify: async () => { throw new Error('no row'); } });
    gateway.offer('classify', {}, { retries });
    await until(() => gateway.said.length > 0);
    expect(gateway.said[0]).toMatchObject({
      call: 'failJob', retries: left, retryBackOff: String(backOff), errorMessage: 'case <BY-2026-000001>, job type <classify>: no row',
    });
  });

  test('an outage costs no try', async () => {
    start({ classify: async () => { throw new Unavailable('store away'); } });
    gateway.offer('classify', {}, { retries: 1 });
    await until(() => gateway.said.length > 0);
    expect(gateway.said[0]).toMatchObject({ call: 'failJob', retries: 1, retryBackOff: '5000' });
  });

  test.each([5, 9])('a job that had ended meanwhile (gRPC %d) is no fault', async (code) => {
    start({ add: async () => ({}) });
    gateway.refuse(code);
    gateway.offer('add');
    await until(() => log.length > 0);
    expect(gateway.said).toHaveLength(1);
    expect(log[0]).toMatch(/had ended already/);
  });

  test('an end that the engine could not take is said again', async () => {
    start({ add: async () => ({}) });
    gateway.refuse(14, 8);
    gateway.offer('add');
    await until(() => gateway.said.length === 3);
    expect(gateway.said.map(({ call }) => call)).toEqual(['completeJob', 'completeJob', 'completeJob']);
    expect(log).toEqual([]);
  });

  test('variables that the engine refuses make the job fail instead of hang', async () => {
    start({ add: async () => ({}) });
    gateway.refuse(3);
    gateway.offer('add');
    await until(() => gateway.said.length === 2);
    expect(gateway.said[1]).toMatchObject({ call: 'failJob', retries: 2 });
  });

  test('a result that cannot be written down fails its job', async () => {
    const round: Record<string, unknown> = {};
    round.self = round;
    start({ add: async () => round });
    gateway.offer('add');
    await until(() => gateway.said.length > 0);
    expect(gateway.said[0]!.call).toBe('failJob');
  });

  test('a worker that does not end gives its place free and is left to time out', async () => {
    start({ slow: () => new Promise(() => undefined), add: async () => ({}) }, { timeout: 100, atOnce: 1 });
    gateway.offer('slow');
    await until(() => log.length > 0);
    gateway.offer('add');
    await until(() => gateway.said.length > 0);
    expect(gateway.said.map(({ call }) => call)).toEqual(['completeJob']);
    expect(log[0]).toMatch(/left to time out/);
  });

  test('no more run at once than allowed', async () => {
    let inside = 0;
    let most = 0;
    start({ add: async () => {
      most = Math.max(most, ++inside);
      await new Promise((resolve) => setTimeout(resolve, 20));
      inside--;
    } }, { atOnce: 3 });
    for (let i = 0; i < 20; i++) gateway.offer('add');
    await until(() => gateway.said.length === 20);
    expect(most).toBe(3);
  });
});

describe('a gateway that is away', () => {
  test('the workers wait calmly and go on when it is back', async () => {
    start({ add: async () => ({ done: true }) });
    const { address } = gateway;
    gateway.offer('add');
    await until(() => gateway.said.length === 1);
    gateway.stop();
    const before = process.cpuUsage();
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1_000).toBeLessThan(500);
    gateway = await openGateway(Number(address.split(':')[1]));
    gateway.offer('add');
    await until(() => gateway.said.length === 1, 20_000);
    expect(gateway.asked).toBeLessThan(20);
  });

  test('a job that was done while it was away is completed when it is back', async () => {
    let done = 0;
    let finish: () => void = () => undefined;
    start({ add: async () => {
      await new Promise<void>((resolve) => { finish = resolve; });
      done++;
    } });
    const { address } = gateway;
    const key = gateway.offer('add');
    await new Promise((resolve) => setTimeout(resolve, 500));
    gateway.stop();
    finish();
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    gateway = await openGateway(Number(address.split(':')[1]));
    await until(() => gateway.said.length === 1, 20_000);
    expect(gateway.said[0]).toMatchObject({ call: 'completeJob', jobKey: key });
    expect(done).toBe(1);
  });

  test('closing does not wait for it', async () => {
    start({ add: async () => ({}) });
    gateway.offer('add');
    await until(() => gateway.said.length === 1);
    gateway.stop();
    const begun = Date.now();
    await running!.close();
    expect(Date.now() - begun).toBeLessThan(1_000);
  });
});

test('closing waits for the worker that runs', async () => {
  let finished = false;
  let begun = false;
  start({ add: async () => {
    begun = true;
    await new Promise((resolve) => setTimeout(resolve, 300));
    finished = true;
  } });
  gateway.offer('add');
  await until(() => begun);
  await running!.close();
  expect(finished).toBe(true);
  expect(gateway.said).toHaveLength(1);
});

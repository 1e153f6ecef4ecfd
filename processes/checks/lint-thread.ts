// The thread in which bpmnlint runs: one, kept, because loading bpmnlint takes half a second and checking while somebody draws must not.
import { Worker } from 'node:worker_threads';

/** What bpmnlint reports, by rule. */
export type Reports = Record<string, { id: string; message: string; category: string; name?: string }[]>;

interface Wait { xml: string; resolve(reports: Reports): void; reject(error: Error): void }

/** How long one diagram may take, milliseconds: a thread that is stuck on hostile input is ended. The first one also loads bpmnlint. */
const PATIENCE = 15_000;

/** One thread with a queue before it. It begins with the first diagram, keeps no process alive while it is idle, and is replaced when it dies. */
export class LintThread {
  private worker?: Worker;
  private now?: Wait & { timer: NodeJS.Timeout };
  private readonly queue: Wait[] = [];
  constructor(private readonly config: object, private readonly patience = PATIENCE) {}

  /** What bpmnlint reports of a well-formed diagram. @throws Error when it could not be checked in time */
  check(xml: string): Promise<Reports> {
    return new Promise((resolve, reject) => {
      this.queue.push({ xml, resolve, reject });
      this.next();
    });
  }

  /** Ends the thread; the next diagram begins another. */
  async close(): Promise<void> {
    const { worker } = this;
    this.worker = undefined;
    await worker?.terminate();
  }

  private next(): void {
    if (this.now) return;
    const wait = this.queue.shift();
    if (!wait) {
      this.worker?.unref();
      return;
    }
    const worker = (this.worker ??= this.begin());
    worker.ref();
    this.now = { ...wait, timer: setTimeout(() => this.lost(worker, new Error(`not checked within <${this.patience} ms>`)), this.patience) };
    worker.postMessage(wait.xml);
  }

  private begin(): Worker {
    const worker = new Worker(`(${inThread})()`, { eval: true, workerData: { base: import.meta.url, config: this.config } });
    worker.on('message', ({ reports, error }: { reports?: Reports; error?: string }) => {
      if (worker !== this.worker) return;
      const done = this.done();
      if (reports) done?.resolve(reports);
      else done?.reject(new Error(error));
      this.next();
    });
    worker.on('error', (error) => this.lost(worker, error as Error));
    worker.on('exit', (code) => this.lost(worker, new Error(`the thread ended with <${code}>`)));
    return worker;
  }

  private done(): Wait | undefined {
    const { now } = this;
    clearTimeout(now?.timer);
    this.now = undefined;
    return now;
  }

  private lost(worker: Worker, error: Error): void {
    if (worker !== this.worker) return;
    this.worker = undefined;
    void worker.terminate();
    this.done()?.reject(error);
    this.next();
  }
}

/** Sent as text into the thread, so that nothing from outside it is known here; there bpmnlint, CommonJS over ES modules, loads under jest as well. */
async function inThread(): Promise<void> {
  const { parentPort, workerData } = process.getBuiltinModule('node:worker_threads');
  const { base, config } = workerData;
  const load = process.getBuiltinModule('node:module').createRequire(base);
  const { BpmnModdle } = load('bpmn-moddle');
  const Linter = load('bpmnlint/lib/linter');
  const NodeResolver = load('bpmnlint/lib/resolver/node-resolver');
  const moddle = new BpmnModdle({ zeebe: load('zeebe-bpmn-moddle/resources/zeebe.json') });
  const found = new NodeResolver({ require: load });
  const remembered = new Map<string, unknown>();
  /** Looking for its seventy rules in the file system takes bpmnlint longer than running them: each is looked for once. */
  const once = (kind: 'resolveRule' | 'resolveConfig') => (pkg: string, name: string): unknown => {
    const key = `${kind} ${pkg} ${name}`;
    if (!remembered.has(key)) remembered.set(key, found[kind](pkg, name));
    return remembered.get(key);
  };
  const resolver = { resolveRule: once('resolveRule'), resolveConfig: once('resolveConfig') };
  parentPort!.on('message', async (xml: string) => {
    try {
      const { rootElement } = await moddle.fromXML(xml);
      // a linter each: some rules remember what they have seen
      const said: Reports = await new Linter({ resolver, config }).lint(rootElement);
      // only what can be sent: a report may hold parts of the model
      const reports = Object.fromEntries(Object.entries(said).map(([rule, all]) => [rule, all.map(({ id, message, category, name }) => ({ id, message, category, name }))]));
      parentPort!.postMessage({ reports });
    } catch (error) {
      parentPort!.postMessage({ error: String(error) });
    }
  });
}

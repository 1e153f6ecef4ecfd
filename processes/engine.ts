// The engine's client for everything but job workers: every call has a deadline and never retries by itself.
import { Duration, ZBClient } from 'zeebe-node';
import { openMigrateClient, type Move } from './engine-migrate.js';
import { tryDecision, type Tried } from './engine-tryout.js';
import { BusinessError, Conflict, Invalid, NotFound, Unavailable } from './errors.js';

export interface Resource { name: string; content: string | Buffer }
export interface Deployed { key: string; processes: { procedure: string; version: number; key: string; resource: string }[] }

export interface Topology {
  version: string; partitions: number; replicas: number;
  brokers: { id: number; address: string; version: string; partitions: { id: number; role: 'leader' | 'follower' | 'inactive'; health: 'healthy' | 'unhealthy' | 'dead' }[] }[];
}

export interface Engine {
  /** Publishes a message; one that is buffered already counts as done. `ttl` in milliseconds, 0: only for whoever waits now. */
  publish(message: { name: string; key: string; id?: string; ttl?: number; variables?: object }): Promise<void>;
  /** Completes a job by its key. @throws NotFound when the engine does not know it (any more) */
  completeJob(key: string, variables: object): Promise<void>;
  /** Deploys all or nothing. @throws Invalid with the engine's own words */
  deploy(resources: Resource[]): Promise<Deployed>;
  /** Evaluates the newest version of a decision and gives its output. */
  evaluate(decision: string, variables: object): Promise<unknown>;
  /** Starts an instance of a procedure's newest version; not for cases, which start by message and so only once. @returns its key */
  start(procedure: string, variables: object): Promise<string>;
  /** Evaluates a decision of a file that is not in force, and leaves nothing behind. @throws Invalid with the engine's own words */
  tryDecision(given: { xml: string; decision: string; variables: object }): Promise<Tried>;
  cancel(instanceKey: string): Promise<void>;
  resolveIncident(key: string, jobKey?: string): Promise<void>;
  /**
   * Moves a running instance to another definition.
   *
   * @throws Conflict with the engine's words where it cannot be moved as it stands; Invalid when the mapping names what is not there; NotFound when instance or
   *   definition is gone; Unavailable when there was no answer: then it may have been moved
   */
  migrate(move: Move): Promise<void>;
  /**
   * Ends active elements of an instance and begins others of the same definition, all or nothing.
   *
   * @param change.activate `scope`: the key of the active scope in which it begins; absent: the only one there is, or a new one
   * @throws Conflict, Invalid, NotFound like `migrate`
   */
  modify(change: { instance: string; activate: { element: string; scope?: string }[]; terminate: string[]; variables?: object }): Promise<void>;
  /**
   * Sets variables in one scope and in no other.
   *
   * @param scope the key of an instance or of an active element @throws NotFound when it is not active any more
   */
  setVariables(scope: string, variables: object): Promise<void>;
  /** The brokers that the gateway knows, with what each is for its partitions. @throws Unavailable */
  topology(): Promise<Topology>;
  /** Is a gateway there that knows a leader of every partition? */
  ready(): Promise<boolean>;
  close(): Promise<void>;
}

/** Client options that keep zeebe-node 8.3.2 quiet, without a retry of its own. */
export const clientOptions = {
  useTLS: false, loglevel: 'NONE' as const, retry: false, connectionTolerance: Duration.milliseconds.of(100), longPoll: Duration.seconds.of(30), eagerConnection: false,
};

/** How long a call may take, milliseconds: the gateway itself gives up after 15 s, a person should know sooner. */
const BUDGET = 8_000;

const status = (error: unknown): number | undefined => (error as { code?: number }).code;

/** Turns a gRPC refusal into our words; what the engine said stays in the message. */
function translate(error: unknown): Error {
  const said = (error as Error).message;
  switch (status(error)) {
    case 3: return new Invalid(said);
    case 5: return new NotFound(said);
    case 6: case 9: return new Conflict(said);
    default: return new Unavailable(`the engine does not answer: ${said}`);
  }
}

async function within<T>(call: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Unavailable(`the engine did not answer within <${BUDGET} ms>`)), BUDGET);
  });
  try {
    return await Promise.race([call, late]);
  } catch (error) {
    throw error instanceof Unavailable || error instanceof BusinessError ? error : translate(error);
  } finally {
    clearTimeout(timer);
  }
}

const ROLES = ['leader', 'follower', 'inactive'] as const;
const HEALTH = ['healthy', 'unhealthy', 'dead'] as const;
/** An enumeration comes as its name or its number, as the client was built. */
const named = <T extends string>(names: readonly T[], given: unknown, fallback: T): T => names.find((name, index) => String(given).toLowerCase() === name || Number(given) === index) ?? fallback;

function readTopology({ brokers, gatewayVersion, partitionsCount, replicationFactor }: any): Topology {
  return {
    version: gatewayVersion, partitions: partitionsCount, replicas: replicationFactor,
    brokers: brokers.map((one: any) => ({
      id: one.nodeId, address: `${one.host}:${one.port}`, version: one.version,
      partitions: one.partitions.map((part: any) => ({ id: part.partitionId, role: named(ROLES, part.role, 'inactive'), health: named(HEALTH, part.health, 'unhealthy') })),
    })),
  };
}

/** Connects to a Zeebe gateway. @param address `host:port` */
export function connectEngine(address: string): Engine {
  const client = new ZBClient(address, clientOptions);
  const migration = openMigrateClient(address);
  const grpc = (client as unknown as { grpc: Record<string, (request: object) => Promise<any>> }).grpc;
  return {
    async publish({ name, key, id, ttl = 0, variables = {} }) {
      try {
        await within(client.publishMessage({ name, correlationKey: key, messageId: id ?? '', timeToLive: Duration.milliseconds.of(ttl), variables } as never));
      } catch (error) {
        // Buffered already under this id: the earlier call did arrive.
        if (!(error instanceof Conflict && id)) throw error;
      }
    },
    async completeJob(key, variables) {
      await within(client.completeJob({ jobKey: key, variables: variables as never }));
    },
    async deploy(resources) {
      const answer = await within(grpc.deployResourceSync!({ resources: resources.map(({ name, content }) => ({ name, content: Buffer.from(content) })) }));
      return {
        key: String(answer.key),
        processes: answer.deployments.filter((d: any) => d.process).map(({ process: p }: any) => ({
          procedure: p.bpmnProcessId, version: Number(p.version), key: String(p.processDefinitionKey), resource: p.resourceName,
        })),
      };
    },
    async evaluate(decision, variables) {
      const answer = await within(client.evaluateDecision({ decisionId: decision, variables: variables as never }));
      const failure = (answer as { failureMessage?: string }).failureMessage;
      if (failure) throw new Invalid(`decision <${decision}>: ${failure}`);
      return JSON.parse((answer as { decisionOutput: string }).decisionOutput);
    },
    async start(procedure, variables) {
      return String((await within(client.createProcessInstance({ bpmnProcessId: procedure, variables: variables as never }))).processInstanceKey);
    },
    tryDecision: (given) => tryDecision(grpc, within, given),
    async cancel(instanceKey) { await within(client.cancelProcessInstance(instanceKey)); },
    async resolveIncident(key, jobKey) {
      if (jobKey) await within(client.updateJobRetries({ jobKey, retries: 3 }));
      await within(client.resolveIncident({ incidentKey: key }));
    },
    async migrate(move) { await within(migration.migrate(move, BUDGET)); },
    async modify({ instance, activate, terminate, variables }) {
      await within(client.modifyProcessInstance({
        processInstanceKey: instance, activateInstructions: activate.map(({ element, scope }, at) => ({
          // without a scope they are the instance's own; the engine takes them with an element that begins
          elementId: element, ancestorElementInstanceKey: scope ?? '-1', variableInstructions: variables && at === 0 ? [{ variables, scopeId: '' }] : [],
        })),
        terminateInstructions: terminate.map((key) => ({ elementInstanceKey: key })),
      } as never));
    },
    async setVariables(scope, variables) { await within(client.setVariables({ elementInstanceKey: scope, variables: variables as never, local: true })); },
    topology: async () => readTopology(await within(client.topology())),
    async ready() {
      try {
        const { brokers, partitionsCount } = await within(client.topology());
        const led = new Set(brokers.flatMap((b) => b.partitions.filter((p) => String(p.role) === 'LEADER' || Number(p.role) === 0).map((p) => p.partitionId)));
        return led.size >= partitionsCount;
      } catch {
        return false;
      }
    },
    async close() {
      migration.close();
      await client.close();
    },
  };
}

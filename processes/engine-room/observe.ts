// How far the read model is behind the engine, and what engine and broker say of themselves; each asked for alone, so that one that is away hides nothing of the others.
import type { Deps } from '../deps.js';
import type { Topology } from '../engine.js';
import type { Store } from '../store/store.js';
import { askBrokers, type BrokerMetrics, type PartitionMetrics } from './broker-metrics.js';
import { marksOf, type Mark } from './marks.js';

export interface Lag {
  partition: number; position: number; log?: number;
  /** Positions between the end of the log and what is applied (commands count too: at most so many records); absent: the broker does not tell. */
  records?: number;
  /** Seconds of the engine's clock since the last record that is applied, 0 when nothing is behind; absent: not known. */
  seconds?: number;
  /** When a record of it came last, by our clock. */
  at?: Date;
}
export interface Observation {
  at: Date;
  engine: { topology?: Topology; error?: string };
  /** `error`: asked and not answered; neither: no management address is known. */
  broker: { metrics?: BrokerMetrics; error?: string };
  lag: Lag[]; marks: Mark[];
  /** Requests that were dropped for backpressure, and bulks refused, since the look before this one. */
  dropped: number; refused: number;
}

/** The engine's own timer makes records once a minute (supervision.bpmn): without any for so long the stream is interrupted, milliseconds. */
export const SILENCE = 150_000;

const last = new WeakMap<Store, Observation>();
const said = (error: unknown): string => (error as Error).message.slice(0, 300);
const tried = <T>(work: Promise<T>): Promise<{ value?: T; error?: string }> => work.then((value) => ({ value }), (error) => ({ error: said(error) }));

/** What the broker's positions and ours say of one partition. */
export function lagOf(mark: Mark, metrics: PartitionMetrics | undefined, now: Date): Lag {
  const { partition, position, timestamp, at } = mark;
  const base: Lag = { partition, position, ...(at ? { at } : {}) };
  if (metrics?.log === undefined) return base;
  const records = Math.max(0, metrics.log - Math.max(position, metrics.exported ?? 0));
  return { ...base, log: metrics.log, records, ...(records === 0 ? { seconds: 0 } : timestamp ? { seconds: Math.max(0, Math.round((now.getTime() - timestamp) / 1000)) } : {}) };
}

const sum = (metrics: BrokerMetrics | undefined, name: 'dropped' | 'failedFlushes'): number => (metrics?.partitions ?? []).reduce((all, one) => all + one[name], 0);

/** Looks now. @throws when the store is away */
export async function observe(deps: Deps): Promise<Observation> {
  const { store, engine, settings, clock } = deps;
  const before = last.get(store);
  const [topology, broker, marks] = await Promise.all([
    tried(Promise.resolve().then(() => engine.topology())), settings.zeebeManagement ? tried(askBrokers(settings.zeebeManagement)) : {} as { value?: BrokerMetrics; error?: string }, marksOf(store),
  ]);
  const now = clock.now();
  const grown = (name: 'dropped' | 'failedFlushes') => (before?.broker.metrics && broker.value ? Math.max(0, sum(broker.value, name) - sum(before.broker.metrics, name)) : 0);
  const partitions = new Map(marks.map((mark) => [mark.partition, mark]));
  // one that has never sent anything is behind by all of its log
  for (const { partition } of broker.value?.partitions ?? []) if (!partitions.has(partition)) partitions.set(partition, { partition, position: 0 });
  const made: Observation = {
    at: new Date(), marks, dropped: grown('dropped'), refused: grown('failedFlushes'),
    engine: { ...(topology.value ? { topology: topology.value } : {}), ...(topology.error ? { error: topology.error } : {}) },
    broker: { ...(broker.value ? { metrics: broker.value } : {}), ...(broker.error ? { error: broker.error } : {}) },
    lag: [...partitions.values()].map((mark) => lagOf(mark, broker.value?.partitions.find(({ partition }) => partition === mark.partition), now)).sort((a, b) => a.partition - b.partition),
  };
  last.set(store, made);
  return made;
}

/** The last look, when it is not older than so many milliseconds. */
export function lastObservation(store: Store, age: number): Observation | undefined {
  const found = last.get(store);
  return found && found.at.getTime() >= Date.now() - age ? found : undefined;
}

// How far the read model is behind the engine, and what engine and broker say of themselves; each asked for alone, so that one that is away hides nothing of the others.
import type { Deps } from '../deps.js';
import type { Topology } from '../engine.js';
import { perStore } from '../store/per-store.js';
import type { Store } from '../store/store.js';
import { askBrokers, type BrokerMetrics, type PartitionMetrics } from './broker-metrics.js';
import { marksOf, type Mark } from './marks.js';

export interface Lag {
  partition: number; position: number; log?: number;
  /** Positions between the end of the log and what is applied (commands count too: at most so many records); absent: the broker does not tell. */
  records?: number;
  /** For how many seconds something was seen in the log that is not applied yet, 0 when nothing is; at the first look since the last applied record's time. Absent: not known. */
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

/** Ends of the log as they were seen, by partition: what was in it then and is not applied now has waited since. */
const seen = perStore(() => new Map<number, { log: number; at: number }[]>());

/** Since when something of a partition waits, milliseconds of our clock; notes where its log ends now. Nothing at the first look. */
function waitsSince(store: Store, partition: number, log: number, applied: number): number | undefined {
  const all = seen(store);
  const ends = all.get(partition);
  const kept = [...(ends ?? []).filter((end) => end.log > applied), { log, at: Date.now() }];
  // with many looks only the oldest matters, and the newest for what comes
  all.set(partition, kept.length > 200 ? [...kept.slice(0, 1), ...kept.slice(-100)] : kept);
  return ends ? kept[0]!.at : undefined;
}

/** What the broker's positions and ours say of one partition. @param since since when something waits, by our clock; absent: told by the last record's time */
export function lagOf(mark: Mark, metrics: PartitionMetrics | undefined, now: Date, since?: number): Lag {
  const { partition, position, timestamp, at } = mark;
  const base: Lag = { partition, position, ...(at ? { at } : {}) };
  if (metrics?.log === undefined) return base;
  const records = Math.max(0, metrics.log - Math.max(position, metrics.exported ?? 0));
  return { ...base, log: metrics.log, records, ...(records === 0 ? { seconds: 0 } : since !== undefined ? { seconds: Math.round(Math.max(0, Date.now() - since) / 1000) } : timestamp ? { seconds: Math.max(0, Math.round((now.getTime() - timestamp) / 1000)) } : {}) };
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
    lag: [...partitions.values()].map((mark) => {
      const metrics = broker.value?.partitions.find(({ partition }) => partition === mark.partition);
      return lagOf(mark, metrics, now, metrics?.log === undefined ? undefined : waitsSince(store, mark.partition, metrics.log, Math.max(mark.position, metrics.exported ?? 0)));
    }).sort((a, b) => a.partition - b.partition),
  };
  last.set(store, made);
  return made;
}

/** The last look, when it is not older than so many milliseconds. */
export function lastObservation(store: Store, age: number): Observation | undefined {
  const found = last.get(store);
  return found && found.at.getTime() >= Date.now() - age ? found : undefined;
}

// What a broker says of itself on its management port (/actuator/prometheus), as far as the engine room asks: positions, backpressure, exporting, disk.

export interface PartitionMetrics {
  partition: number;
  /** The last position in its log, and the one up to which our exporter's bulks were acknowledged. */
  log?: number; exported?: number;
  /** Requests under way and how many it takes; dropped for backpressure, and bulks that were refused, since the broker began. */
  inflight?: number; limit?: number; dropped: number; failedFlushes: number; healthy?: boolean;
}
export interface BrokerMetrics { partitions: PartitionMetrics[]; diskFree?: number; diskTotal?: number }

/** How long a broker may take to say it, milliseconds. */
const PATIENCE = 3_000;
/** The name under which we set up the exporter; an installation may call it otherwise when it has but one. */
const EXPORTER = 'records';

interface Sample { name: string; labels: Record<string, string>; value: number }

/** The samples of Prometheus's text format; a line that is none is passed over, since a newer broker may write what we do not know. */
export function readSamples(text: string): Sample[] {
  return text.split('\n').flatMap((line) => {
    const [, name, labels = '', number] = /^([a-zA-Z_:][\w:]*)(?:\{([^}]*)\})?\s+(\S+)/.exec(line) ?? [];
    const value = Number(number);
    if (!name || Number.isNaN(value)) return [];
    return [{ name, value, labels: Object.fromEntries([...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, key, text = '']) => [key!, text])) }];
  });
}

/** What one broker's samples say. */
export function readMetrics(text: string): BrokerMetrics {
  const samples = readSamples(text);
  const of = (...names: string[]) => samples.filter(({ name }) => names.includes(name));
  const exporters = new Set(of('zeebe_exporter_last_updated_exported_position').map(({ labels }) => labels.exporter));
  const ours = exporters.has(EXPORTER) ? EXPORTER : exporters.size === 1 ? [...exporters][0] : undefined;
  const partitions = [...new Set(samples.flatMap(({ labels }) => (Number(labels.partition) > 0 ? Number(labels.partition) : [])))].sort((a, b) => a - b);
  const free = of('disk_free_bytes')[0]?.value;
  const total = of('disk_total_bytes')[0]?.value;
  return {
    ...(free === undefined ? {} : { diskFree: free }), ...(total === undefined ? {} : { diskTotal: total }),
    partitions: partitions.map((partition) => {
      const value = (...names: string[]) => of(...names).find(({ labels }) => labels.partition === String(partition))?.value;
      const sum = (...names: string[]) => of(...names).filter(({ labels }) => labels.partition === String(partition)).reduce((all, one) => all + one.value, 0);
      const exported = ours === undefined ? undefined : of('zeebe_exporter_last_updated_exported_position').find(({ labels }) => labels.partition === String(partition) && labels.exporter === ours)?.value;
      const health = value('zeebe_health');
      return withoutGaps({
        partition, log: value('zeebe_log_appender_last_committed_position'), exported, inflight: value('zeebe_backpressure_inflight_requests_count'), limit: value('zeebe_backpressure_requests_limit'),
        dropped: sum('zeebe_dropped_request_count_total', 'zeebe_dropped_request_count'), failedFlushes: sum('zeebe_elasticsearch_exporter_failed_flush_total', 'zeebe_elasticsearch_exporter_failed_flush'),
        healthy: health === undefined ? undefined : health > 0,
      });
    }),
  };
}

const withoutGaps = <T extends object>(value: T): T => Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined && one !== '')) as T;

/**
 * Asks the brokers whose management ports are known. A partition is told by the broker that has most of its log: its leader.
 *
 * @param management one address, or several with commas between
 * @throws when one of them does not answer, or not with metrics
 */
export async function askBrokers(management: string): Promise<BrokerMetrics> {
  const told = await Promise.all(management.split(',').map((one) => one.trim().replace(/\/$/, '')).filter(Boolean).map(async (address) => {
    const answer = await fetch(`${address}/actuator/prometheus`, { signal: AbortSignal.timeout(PATIENCE) });
    if (!answer.ok) throw new Error(`the broker's management port answered <${answer.status}>`);
    return readMetrics(await answer.text());
  }));
  const partitions = new Map<number, PartitionMetrics>();
  for (const one of told.flatMap((broker) => broker.partitions)) {
    const before = partitions.get(one.partition);
    if (!before || (one.exported !== undefined && (one.log ?? 0) >= (before.log ?? 0))) partitions.set(one.partition, one);
  }
  const fullest = told.filter(({ diskFree }) => diskFree !== undefined).sort((a, b) => a.diskFree! - b.diskFree!)[0];
  return { partitions: [...partitions.values()].sort((a, b) => a.partition - b.partition), ...(fullest ? { diskFree: fullest.diskFree!, ...(fullest.diskTotal ? { diskTotal: fullest.diskTotal } : {}) } : {}) };
}

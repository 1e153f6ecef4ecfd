// Metrics for Prometheus: how long answers take, how far the read model is, what is open, waiting and broken. Only for whoever knows the token; without one there are none.
import { createHash, timingSafeEqual } from 'node:crypto';
import type { RequestHandler } from 'express';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Deps } from '../processes/deps.js';
import { jobTypes } from '../processes/engine-room/jobs-waiting.js';
import { unknownOf } from '../processes/engine-room/marks.js';
import { lastObservation, observe } from '../processes/engine-room/observe.js';
import { processesOf } from '../processes/engine-room/rounds.js';
import { openTasks } from '../processes/open-tasks.js';
import { appliedRecords } from '../processes/projection/receive.js';

/** A look that is younger than this is told again, milliseconds. */
const FRESH = 10_000;
const digest = (text: string) => createHash('sha256').update(text).digest();

export interface Metrics {
  /** Times every request by the route that answered it; goes before everything else. */
  time: RequestHandler;
  /** Answers `GET /metrics`. */
  answer: RequestHandler;
}

/** Makes the metrics of one application. */
export function openMetrics(deps: Deps): Metrics {
  const { store, settings } = deps;
  const register = new Registry();
  collectDefaultMetrics({ register });
  const duration = new Histogram({
    name: 'liandong_http_duration_seconds', help: 'How long answers took, by route', labelNames: ['method', 'route', 'status'], buckets: [0.01, 0.03, 0.1, 0.3, 1, 3, 10], registers: [register],
  });
  const gauge = <L extends string>(name: string, help: string, labelNames: L[] = []) => new Gauge<L>({ name: `liandong_${name}`, help, labelNames, registers: [register] });
  const applied = new Counter({ name: 'liandong_records_applied_total', help: 'Records of the engine that this process applied', registers: [register], collect() { this.reset(); this.inc(appliedRecords(store)); } });
  const lagRecords = gauge('lag_records', 'Positions of the engine\'s log that are not applied yet; absent: not known', ['partition']);
  const lagSeconds = gauge('lag_seconds', 'Seconds by which the read model is behind; absent: not known', ['partition']);
  const lastRecord = gauge('last_record_timestamp_seconds', 'When a record of the engine came last', ['partition']);
  const engineUp = gauge('engine_up', 'Whether the engine answers');
  const tasks = gauge('open_tasks', 'Human tasks that are open', ['state']);
  const incidents = gauge('open_incidents', 'Open incidents');
  const jobs = gauge('open_jobs', 'Jobs that the engine holds', ['type', 'state']);
  const outgoing = gauge('outgoing_messages', 'Messages to the outside', ['state']);
  const rejected = gauge('records_set_aside', 'Records that could not be applied');
  const unknown = gauge('unknown_records', 'Records of kinds that nobody here reads', ['type']);
  const rounds = gauge('round_failing', 'Whether a sweep failed when it last ran', ['process', 'round']);
  void applied;

  async function collect(): Promise<void> {
    const open = openTasks(store);
    const [observation, types, broken, waiting, failed, aside, unread, processes] = await Promise.all([
      lastObservation(store, FRESH) ?? observe(deps), jobTypes(deps), store.incidents.countDocuments({ state: 'open' }), store.outgoing.countDocuments({ state: 'waiting' }), store.outgoing.countDocuments({ state: 'failed' }),
      store.rejected.countDocuments(), unknownOf(store), processesOf(store), open.fresh(),
    ]);
    for (const one of [lagRecords, lagSeconds, lastRecord, jobs, unknown, rounds]) one.reset();
    for (const { partition, records, seconds, at } of observation.lag) {
      const labels = { partition: String(partition) };
      if (records !== undefined) lagRecords.set(labels, records);
      if (seconds !== undefined) lagSeconds.set(labels, seconds);
      if (at) lastRecord.set(labels, at.getTime() / 1000);
    }
    engineUp.set(observation.engine.topology ? 1 : 0);
    const due = open.counts(deps.clock.now());
    tasks.set({ state: 'open' }, due.open);
    tasks.set({ state: 'overdue' }, due.overdue);
    incidents.set(broken);
    for (const { type, ...counts } of types) for (const state of ['waiting', 'retrying', 'failed'] as const) jobs.set({ type, state }, counts[state]);
    outgoing.set({ state: 'waiting' }, waiting);
    outgoing.set({ state: 'failed' }, failed);
    rejected.set(aside);
    for (const { type, count } of unread) unknown.set({ type }, count);
    for (const { id, rounds: all } of processes) for (const [round, { error }] of Object.entries(all)) rounds.set({ process: id, round }, error === undefined ? 0 : 1);
  }

  return {
    time(req, res, next) {
      const end = duration.startTimer({ method: req.method });
      // a stream of changes lasts as long as somebody looks: that is no answer's length
      res.once('close', () => void (res.locals.route !== '/api/events' && end({ route: (res.locals.route as string | undefined) ?? 'other', status: String(res.statusCode) })));
      next();
    },
    async answer(req, res) {
      const token = settings.metricsToken;
      // one answer, whether there are none or they are not theirs
      if (!token || !timingSafeEqual(digest(req.headers.authorization ?? ''), digest(`Bearer ${token}`))) {
        res.status(404).end();
        return;
      }
      await collect();
      res.set({ 'content-type': register.contentType, 'cache-control': 'no-store' }).send(await register.metrics());
    },
  };
}

// Builds the parts from the settings, starts the doors that this process is asked for, and stops them cleanly.
import { createApp } from './api/app.js';
import { listenForRecords } from './api/records.js';
import { loadCalendar, refreshCalendar } from './processes/calendar-store.js';
import { engineClock } from './processes/clock.js';
import { DEMO_PASSWORD, demoSignIns, loadDemo } from './processes/demo/load.js';
import type { Deps } from './processes/deps.js';
import { connectEngine } from './processes/engine.js';
import { Unavailable } from './processes/errors.js';
import { runMigrations } from './processes/migration/run.js';
import { sendOutgoing } from './processes/outgoing.js';
import { sweepBulks } from './processes/projection/keep.js';
import { publishShipped } from './processes/shipped.js';
import { rebuilding } from './processes/rebuild.js';
import { resend } from './processes/resend.js';
import { settlePublications } from './processes/review.js';
import { readSettings } from './processes/settings.js';
import { openStore } from './processes/store/store.js';
import { workers } from './workers/list.js';
import { startWorkers } from './workers/worker.js';

/** Repeats a piece of work with a pause after each round; a round that fails is told and tried again. */
function every(milliseconds: number, work: () => Promise<unknown>, name: string): () => Promise<void> {
  let stopped = false;
  let wake: () => void = () => undefined;
  const loop = (async () => {
    while (!stopped) {
      await work().catch((error: Error) => {
        if (!(error instanceof Unavailable)) console.error(`${name}: ${error.message}`);
      });
      await new Promise<void>((resolve) => {
        wake = resolve;
        setTimeout(resolve, milliseconds).unref();
      });
    }
  })();
  return async () => {
    stopped = true;
    wake();
    await loop;
  };
}

async function start(): Promise<void> {
  // a day in a form's FEEL is Shanghai's, whatever machine this is
  process.env.TZ = 'Asia/Shanghai';
  const settings = readSettings();
  const store = await openStore(settings.mongoUri);
  const engine = connectEngine(settings.zeebeAddress);
  const clock = engineClock();
  const jobs = Object.fromEntries(Object.entries(workers).map(([type, worker]) => [type, [...(worker.errors ?? [])]]));
  const deps: Deps = { store, engine, clock, settings, calendar: await loadCalendar(store), jobs };
  const closing: (() => Promise<unknown>)[] = [];
  const web = settings.role !== 'workers';
  const work = settings.role !== 'api';
  const readiness = { procedures: false };

  if (web) {
    const records = await listenForRecords(deps, () => rebuilding(store));
    closing.push(() => records.close(), every(3_600_000, () => sweepBulks(store, settings.records.keepDays), 'keep'), every(500, () => runMigrations(deps), 'migrations'));
  }
  if (settings.demo) await loadDemo(store, settings);
  if (work) {
    const running = startWorkers(settings.zeebeAddress, workers, deps);
    closing.push(() => running.close());
    closing.push(every(30_000, async () => running.stuck().forEach(({ message }) => console.error(`workers: ${message}`)), 'watch'));
    closing.push(every(2_000, () => resend(deps), 'resend'), every(2_000, () => sendOutgoing(deps), 'outgoing'));
  }
  closing.push(every(2_000, async () => {
    await refreshCalendar(deps);
    if (web && !readiness.procedures) {
      await publishShipped(deps);
      readiness.procedures = true;
    } else if (web) await settlePublications(deps);
  }, 'procedures'));

  if (web) {
    const app = createApp(deps, { ready: async () => readiness.procedures && await engine.ready() });
    const server = app.listen(settings.port, settings.host);
    await new Promise<void>((resolve, reject) => server.once('listening', resolve).once('error', reject));
    closing.push(() => new Promise((done) => {
      server.close(done);
      server.closeAllConnections();
    }));
  }

  const stop = async () => {
    setTimeout(() => process.exit(1), 10_000).unref();
    for (const close of closing.reverse()) await close();
    await engine.close();
    await store.close();
    process.exit(0);
  };
  process.once('SIGTERM', () => void stop());
  process.once('SIGINT', () => void stop());
  // without whoever started us nobody would end us
  process.once('disconnect', () => void stop());

  while (web && !(readiness.procedures && await engine.ready())) await new Promise((resolve) => setTimeout(resolve, 200));
  process.send?.({ ready: true, url: `http://${settings.host}:${settings.port}`, signIns: settings.demo ? demoSignIns.map((one) => ({ ...one, password: DEMO_PASSWORD })) : [] });
}

start().catch((error: Error) => {
  console.error(`Error: ${error.message}`);
  process.exit(1);
});

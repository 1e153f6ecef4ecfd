// Builds the parts from the settings, starts the doors that this process is asked for, and stops them cleanly.
import { createApp } from './api/app.js';
import { backgroundKinds, otherKinds, URGENT_AT_ONCE, urgentKinds } from './api/background-kinds.js';
import { giveAnchor } from './processes/audit/anchor.js';
import { carryOver } from './processes/audit/carry-over.js';
import type { Head } from './processes/audit/entry.js';
import { verifyDaily } from './processes/audit/standing.js';
import { trimAudit } from './processes/audit/trim.js';
import { runItems } from './processes/background/run.js';
import { sweepBackground } from './processes/background/sweep.js';
import { runWhole } from './processes/background/whole.js';
import { refreshCalendar } from './processes/calendar-store.js';
import { DEMO_PASSWORD, demoSignIns, loadDemo } from './processes/demo/load.js';
import { observe } from './processes/engine-room/observe.js';
import { keepRounds, leaveRounds } from './processes/engine-room/rounds.js';
import { sweepChanges } from './processes/feed.js';
import { allInstances } from './processes/instances/all.js';
import { openTasks } from './processes/open-tasks.js';
import { applyOrgChanges } from './processes/org-changes/apply.js';
import { computeCaseFigures, RECURRING } from './processes/figures/case-cells.js';
import { coverAbsences } from './processes/duty/cover.js';
import { tellGaps } from './processes/duty/gaps.js';
import { elementKinds } from './processes/figures/element-kinds.js';
import { computeStale } from './processes/figures/stale.js';
import { settleInterventions } from './processes/interventions/settle.js';
import { runMigrations } from './processes/migration/run.js';
import { sweepLapsed } from './processes/lapsed.js';
import { finishOutlines } from './processes/outline-import.js';
import { forgetSent, sendersOf, sendOutgoing } from './processes/outgoing.js';
import { climbOrders } from './processes/partners/climb.js';
import { lanesEnded, startLanes } from './processes/partners/lanes.js';
import { forgetNonces } from './processes/partners/signature.js';
import { tellPartners } from './processes/partners/tell.js';
import { fillCells } from './processes/projection/fill-cells.js';
import { fillInstances, fillVariables } from './processes/projection/fill-instances.js';
import { sweepBulks } from './processes/projection/keep.js';
import { rebuilding } from './processes/rebuild.js';
import { sweepPersonal } from './processes/retention/sweep.js';
import { settlePublications } from './processes/review.js';
import { findAround } from './processes/recurring/find.js';
import { readSettings } from './processes/settings.js';
import { publishShipped } from './processes/shipped.js';
import { storeAnswers } from './processes/store/store.js';
import { spreadNotices } from './processes/spread.js';
import { openParts, openRecords, openWorkers } from './runtime/compose.js';
import { openRehearsals } from './runtime/rehearsals.js';

async function start(): Promise<void> {
  // a day in a form's FEEL is Shanghai's, whatever machine this is
  process.env.TZ = 'Asia/Shanghai';
  const settings = readSettings();
  const parts = await openParts(settings);
  const { deps, closing, every } = parts;
  const { store, engine } = deps;
  const web = settings.role !== 'workers';
  const work = settings.role !== 'api';
  const readiness = { procedures: false };

  if (web) {
    await fillInstances(store);
    await openRecords(parts, () => rebuilding(store));
    every(3_600_000, () => sweepBulks(store, settings.records.keepDays), 'keep');
    every(500, () => runMigrations(deps), 'migrations');
    every(5_000, () => settleInterventions(deps), 'interventions');
    every(500, () => runItems(backgroundKinds, deps), 'background');
    for (const lane of [...Array.from({ length: URGENT_AT_ONCE }, () => urgentKinds), otherKinds]) every(500, () => runWhole(lane, deps), 'background');
    every(3_600_000, () => sweepBackground(deps), 'background');
    void fillVariables(store).catch((error: Error) => console.error(`variables: ${error.message}`));
    // read before anybody waits for it
    void openTasks(store).fresh().catch(() => undefined);
    // figures are counted seldom enough in a storm to leave others their time
    every(1_000, () => computeCaseFigures(deps), 'figures', 20, 5_000);
    // only once the table is in the engine
    every(3_000, async () => { if (readiness.procedures) await computeStale(store, { [RECURRING]: async (_store, cases) => void await findAround(cases, deps) }); }, 'recurring', 20);
    void allInstances(store).fresh().catch(() => undefined);
    every(60_000, () => finishOutlines(store), 'outlines');
    every(1_000, () => applyOrgChanges(deps), 'organisation');
    every(5_000, () => observe(deps), 'observe');
    every(60_000, () => sweepChanges(store), 'changes');
    // a day's cell is counted whole
    every(3_000, () => computeStale(store, elementKinds), 'analysis', 20);
    void fillCells(store).catch((error: Error) => console.error(`cells: ${error.message}`));
  }
  parts.closing(() => leaveRounds(store).catch(() => undefined));
  every(15_000, () => keepRounds(store, settings.role), 'rounds');
  // before anything new is written down
  await carryOver(store);
  let anchor: Head | undefined;
  every(600_000, async () => { anchor = await giveAnchor(store, settings.data, anchor) ?? anchor; }, 'audit');
  if (settings.demo) await loadDemo(store, settings);
  if (work) {
    openWorkers(parts);
    const senders = sendersOf(deps);
    every(2_000, async () => {
      await spreadNotices(deps);
      await sendOutgoing(deps, senders);
    }, 'outgoing');
    every(1_000, () => tellPartners(deps), 'partners');
    parts.closing(lanesEnded);
    every(1_000, () => startLanes(deps, (error) => console.error(`lanes: ${error.message}`)), 'lanes');
    every(60_000, () => climbOrders(deps), 'orders');
    every(60_000, () => forgetNonces(deps), 'nonces');
    every(3_600_000, () => forgetSent(deps, Date.now()), 'forget');
    every(30_000, () => sweepLapsed(deps), 'lapsed');
    every(60_000, () => coverAbsences(deps), 'absences');
    every(3_600_000, () => tellGaps(deps), 'duty');
    every(3_600_000, () => sweepPersonal(deps), 'retention');
    every(3_600_000, () => trimAudit(deps), 'audit-trim');
    every(3_600_000, () => verifyDaily(deps), 'audit-verify');
  }
  every(2_000, async () => {
    await refreshCalendar(deps);
    if (web && !readiness.procedures) {
      await publishShipped(deps);
      readiness.procedures = true;
    } else if (web) await settlePublications(deps);
  }, 'procedures');

  if (web) {
    const rehearsals = deps.rehearsals = openRehearsals(deps);
    const app = createApp(deps, { ready: async () => readiness.procedures && await storeAnswers(store) && await engine.ready() });
    const server = app.listen(settings.port, settings.host);
    await new Promise<void>((resolve, reject) => server.once('listening', resolve).once('error', reject));
    closing(() => rehearsals.close(), () => new Promise((done) => {
      server.close(done);
      server.closeAllConnections();
    }));
  }

  const stop = async () => {
    setTimeout(() => process.exit(1), 10_000).unref();
    await parts.close();
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

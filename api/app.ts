// The web application: security headers, session, API, pages, errors, in this order.
import compression from 'compression';
import express, { Router, type Express } from 'express';
import helmet from 'helmet';
import { join } from 'node:path';
import type { Deps } from '../processes/deps.js';
import { tileOrigin } from '../processes/map-settings.js';
import { root } from '../processes/settings.js';
import { viewEngine } from '../views/helpers/engine.js';
import { errors, notFound } from './errors.js';
import { installable } from './installable.js';
import { openMetrics } from './metrics.js';
import { openapiDocument } from './openapi.js';
import { pages } from './pages/pages.js';
import { limitRefusals, PARTNER_PATH, partnerDoor, readPartnerBody } from './partner-door.js';
import { mount, type Route } from './route.js';
import { actingRoutes } from './routes/acting.js';
import { analysisRoutes } from './routes/analysis.js';
import { assessmentRoutes } from './routes/assessments.js';
import { attachmentRoutes } from './routes/attachments.js';
import { auditRoutes } from './routes/audit.js';
import { backgroundRoutes } from './routes/background.js';
import { calendarRoutes } from './routes/calendar.js';
import { botRoutes } from './routes/bots.js';
import { caseRoutes } from './routes/cases.js';
import { clockRequestRoutes } from './routes/clock-requests.js';
import { coHandlingRoutes } from './routes/co-handlings.js';
import { decisionRoutes } from './routes/decisions.js';
import { draftRoutes } from './routes/drafts.js';
import { dutyRoutes } from './routes/duty.js';
import { engineRoomRoutes } from './routes/engine-room.js';
import { eventRoutes } from './routes/events.js';
import { exchangeRoutes } from './routes/exchange.js';
import { exportRoutes } from './routes/exports.js';
import { gridRoutes } from './routes/grids.js';
import { collectionRoutes } from './routes/collection.js';
import { gridListRoutes } from './routes/grid-lists.js';
import { oneInstanceRoutes } from './routes/instance.js';
import { intakeRoutes } from './routes/intake.js';
import { initiativeRoutes } from './routes/initiatives.js';
import { instanceRoutes } from './routes/instances.js';
import { interventionRoutes } from './routes/interventions.js';
import { listExportRoutes } from './routes/list-exports.js';
import { meRoutes } from './routes/me.js';
import { mapRoutes } from './routes/map.js';
import { migrationRoutes } from './routes/migrations.js';
import { noticeRoutes } from './routes/notices.js';
import { orgChangeRoutes } from './routes/org-changes.js';
import { orderRoutes } from './routes/orders.js';
import { organisationRoutes } from './routes/organisation.js';
import { outgoingRoutes } from './routes/outgoing.js';
import { overviewRoutes } from './routes/overview.js';
import { mappingFileRoutes } from './routes/mapping-files.js';
import { partnerRoutes } from './routes/partners.js';
import { patternRoutes } from './routes/patterns.js';
import { peopleRoutes } from './routes/people.js';
import { procedureRoutes } from './routes/procedures.js';
import { hardIssueRoutes } from './routes/hard-issues.js';
import { recurringRoutes } from './routes/recurring.js';
import { registerFileRoutes } from './routes/register-files.js';
import { registerRoutes } from './routes/registers.js';
import { reachRoutes } from './routes/reach.js';
import { rehearsalRoutes } from './routes/rehearsals.js';
import { retentionRoutes } from './routes/retention.js';
import { reporterRoutes } from './routes/reporter.js';
import { reportRoutes } from './routes/reports.js';
import { sessionRoutes } from './routes/session.js';
import { settingRoutes } from './routes/settings.js';
import { similarRoutes } from './routes/similar.js';
import { suggestionRoutes } from './routes/suggestions.js';
import { studioRoutes } from './routes/studio.js';
import { supervisionRoutes } from './routes/supervision.js';
import { taskListRoutes } from './routes/task-lists.js';
import { taskRoutes } from './routes/tasks.js';
import { visitRoutes } from './routes/visits.js';
import { warningRoutes } from './routes/warnings.js';
import { sessions } from './session.js';

/** Every route of the API; one that is not here does not exist. */
export const apiRoutes: Route[] = [
  ...sessionRoutes, ...reportRoutes, ...caseRoutes, ...taskListRoutes, ...taskRoutes, ...attachmentRoutes, ...noticeRoutes, ...procedureRoutes, ...draftRoutes, ...instanceRoutes, ...oneInstanceRoutes, ...interventionRoutes,
  ...organisationRoutes, ...orgChangeRoutes, ...calendarRoutes, ...studioRoutes, ...rehearsalRoutes, ...exchangeRoutes, ...patternRoutes, ...migrationRoutes, ...decisionRoutes,
  ...gridRoutes, ...collectionRoutes, ...actingRoutes, ...clockRequestRoutes, ...coHandlingRoutes, ...meRoutes, ...peopleRoutes, ...registerFileRoutes, ...registerRoutes, ...visitRoutes,
  ...gridListRoutes, ...similarRoutes, ...mapRoutes, ...reachRoutes, ...outgoingRoutes, ...botRoutes, ...reporterRoutes, ...retentionRoutes, ...dutyRoutes, ...eventRoutes, ...auditRoutes, ...exportRoutes, ...settingRoutes, ...engineRoomRoutes, ...analysisRoutes, ...suggestionRoutes, ...initiativeRoutes, ...recurringRoutes, ...hardIssueRoutes, ...supervisionRoutes, ...overviewRoutes,
  ...backgroundRoutes, ...listExportRoutes, ...intakeRoutes, ...partnerRoutes, ...mappingFileRoutes, ...orderRoutes, ...assessmentRoutes, ...warningRoutes,
];

/** The largest body of JSON that is read; files go to /attachments, the files of a procedure are JSON too. */
const LARGEST = '512kb';
const LARGEST_PROCEDURE = '6mb';
const procedurePaths = ['/api/drafts', '/api/compare', '/api/procedures', '/api/decisions', '/api/grids/outlines', '/api/registers/import', '/api/partner-mappings'];

/** Pictures come from here, and from where the installation's map tiles lie. */
const security = (tiles: string[]) => helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ['\'self\''], styleSrc: ['\'self\'', '\'unsafe-inline\''], imgSrc: ['\'self\'', 'data:', 'blob:', ...tiles], fontSrc: ['\'self\'', 'data:'], objectSrc: ['\'none\''],
      workerSrc: ['\'self\''], manifestSrc: ['\'self\''],
      baseUri: ['\'self\''], formAction: ['\'self\''], frameAncestors: ['\'self\''],
      // no upgrade-insecure-requests: on an intranet without TLS pages would go blank
    },
  },
  strictTransportSecurity: false,
});

/**
 * Builds the application.
 *
 * @param health `ready`: whether cases can be taken now
 */
export function createApp(deps: Deps, health: { ready(): Promise<boolean> }): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', 'loopback');
  app.engine('hbs', viewEngine());
  app.set('view engine', 'hbs');
  app.set('views', join(root, 'views'));
  // otherwise each answer would compile its template anew
  app.enable('view cache');
  const metrics = openMetrics(deps);
  app.use(metrics.time, security(tileOrigin(deps.settings.map)), compression());
  app.get('/metrics', metrics.answer);

  app.get('/ready', async (_req, res) => {
    const ready = await health.ready();
    res.status(ready ? 200 : 503).json({ ready });
  });
  app.get('/health', (_req, res) => { res.json({ alive: true }); });
  app.use('/assets', express.static(join(root, 'dist/browser'), {
    maxAge: '1h', index: false,
    // what has its content's hash in its name never changes
    setHeaders: (res, path) => { if (/[\\/](parts|fonts)[\\/]/.test(path)) res.setHeader('Cache-Control', 'public, max-age=31536000, immutable'); },
  }));
  app.use(installable());

  const [guard, ...whoever] = sessions(deps).reverse();
  const who = whoever.reverse();
  // Only who is signed in has a large body read; the guard stands behind both parsers, because a token may stand in the body.
  const large = express.json({ limit: LARGEST_PROCEDURE });
  app.use(PARTNER_PATH, readPartnerBody);
  app.use(procedurePaths, ...who, (req, res, next) => (req.person ? large(req, res, next) : next()));
  app.use(express.json({ limit: LARGEST }), ...who, guard!);
  const api = Router();
  // answers are about people: no proxy and no shared phone keeps them
  api.use((_req, res, next) => { res.set('Cache-Control', 'no-store'); next(); });
  const document = openapiDocument(apiRoutes);
  api.get('/openapi.json', (_req, res) => { res.json(document); });
  api.use('/intake/:partner', limitRefusals(), partnerDoor(deps));
  mount(api, apiRoutes, deps);
  app.use('/api', api);
  app.use(pages(deps, apiRoutes));
  app.use(notFound, errors());
  return app;
}

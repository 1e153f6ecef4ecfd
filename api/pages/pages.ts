// The pages: who is not signed in goes to the sign-in page and comes back afterwards.
import { Router, type Request } from 'express';
import type { Deps } from '../../processes/deps.js';
import { Forbidden, NotFound } from '../../processes/errors.js';
import { pictureOf } from '../../processes/engine-room/picture.js';
import { lastChange } from '../../processes/feed.js';
import { abilities, can } from '../../processes/roles.js';
import type { Person } from '../../processes/store/types.js';
import { exportsOf } from '../exports/offered.js';
import { assertNoHurdle, type Route } from '../route.js';
import { page as analysis } from './analysis.js';
import { page as assessment } from './assessment.js';
import { page as assessmentIndicators } from './assessment-indicators.js';
import { page as assessmentScore } from './assessment-score.js';
import { page as audit } from './audit.js';
import { page as background } from './background.js';
import { page as caseFile } from './case.js';
import { page as cases } from './cases.js';
import { page as compare } from './compare.js';
import { assets as docsAssets, page as docs } from './docs.js';
import { page as engineRoom } from './engine-room.js';
import { page as grid } from './grid.js';
import { page as gridImport } from './grid-import.js';
import { page as gridItem } from './grid-item.js';
import { page as collect } from './collect.js';
import { page as gridLists } from './grid-lists.js';
import { page as gridLog } from './grid-log.js';
import { page as gridVisit } from './grid-visit.js';
import { page as duty } from './duty.js';
import { page as initiate } from './initiate.js';
import { page as instance } from './instance.js';
import { page as instances } from './instances.js';
import { page as login } from './login.js';
import { page as me } from './me.js';
import { page as map } from './map.js';
import { page as migrate } from './migrate.js';
import { page as newProcedure } from './new-procedure.js';
import { page as notices } from './notices.js';
import { page as overview } from './overview.js';
import { page as outbox } from './outbox.js';
import { page as outboxConflict } from './outbox-conflict.js';
import { page as outgoing } from './outgoing.js';
import type { Ask, Page } from './page.js';
import { page as order } from './order.js';
import { page as organisation } from './organisation.js';
import { page as organisationChange } from './organisation-change.js';
import { page as organisationImport } from './organisation-import.js';
import { page as orders } from './orders.js';
import { page as partnerMappingImport } from './partner-mapping-import.js';
import { page as partnerMappings } from './partner-mappings.js';
import { page as partners } from './partners.js';
import { page as password } from './password.js';
import { page as people } from './people.js';
import { page as person } from './person.js';
import { page as procedure } from './procedure.js';
import { page as procedures } from './procedures.js';
import { page as hardIssues } from './hard-issues.js';
import { page as recurring } from './recurring.js';
import { page as rehearse } from './rehearse.js';
import { page as report } from './report.js';
import { page as reporter } from './reporter.js';
import { page as reporterCode } from './reporter-code.js';
import { page as review } from './review.js';
import { page as secondFactor } from './second-factor.js';
import { page as settings } from './settings.js';
import { page as studio } from './studio.js';
import { page as supervision } from './supervision.js';
import { page as task } from './task.js';
import { page as tasks } from './tasks.js';
import { page as trouble } from './trouble.js';
import { page as warnings } from './warnings.js';

/** Every page; a page that is not here does not exist. */
export const allPages: Page[] = [
  login, tasks, task, report, cases, caseFile, instances, instance, notices, docs, procedures, newProcedure, procedure, studio, review, compare, rehearse,
  organisation, organisationImport, organisationChange, migrate, me, password, secondFactor, people, person, grid, gridVisit, gridItem, gridLog, gridImport, gridLists, collect, map, order, outgoing, reporter, reporterCode,
  duty, audit, settings, outbox, outboxConflict, background, overview, engineRoom, analysis, initiate, orders, partners, partnerMappings, partnerMappingImport, supervision, recurring, trouble, assessment, assessmentIndicators, assessmentScore, hardIssues, warnings,
];

/** Which entry of the navigation a page belongs to. */
const tab: Record<string, string> = {
  task: 'tasks', case: 'cases', procedure: 'procedures', 'new-procedure': 'procedures', studio: 'procedures', review: 'procedures',
  compare: 'procedures', rehearse: 'procedures', migrate: 'procedures', person: 'people', 'organisation-import': 'organisation', 'organisation-change': 'organisation', password: 'me', 'second-factor': 'me', 'grid-visit': 'grid',
  'grid-item': 'grid', 'grid-log': 'grid', 'grid-import': 'grid', 'grid-lists': 'grid', warnings: 'grid', order: 'tasks', orders: 'tasks', 'partner-mappings': 'procedures', 'partner-mapping-import': 'procedures', initiate: 'report', overview: 'control', instances: 'control', instance: 'control', analysis: 'control', supervision: 'control', 'engine-room': 'control', recurring: 'control', trouble: 'control', assessment: 'control', 'assessment-score': 'control', 'assessment-indicators': 'control', 'hard-issues': 'control', background: 'me', outbox: 'report', 'outbox-conflict': 'report',
};

/** `see-figures` as templates ask for it: `seeFigures`. */
const camel = (ability: string): string => ability.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

/** Lets a page read what the API would answer, without a request of its own. */
function asker(routes: Route[], req: Request, res: any, deps: Deps, asked: [path: string, given: object][]): Ask {
  return async (path, { params = {}, query = {} } = {}) => {
    const route = routes.find((each) => each.method === 'get' && each.path === path);
    if (!route) throw new NotFound(`no route <${path}>`);
    const person = (req as Request & { person?: Person }).person as Person;
    if (!route.open) assertNoHurdle(req.hurdle, route.despite);
    if (route.ability && !can(person, route.ability)) throw new Forbidden('您的岗位不能看这一页');
    const clean = Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined));
    asked.push([path, { ...params, ...clean }]);
    return route.handle({
      params: route.params?.parse(params) ?? {}, query: route.query?.parse(clean) ?? {}, body: {}, person, req, res,
    } as never, deps);
  };
}

/**
 * The router of all pages, to be mounted at the root after the session.
 *
 * @param routes the API's routes, which the pages read through
 */
export function pages(deps: Deps, routes: Route[]): Router {
  const router = Router();
  router.get('/', (_req, res) => res.redirect('/tasks'));
  router.use('/docs/assets', docsAssets);
  for (const page of allPages) {
    router.get(page.path, async (req, res) => {
      res.locals.route = page.path;
      const person = (req as Request & { person?: Person }).person;
      if (!person && !page.open) return res.redirect(`/login?next=${encodeURIComponent(req.originalUrl)}`);
      // without a page open to everybody among them: the sign-in page leads on by itself
      if (req.hurdle && !page.open && page.despite !== req.hurdle) return res.redirect(`/${req.hurdle}?next=${encodeURIComponent(req.originalUrl)}`);
      const asked: [string, object][] = [];
      const ask = asker(routes, req, res, deps, asked);
      const framed = async () => {
        const session = await ask('/session').catch(() => undefined);
        return {
          tab: tab[page.name] ?? page.name, now: deps.clock.now(), session: session?.person ? session : undefined, csrfToken: session?.csrfToken,
          may: person ? Object.fromEntries(abilities.map((each) => [camel(each), can(person, each)])) : {},
        };
      };
      // before anything is read: what the page shows is at least as new
      const changes = await lastChange(deps.store);
      const frame = framed();
      // what managers decide by: whether it is all there is said with it
      const picture = person && tab[page.name] === 'control' ? await pictureOf(deps) : undefined;
      const model = await page.show({ req, res, person: person as Person, ask, deps }).catch(async (error) => {
        // The page `error` is drawn by api/errors.ts; this way it keeps the navigation.
        Object.assign(res.locals, await frame);
        throw error;
      });
      if (model === undefined) return;
      res.set('cache-control', 'no-store').render(page.name, {
        ...(await frame), exports: exportsOf(page.name, asked), title: page.title, hears: person !== undefined && !req.hurdle, changes, picture, ...model,
        // a field of the same name must not take the page's own bundles from it
        page: page.name, styles: page.assets?.filter((name) => name.endsWith('.css')), scripts: page.assets?.filter((name) => name.endsWith('.js')),
      });
    });
  }
  return router;
}

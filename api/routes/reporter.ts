// The reporter's side of a case: without an account by a secret address or a code, or signed in as whoever filed it.
import type { Response } from 'express';
import { z } from 'zod';
import { getCase } from '../../processes/cases.js';
import { Forbidden } from '../../processes/errors.js';
import { rateCase } from '../../processes/rating.js';
import { asReporter, REPORTER, reopenCase, reopeningRules, setReopeningRules } from '../../processes/reopening.js';
import { caseByToken, tokenByCode } from '../../processes/reporter-door.js';
import { askErasure } from '../../processes/retention/ask.js';
import { linkOf, reporterAddress } from '../../processes/reporter-link.js';
import { reporterView } from '../../processes/reporter-view.js';
import type { Actor, Case, Person } from '../../processes/store/types.js';
import { withinReporterLimit } from '../reporter-limit.js';
import { route, type Route } from '../route.js';

const tag = '反映人';
const byToken = z.object({ token: z.string().min(10).max(80) });
const byNumber = z.object({ caseNo: z.string().max(40) });
const rating = z.object({ stars: z.int().min(1).max(5), text: z.string().trim().max(500).optional() });
const reason = z.object({ reason: z.string().trim().min(4, { message: '请写明哪里没有办好（至少 4 个字）' }).max(500) });
const view = z.looseObject({ code: z.string(), title: z.string(), says: z.string() });
const rules = z.object({ hours: z.int().min(1).max(720), times: z.int().min(0).max(5) });

/** No search engine, no store on the way and no other site learns of these pages. */
export function unseen(res: Response): void {
  res.set({ 'X-Robots-Tag': 'noindex, nofollow, noarchive', 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' });
}

/** @throws Forbidden when somebody else filed it */
function filer(found: Case, person: Person): Actor {
  const by = asReporter(found, person);
  if (!by) throw new Forbidden('只有上报人可以评价或申请重新办理');
  return by;
}

export const reporterRoutes: Route[] = [
  route({
    method: 'post', path: '/r', tag, open: true, summary: 'From a code and, where a number was left, its last four digits, to the secret of the reporter\'s page; one answer to every wrong try.',
    body: z.object({ code: z.string().trim().min(1).max(20), digits: z.string().trim().regex(/^\d{0,4}$/, '填手机号的后四位').optional() }), answer: z.object({ token: z.string() }),
    async handle({ body, req, res }, deps) {
      unseen(res);
      await withinReporterLimit(deps, 'type', req);
      return { token: await tokenByCode(deps.store, body) };
    },
  }),
  route({
    method: 'get', path: '/r/{token}', tag, open: true, summary: 'Where a matter stands, in plain words for whoever reported it.', params: byToken, answer: view,
    async handle({ params, req, res }, deps) {
      unseen(res);
      await withinReporterLimit(deps, 'look', req);
      return reporterView(await caseByToken(deps.store, params.token), deps);
    },
  }),
  route({
    method: 'post', path: '/r/{token}/rating', tag, open: true, summary: 'Rates how a matter was handled; may be changed until the window ends.', params: byToken, body: rating, answer: z.void(), status: 204,
    async handle({ params, body, req, res }, deps) {
      unseen(res);
      await withinReporterLimit(deps, 'write', req);
      await rateCase(await caseByToken(deps.store, params.token), body, REPORTER, deps);
    },
  }),
  route({
    method: 'post', path: '/r/{token}/reopen', tag, open: true, summary: 'Has a closed matter done again, within the window after its close.', params: byToken, body: reason, answer: z.void(), status: 204,
    async handle({ params, body, req, res }, deps) {
      unseen(res);
      await withinReporterLimit(deps, 'write', req);
      await reopenCase(await caseByToken(deps.store, params.token), body.reason, REPORTER, deps);
    },
  }),
  route({
    method: 'post', path: '/r/{token}/erasure', tag, open: true, summary: 'Asks, once the matter has ended, that what it tells of its reporter be deleted; a leader decides. Asked again while it waits it is the same.', params: byToken, answer: z.void(), status: 204,
    async handle({ params, req, res }, deps) {
      unseen(res);
      await withinReporterLimit(deps, 'write', req);
      await askErasure(await caseByToken(deps.store, params.token), deps);
    },
  }),
  route({
    method: 'get', path: '/cases/{caseNo}/reporter', tag, summary: 'What the reporter said of the result; to whoever filed the case also how they get to their page, and what may be done now.', params: byNumber,
    answer: z.looseObject({ mine: z.boolean() }),
    async handle({ params, person }, deps) {
      const found = await getCase(params.caseNo, person, deps);
      const { rating: given, reopenings, may, whyNot, until, code, hours } = await reporterView(found, deps);
      const mine = asReporter(found, person) !== undefined;
      const link = mine ? await linkOf(deps.store, found) : undefined;
      return { mine, rating: given, reopenings, hours, ...(link ? { code, path: `/r/${link.token}`, address: reporterAddress(link, deps.settings), may, whyNot, until } : {}) };
    },
  }),
  route({
    method: 'post', path: '/cases/{caseNo}/rating', tag, summary: 'Rates how a matter was handled, as whoever filed it.', params: byNumber, body: rating, answer: z.void(), status: 204,
    async handle({ params, body, person }, deps) {
      const found = await getCase(params.caseNo, person, deps);
      await rateCase(found, body, filer(found, person), deps);
    },
  }),
  route({
    method: 'post', path: '/cases/{caseNo}/reopen', tag, summary: 'Has a closed matter done again, as whoever filed it.', params: byNumber, body: reason, answer: z.void(), status: 204,
    async handle({ params, body, person }, deps) {
      const found = await getCase(params.caseNo, person, deps);
      await reopenCase(found, body.reason, filer(found, person), deps);
    },
  }),
  route({
    method: 'get', path: '/settings/reopening', tag, summary: 'How long after its close, and how often, a case may be done again.', answer: rules,
    async handle(_call, { store }) {
      return reopeningRules(store);
    },
  }),
  route({
    method: 'put', path: '/settings/reopening', tag, ability: 'edit-procedures', summary: 'Sets how long after its close, and how often, a case may be done again.', body: rules, answer: rules,
    async handle({ body }, { store }) {
      return setReopeningRules(store, body);
    },
  }),
];

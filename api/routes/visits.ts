// Visits and check-ins (走访、五到场): made once, corrected by another, read as the log of a day or a month.
import { z } from 'zod';
import { NotFound } from '../../processes/errors.js';
import type { LogQuery } from '../../processes/grid/find.js';
import { listVisits, logTotals } from '../../processes/grid/log.js';
import { daySpan, monthSpan } from '../../processes/grid/when.js';
import { checkIn, correctedAmong, getVisit, visitDraft } from '../../processes/grid/visits.js';
import { showVisits, visitShape } from '../grid/show.js';
import { route, type Route } from '../route.js';
import { id, paging } from '../schemas.js';

const tag = '走访和到场';
const asked = z.object({
  unit: id.optional(), person: id.optional(), item: z.uuid().optional(), day: z.iso.date().optional(), month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, '月份应写成 2026-06').optional(),
  kind: z.enum(['visit', 'check-in']).optional(), occasion: z.string().max(40).optional(), duty: z.string().max(40).optional(), role: z.string().max(40).optional(),
});
type Asked = z.infer<typeof asked>;

/** What is asked of the log, with its days as a span of time. */
export const logQueryOf = ({ day, month, ...rest }: Asked): LogQuery => ({ ...rest, ...(day ? { span: daySpan(day) } : month ? { span: monthSpan(month) } : {}) });
const tally = z.array(z.object({ name: z.string(), count: z.int() }));

export const visitRoutes: Route[] = [
  route({
    method: 'get', path: '/visits', tag, summary: 'The log, newest first: your own with person=<your id>, or that of a unit you may read.', query: asked.extend(paging), answer: z.object({ total: z.int(), items: z.array(visitShape) }),
    async handle({ query: { page, size, ...rest }, person }, { store }) {
      const { total, items } = await listVisits({ ...logQueryOf(rest), page, size }, person, { store });
      return { total, items: await showVisits(items, person, store) };
    },
  }),
  route({
    method: 'get', path: '/visits/totals', tag, summary: 'The log counted by duty, role and occasion; what was corrected counts once.', query: asked,
    answer: z.object({ entries: z.int(), visits: z.int(), checkIns: z.int(), seen: z.int(), people: z.int(), cases: z.int(), duty: tally, role: tally, occasion: tally }),
    async handle({ query, person }, deps) {
      return logTotals(logQueryOf(query), person, deps);
    },
  }),
  route({
    method: 'post', path: '/visits', tag, summary: 'Keeps a visit or check-in; the same clientId is the same one. A correction names the old entry, which stays as it is.', ability: 'keep-registers', status: 201,
    body: visitDraft, answer: visitShape,
    async handle({ body, person, res }, deps) {
      const { visit, created } = await checkIn(body, person, deps);
      if (!created) res.locals.status = 200;
      return (await showVisits([visit], person, deps.store))[0];
    },
  }),
  route({
    method: 'get', path: '/visits/{id}', tag, summary: 'One visit or check-in: your own, or of a unit that you may read.', params: z.object({ id: z.uuid() }), answer: visitShape,
    async handle({ params, person }, { store }) {
      const visit = await getVisit(params.id, person, { store });
      const correctedBy = (await correctedAmong(store, [visit._id])).get(visit._id);
      const shown = (await showVisits([{ ...visit, ...(correctedBy ? { correctedBy } : {}) }], person, store))[0];
      if (!shown) throw new NotFound(`no visit <${params.id}>`);
      return shown;
    },
  }),
];

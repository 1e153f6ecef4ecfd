// Reports: what a grid member or a citizen saw, filed once.
import { z } from 'zod';
import { fileReport, reportSchema } from '../../processes/report.js';
import { route, type Route } from '../route.js';

export const reportRoutes: Route[] = [
  route({
    method: 'post', path: '/reports', tag: '上报', summary: 'Files a report; the same clientId is the same case. With other content under it the answer is 409 with the case that stands.', body: reportSchema,
    answer: z.object({ caseNo: z.string() }), status: 201,
    async handle({ body, person, res }, deps) {
      const { caseNo, created } = await fileReport(body, person, deps);
      if (!created) res.locals.status = 200;
      return { caseNo };
    },
  }),
];

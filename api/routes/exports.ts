// A person's data as a file: one's own at any time, somebody else's by an administrator on their request.
import type { Response } from 'express';
import { z } from 'zod';
import { exportPerson } from '../../processes/accounts/export-person.js';
import { getAdministered } from '../../processes/accounts/scope.js';
import { getPerson } from '../../processes/organisation.js';
import { shanghaiDay } from '../../processes/shanghai.js';
import { route, type Route } from '../route.js';
import { id, why } from '../schemas.js';

const gives = 'application/json';

function send(res: Response, account: string, at: Date, data: object): void {
  const name = `个人数据-${account}-${shanghaiDay(at)}.json`;
  res.set('Content-Disposition', `attachment; filename="data.json"; filename*=UTF-8''${encodeURIComponent(name)}`).type('json').send(JSON.stringify(data, null, 2));
}

export const exportRoutes: Route[] = [
  route({
    method: 'get', path: '/me/export', tag: '我的账号', summary: 'Everything that is kept of you, as a JSON file; that it was taken is written down.', answer: z.any(), gives,
    async handle({ person, req, res }, deps) {
      const own = await getPerson(deps.store, person._id);
      send(res, own.account, deps.clock.now(), await exportPerson(own, { who: own, reason: '', address: req.ip }, deps));
    },
  }),
  route({
    method: 'get', path: '/people/{id}/export', tag: '人员和账号', ability: 'manage-people', summary: 'Everything that is kept of a person, on their request, as a JSON file; who took it and why is written down first.',
    params: z.object({ id }), query: z.object({ reason: why }), answer: z.any(), gives,
    async handle({ params, query, person, req, res }, deps) {
      const found = await getAdministered(deps.store, params.id, person);
      send(res, found.account, deps.clock.now(), await exportPerson(found, { who: person, reason: query.reason, address: req.ip }, deps));
    },
  }),
];

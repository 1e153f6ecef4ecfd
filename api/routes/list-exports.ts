// Any list as a file: begun here with the list's filters, made in the background, downloaded from there.
import { z } from 'zod';
import { audit } from '../../processes/audit.js';
import { beginJob } from '../../processes/background/jobs.js';
import { sheetFormats } from '../../processes/sheets/files.js';
import { actorOf } from '../../processes/tasks.js';
import { askedOf } from '../exports/list.js';
import { exportLists } from '../exports/lists.js';
import { route, type Route } from '../route.js';

const formatNames: Record<(typeof sheetFormats)[number], string> = { xlsx: 'Excel', csv: 'CSV' };

/** What is written freely into a filter. */
const typed = new Set(['q', 'who', 'text', 'variables', 'about']);

export const listExportRoutes: Route[] = [
  route({
    method: 'post', path: '/lists/{list}/export', tag: '后台任务', summary: 'Begins the export of a list with these filters, as they stand in its address; what you may not read is not in it. Sent again with the same id it is one.', status: 202,
    params: z.object({ list: z.enum(Object.keys(exportLists) as [string, ...string[]], '没有这份清单') }),
    body: z.object({ id: z.uuid(), format: z.enum(sheetFormats), query: z.record(z.string().max(40), z.string().max(300)).default({}) }), answer: z.object({ id: z.string() }),
    async handle({ params, body: { id, format, query }, person, req }, deps) {
      const list = exportLists[params.list]!;
      askedOf(list, query, person);
      // the chain is never blanked: what was typed may be somebody's name
      const asked = Object.entries(query).map(([name, value]) => (typed.has(name) ? name : `${name}=${value}`)).join('，');
      const title = `导出${list.name}（${formatNames[format]}）`;
      // before it is done: what cannot be answered for is not taken along
      if (!await deps.store.background.exists({ _id: id })) await audit(deps.store, deps.clock.now(), actorOf(person), 'export', { kind: 'list', id: params.list }, `${title}${asked ? `，条件：${asked}` : ''}`, req.ip);
      const { _id } = await beginJob({ id, kind: 'export', title, parameters: { list: params.list, format, query } }, person, deps);
      return { id: _id };
    },
  }),
];

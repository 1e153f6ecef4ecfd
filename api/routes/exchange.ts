// Procedures in and out: one file, or a whole version as a ZIP.
import { z } from 'zod';
import { NotFound } from '../../processes/errors.js';
import { zipOf } from '../../processes/exchange/archive.js';
import { importFiles } from '../../processes/exchange/import.js';
import { versionFor } from '../../processes/versions.js';
import { receiveProcedureFile } from '../procedure-upload.js';
import { route, type Route } from '../route.js';
import { id } from '../schemas.js';
import { draftSummary } from '../summaries.js';

const tag = '流程导入导出';
const params = z.object({ id });
const types: Record<string, string> = { bpmn: 'application/xml', dmn: 'application/xml', form: 'application/json' };

export const exchangeRoutes: Route[] = [
  route({
    method: 'get', path: '/procedures/{id}/export', tag, summary: 'One file of a version, or all of them as a ZIP: newest, draft, a number, or snapshot:<id>; the last two of drafts only for those who may approve.',
    params, query: z.object({ version: z.string().max(80).default('newest'), file: z.string().max(90).optional() }), answer: z.any(), gives: 'application/octet-stream',
    async handle({ params: { id: procedure }, query: { version, file }, person, res }, { store }) {
      const { files, label } = await versionFor(person, store, procedure, version);
      const one = file === undefined ? undefined : files.find(({ name }) => name === file);
      if (file !== undefined && !one) throw new NotFound(`${label}里没有这个文件 <${file}>`);
      const mark = version === 'newest' ? '' : `-${version.replace(/^snapshot:/, '').replace(/[^\w-]/g, '_').slice(0, 40)}`;
      const name = one?.name ?? `${procedure.replace(/[^\w.-]/g, '_')}${mark}.zip`;
      res.set({ 'Content-Type': one ? types[name.split('.').at(-1)!]! : 'application/zip', 'Content-Disposition': `attachment; filename="${name}"`, 'X-Content-Type-Options': 'nosniff' });
      res.send(one ? Buffer.from(one.content) : await zipOf(files));
    },
  }),
  route({
    method: 'post', path: '/procedures/import', tag, summary: 'Takes a file or a ZIP into the draft of the procedure that its diagram is (or of `into`); what the draft was is kept as a snapshot. `over=false` leaves the draft of others alone.',
    ability: 'edit-procedures', upload: 'file', query: z.object({ into: id.optional(), over: z.enum(['true', 'false']).default('true') }), status: 201,
    answer: z.object({ draft: z.looseObject({}), files: z.array(z.string()), renamed: z.array(z.string()), ignored: z.array(z.string()) }),
    async handle({ req, res, person, query: { into, over } }, deps) {
      const sent = await receiveProcedureFile(req, res);
      const { draft, ...told } = await importFiles(sent, person, deps, { ...(into ? { into } : {}), over: over === 'true' });
      return { draft: draftSummary(draft), ...told };
    },
  }),
];

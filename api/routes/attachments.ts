// Photos and papers: uploaded before the report or form that names them, seen by whoever may see the case that holds them.
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import type { Deps } from '../../processes/deps.js';
import { NotFound } from '../../processes/errors.js';
import { maySeeVisitFile } from '../../processes/grid/visits.js';
import { findFile, keepFile, readFileContent, type StoredFile } from '../../processes/store/files.js';
import type { Case, Person } from '../../processes/store/types.js';
import { caseFilter, maySeeCaseNow } from '../../processes/visibility.js';
import { route, type Route } from '../route.js';
import { receiveUpload } from '../upload.js';

const tag = '附件';

/** Whoever uploaded it, and whoever may see a case that holds it; a case also holds what its report names. */
async function maySee(file: StoredFile, person: Person, { store }: Deps): Promise<boolean> {
  if (file.by === person._id || await maySeeVisitFile(file.id, person, store)) return true;
  const noted = await store.cases.find({ _id: { $in: file.cases } }, { scope: 1, reporter: 1 }).lean<Case[]>();
  for (const found of noted) if (await maySeeCaseNow(store, person, found)) return true;
  return await store.cases.exists({ attachments: file.id, ...caseFilter(person) }) !== null;
}

/** Pictures open in the page; anything else is saved, never run, under its own name (RFC 6266 for Chinese names). */
function disposition({ name, type }: StoredFile): string {
  const shown = /^(image|video)\//.test(type) ? 'inline' : 'attachment';
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  return `${shown}; filename="${plain}"; filename*=UTF-8''${encoded}`;
}

export const attachmentRoutes: Route[] = [
  route({
    method: 'post', path: '/attachments', tag, summary: 'Uploads one file: a picture, a PDF or an MP4 of at most 10 MB, which must be what it claims. With a key, sending it again is the same file.', query: z.object({ key: z.uuid().optional() }), upload: 'file', status: 201,
    answer: z.object({ id: z.string(), name: z.string(), type: z.string(), size: z.number().int() }),
    async handle({ req, res, query, person }, { store }) {
      const { content, name, type } = await receiveUpload(req, res);
      const { id, size } = await keepFile(store, content, { name, type, by: person._id, key: query.key });
      return { id, name, type, size };
    },
  }),
  route({
    method: 'get', path: '/attachments/{id}', tag, summary: 'The file itself, for whoever may see a case that holds it.', gives: 'application/octet-stream', params: z.object({ id: z.uuid() }), answer: z.any(),
    async handle({ params, person, req, res }, deps) {
      const file = await findFile(deps.store, params.id);
      if (!file || !await maySee(file, person, deps)) throw new NotFound(`no attachment <${params.id}>`);
      // What is kept never changes, but who may see it does: the browser asks each time and is spared the content.
      res.set({ 'Cache-Control': 'private, no-cache', ETag: `"${file.sha256}"` });
      if (req.fresh) return void res.status(304).end();
      res.set({
        'Content-Type': file.type, 'Content-Length': String(file.size), 'Content-Disposition': disposition(file), 'X-Content-Type-Options': 'nosniff',
        'Content-Security-Policy': "default-src 'none'; sandbox",
      });
      await pipeline(readFileContent(deps.store, file.id), res);
    },
  }),
];

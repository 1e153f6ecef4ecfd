// A partner's mapping tables as files, for policy staff: taken out as they stand, looked at line by line, taken over wholly or not at all.
import { z } from 'zod';
import { fileTables, lookAtMapping, mappingAsFile, takeMapping, type MappingFile } from '../../processes/partners/mapping-file.js';
import { sendCsv } from '../grid/csv.js';
import { receiveOrgFile } from '../org-upload.js';
import { route, type Route } from '../route.js';

const tag = '对接';
const ability = 'edit-procedures' as const;
const one = z.object({ id: z.string().regex(/^[a-z0-9-]{1,40}$/, { message: '编号只用小写字母、数字和横线' }) });
const table = z.enum(fileTables);
const number = z.number().int();
const action = z.enum(['add', 'change', 'end']);
/** So many problems and changes are shown. */
const MOST_PROBLEMS = 500;
const MOST_SHOWN = 100;
const answer = z.object({
  total: number, same: number, more: number, counts: z.record(action, number), problems: z.array(z.object({ line: number, path: z.string(), message: z.string() })),
  items: z.array(z.object({ line: number, day: z.string(), action, about: z.string(), name: z.string(), said: z.string() })),
});
const words = { categories: '类别', units: '区域', urgencies: '紧急程度' };

function show({ changes, same, problems }: MappingFile): z.infer<typeof answer> {
  const count = (what: 'add' | 'change' | 'end') => changes.filter((each) => each.action === what).length;
  return {
    total: changes.length, same, more: Math.max(0, problems.length - MOST_PROBLEMS), counts: { add: count('add'), change: count('change'), end: count('end') },
    problems: problems.slice(0, MOST_PROBLEMS).map(({ line, path = '', message }) => ({ line, path, message })), items: changes.slice(0, MOST_SHOWN).map(({ line, action: what, theirs, ours, said }) => ({ line, day: '', action: what, about: theirs, name: ours, said })),
  };
}

export const mappingFileRoutes: Route[] = [
  route({
    method: 'get', path: '/partner-mappings/{id}/file', tag, ability, summary: 'One table of a partner as it stands, as a file to fill in further.', params: one, query: z.object({ table }), answer: z.any(), gives: 'text/csv',
    async handle({ params, query, person, res }, deps) { sendCsv(res, `${params.id}-${words[query.table]}对照.csv`, await mappingAsFile(params.id, query.table, person, deps)); },
  }),
  route({
    method: 'post', path: '/partner-mappings/{id}/files', tag, ability, upload: 'file', params: one, query: z.object({ table, revision: z.coerce.number().int().min(0), check: z.literal('true').optional() }), answer,
    summary: 'A file of one table (xlsx; CSV in UTF-8 or GBK): with `check` what it would add, change and delete, or all that is wrong; without, it is taken over, wholly or not at all. 409 when somebody saved since the revision.',
    async handle({ params, query, person, req, res }, deps) {
      const { bytes } = await receiveOrgFile(req, res);
      return show(query.check ? await lookAtMapping(params.id, query.table, bytes, person, deps) : await takeMapping(params.id, query.table, query.revision, bytes, person, deps));
    },
  }),
];

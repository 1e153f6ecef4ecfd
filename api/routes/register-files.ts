// Registers as files: an empty one to fill in, and a filled one to enter. What is registered is taken along like any list (see exports).
import { z } from 'zod';
import { kinds, registerOf } from '../../processes/grid/fields.js';
import { importItems, templateOf } from '../../processes/grid/import.js';
import { maskIdNumber, maskPhone } from '../../processes/mask.js';
import { sendCsv } from '../grid/csv.js';
import { route, type Route } from '../route.js';
import { id } from '../schemas.js';

const tag = '四清登记';
const kind = z.enum(kinds);
const gives = 'text/csv';
const rowProblem = z.object({ line: z.int(), path: z.string(), message: z.string() });

export const registerFileRoutes: Route[] = [
  route({
    method: 'get', path: '/registers/template', tag, summary: 'The empty file of a register, with its headers and one example.', ability: 'keep-registers', query: z.object({ kind }), answer: z.any(), gives,
    async handle({ query, res }) {
      sendCsv(res, `${registerOf(query.kind).title}-模板.csv`, templateOf(registerOf(query.kind)));
    },
  }),
  route({
    method: 'post', path: '/registers/import', tag, summary: 'Enters all rows of a file, or none; dryRun says what is wrong, row by row, and enters nothing.', ability: 'keep-registers',
    body: z.object({ grid: id, kind, text: z.string().max(1_000_000, '文件太大，请分开导入'), clientId: z.uuid(), dryRun: z.boolean() }),
    answer: z.object({ rows: z.int(), problems: z.array(rowProblem), headers: z.array(z.string()), items: z.array(z.object({ line: z.int(), cells: z.array(z.string()) })) }),
    async handle({ body, person }, deps) {
      const read = await importItems(body, person, deps);
      const { fields } = registerOf(body.kind);
      const masks = fields.map(({ key }) => (key === 'phone' ? maskPhone : key === 'idNumber' ? maskIdNumber : String));
      return { ...read, items: read.items.map(({ line, cells }) => ({ line, cells: cells.map((value, n) => masks[n]!(value)) })) };
    },
  }),
];

// Registers as files: an empty one to fill in, a filled one to enter, and what is registered to take along.
import { z } from 'zod';
import { audit } from '../../processes/audit.js';
import { writeCsv } from '../../processes/grid/csv.js';
import { kinds, registerOf } from '../../processes/grid/fields.js';
import { itemFilter } from '../../processes/grid/find.js';
import { importItems, templateOf } from '../../processes/grid/import.js';
import { shanghaiDay, shanghaiTime } from '../../processes/shanghai.js';
import type { RegisterItem } from '../../processes/store/types.js';
import { actorOf } from '../../processes/tasks.js';
import { maskIdNumber, maskPhone } from '../../views/helpers/mask.js';
import { sendCsv } from '../grid/csv.js';
import { showItems } from '../grid/show.js';
import { route, type Route } from '../route.js';
import { id } from '../schemas.js';
import { itemQuery } from './registers.js';

const tag = '四清登记';
const kind = z.enum(kinds);
const gives = 'text/csv';
const stateNames: Record<RegisterItem['state'], string> = { current: '在册', gone: '已注销', solved: '已销号' };
const rowProblem = z.object({ line: z.int(), path: z.string(), message: z.string() });

export const registerFileRoutes: Route[] = [
  route({
    method: 'get', path: '/registers/template', tag, summary: 'The empty file of a register, with its headers and one example.', ability: 'keep-registers', query: z.object({ kind }), answer: z.any(), gives,
    async handle({ query, res }) {
      sendCsv(res, `${registerOf(query.kind).title}-模板.csv`, templateOf(registerOf(query.kind)));
    },
  }),
  route({
    method: 'get', path: '/registers/export', tag, summary: 'What is registered, as a file; telephone and ID numbers stay masked, and the audit says who took it.', ability: 'see-registers',
    query: itemQuery.extend({ kind }), answer: z.any(), gives,
    async handle({ query, person, req, res }, { store, clock }) {
      const filter = await itemFilter(query, person, { store, clock });
      const items = await store.registers.find(filter, { history: 0 }).sort({ grid: 1, name: 1, _id: 1 }).lean<RegisterItem[]>();
      const { title, fields } = registerOf(query.kind);
      await audit(store, clock.now(), actorOf(person), 'export', { kind: 'registers', id: query.unit ?? query.kind }, `导出${title}登记册 ${items.length} 条（号码已隐去）`, req.ip);
      const rows = (await showItems(items, person, store)).map((item) => [
        ...fields.map(({ key, header }) => (key === 'fact' ? item.facts[header] : key === 'place' ? item.place.text : key === 'categories' ? item.categories.join('、') : key === 'household' ? item.householdName : item[key])),
        item.place.lng, item.place.lat, item.gridName, stateNames[item.state as RegisterItem['state']], item.seenAt ? shanghaiTime(item.seenAt) : '', item.id,
      ]);
      sendCsv(res, `${title}-${shanghaiDay(clock.now())}.csv`, writeCsv([[...fields.map(({ header }) => header), '经度', '纬度', '网格', '状态', '最近走访', '编号'], ...rows]));
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

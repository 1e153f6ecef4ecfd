// Changes of the organisation: files looked at and ordered, single changes with their day, what is ordered and what became of it; and units found by a few letters.
import { z } from 'zod';
import { MOST_FIRST, givePasswords } from '../../processes/accounts/first-passwords.js';
import { searchUnits } from '../../processes/find-units.js';
import { writeCsv } from '../../processes/grid/csv.js';
import { levelName } from '../../processes/org-changes/columns.js';
import { applyOrgChanges } from '../../processes/org-changes/apply.js';
import { findOrders, getOrder, lineOf, orderChanges, previewFile, turnOrder } from '../../processes/org-changes/order.js';
import { readSheet, templateOf } from '../../processes/org-changes/sheet.js';
import type { OrgChange } from '../../processes/org-changes/types.js';
import type { Person } from '../../processes/store/types.js';
import { sendCsv } from '../grid/csv.js';
import { receiveOrgFile } from '../org-upload.js';
import { route, type Route } from '../route.js';
import { id, paging, unit as unitShape } from '../schemas.js';

const tag = '组织变更';
const kind = z.enum(['units', 'people']);
const number = z.number().int();
const one = z.object({ id: z.uuid() });
const problem = z.object({ line: number, path: z.string(), message: z.string() });
const row = z.object({ line: number, day: z.string(), action: z.enum(['add', 'change', 'end']), about: z.string(), name: z.string(), said: z.string() });
/** A warning is for places, not for departments. */
const territories = ['city', 'county', 'town', 'village', 'grid'] as const;
const counts = z.object({ add: number, change: number, end: number });
const order = z.object({
  id: z.string(), kind, title: z.string(), by: z.string(), at: z.date(), state: z.enum(['open', 'done', 'stuck', 'cancelled']), next: z.string(), done: number, problems: z.array(problem), endedAt: z.date().optional(), mine: z.boolean(), begun: z.boolean(),
});
const file = z.object({ total: number, same: number, counts, problems: z.array(problem), more: number, items: z.array(row) });
const MOST_SHOWN = 100;
/** Units are the system administrator's, people the security administrator's; which of them a call is about is looked at by the kernel. */
const ability = ['manage-settings', 'manage-people'] as const;

const countRows = (rows: readonly { action: string }[]) => ({ add: rows.filter(({ action }) => action === 'add').length, change: rows.filter(({ action }) => action === 'change').length, end: rows.filter(({ action }) => action === 'end').length });
const showRow = ({ line, day, action, about, name, said }: OrgChange['rows'][number]) => ({ line, day, action, about, name, said });
const show = ({ _id, kind: what, title, by, at, state, next, done, problems = [], endedAt, applying, applied, person: owner }: Omit<OrgChange, 'rows'>, person: Person) => ({
  id: _id, kind: what, title, by: 'name' in by ? by.name : '系统', at, state, next, done, problems, ...(endedAt ? { endedAt } : {}), mine: owner === person._id, begun: Boolean(applying) || applied.length > 0,
});

export const orgChangeRoutes: Route[] = [
  route({
    method: 'get', path: '/organisation/search', tag, summary: 'Units in use whose name, id or place has every word; the nearest to your own units first, and of those the highest, few at once.',
    query: z.object({ q: z.string().max(80).optional(), level: unitShape.shape.level.optional(), under: id.optional(), where: z.enum(['mine', 'manage-people', 'manage-settings', 'plan-duty', 'see-figures', 'issue-warning']).optional(), grids: z.literal('no').optional(), places: z.literal('yes').optional() }),
    answer: z.object({ total: number, items: z.array(z.object({ id: z.string(), name: z.string(), level: z.string(), levelName: z.string(), place: z.string() })) }),
    async handle({ query: { q, level, under, where, grids, places }, person }, { store }) {
      const levels = level ? [level] : grids ? (['city', 'county', 'town', 'village', 'department'] as const) : where === 'issue-warning' || places ? territories : undefined;
      const { total, items } = await searchUnits({ q, under, where, ...(levels ? { levels } : {}) }, person, 20, store);
      return { total, items: items.map((each) => ({ ...each, levelName: levelName(each.level) })) };
    },
  }),
  route({
    method: 'get', path: '/organisation/template', tag, summary: 'The empty file of units or of people, with its headers and one example.', ability, query: z.object({ kind }), answer: z.any(), gives: 'text/csv',
    async handle({ query, res }) {
      sendCsv(res, `${query.kind === 'units' ? '单位' : '人员'}-模板.csv`, templateOf(query.kind));
    },
  }),
  route({
    method: 'post', path: '/organisation/files', tag, summary: 'A file of units or people (xlsx; CSV in UTF-8 or GBK): with `check` what it would add, change and end, or all that is wrong; without, it is ordered, wholly or not at all.',
    ability, upload: 'file', query: z.object({ kind, id: z.uuid(), check: z.literal('true').optional() }), answer: file,
    async handle({ query, person, req, res }, deps) {
      const { name, bytes } = await receiveOrgFile(req, res);
      if (query.check) {
        const { rows, same, problems } = await previewFile(query.kind, bytes, person, deps);
        return { total: rows.length, same, counts: countRows(rows), problems: problems.slice(0, 500), more: Math.max(0, problems.length - 500), items: rows.slice(0, MOST_SHOWN).map(showRow) };
      }
      const { rows } = await orderChanges({ id: query.id, kind: query.kind, title: name, lines: await readSheet(query.kind, bytes) }, person, deps);
      return { total: rows.length, same: 0, counts: countRows(rows), problems: [], more: 0, items: rows.slice(0, MOST_SHOWN).map(showRow) };
    },
  }),
  route({
    method: 'post', path: '/organisation/changes', tag, summary: 'One change of a unit or an account with the day from which it holds; what holds today is done at once.', ability, status: 201,
    body: z.object({ id: z.uuid(), kind, title: z.string().trim().min(1).max(80), fields: z.record(z.string().max(20), z.string().max(200)) }), answer: z.object({ id: z.string(), day: z.string() }),
    async handle({ body, person }, deps) {
      // a form says all of a unit: what it leaves empty is empty
      const fields = body.kind === 'units' ? { phone: '', ...body.fields } : body.fields;
      const made = await orderChanges({ ...body, form: true, lines: [lineOf(body.kind, fields)] }, person, deps);
      await applyOrgChanges(deps);
      return { id: made._id, day: made.next };
    },
  }),
  route({
    method: 'get', path: '/organisation/changes', tag, summary: 'What was ordered for your units, the newest first.', ability, query: z.object(paging), answer: z.object({ total: number, page: number, size: number, items: z.array(order) }),
    async handle({ query, person }, { store }) {
      const { total, items } = await findOrders(person, query, store);
      return { total, page: query.page, size: query.size, items: items.map((each) => show(each, person)) };
    },
  }),
  route({
    method: 'get', path: '/organisation/changes/{id}', tag, summary: 'One of them with a page of its lines.', ability, params: one, query: z.object(paging),
    answer: z.object({ order: order.extend({ counts }), total: number, page: number, size: number, items: z.array(row.extend({ applied: z.boolean() })) }),
    async handle({ params, query: { page, size }, person }, { store }) {
      const found = await getOrder(params.id, person, store);
      const items = found.rows.slice((page - 1) * size, page * size).map((each) => ({ ...showRow(each), applied: found.applied.includes(each.day) }));
      return { order: { ...show(found, person), counts: countRows(found.rows) }, total: found.rows.length, page, size, items };
    },
  }),
  ...(['cancel', 'retry'] as const).map((turn) => route({
    method: 'post', path: `/organisation/changes/{id}/${turn}`, tag, summary: turn === 'cancel' ? 'Calls off what has not begun.' : 'Tries once more what could not be done on its day.', ability, params: one, status: 204, answer: z.void(),
    async handle({ params, person }, deps) {
      await turnOrder(params.id, turn, person, deps);
    },
  })),
  route({
    method: 'post', path: '/people/first-passwords', tag: '人员和账号', summary: `First passwords for those of a unit and below who have none yet, ${MOST_FIRST} at once; each is answered once; as a list and as a CSV file.`, ability: 'manage-people',
    body: z.object({ unit: id }), answer: z.object({ items: z.array(z.object({ account: z.string(), name: z.string(), password: z.string() })), more: number, csv: z.string() }),
    async handle({ body, person, res }, deps) {
      res.set('Cache-Control', 'no-store');
      const given = await givePasswords(body.unit, person, deps);
      return { ...given, csv: writeCsv([['账号', '姓名', '初始密码'], ...given.items.map(({ account, name, password }) => [account, name, password])]) };
    },
  }),
];

// Lists of tasks: searched, filtered, sorted, paged, counted; and the filters that a person keeps under a name.
import { z } from 'zod';
import { deleteFilter, listFilters, renameFilter, saveFilter } from '../../processes/saved-filters.js';
import type { SavedFilter } from '../../processes/store/types.js';
import { dueStates } from '../../processes/task-filters.js';
import { countTasks, listTasks } from '../../processes/task-lists.js';
import { instanceFilter } from '../instance-list.js';
import { route, type Route } from '../route.js';
import { id, paging, text } from '../schemas.js';
import { taskSummary } from '../summaries.js';

const tag = '任务';
/** What a list is narrowed to, as it stands in an address. */
const filter = {
  q: z.string().max(80).optional(), level: z.enum(['city', 'county', 'town', 'village', 'grid', 'department']).optional(), unit: id.optional(),
  category: z.string().regex(/^[A-Z](\d{2})?$/, '没有这个类别').optional(), urgency: z.enum(['特急', '紧急', '一般']).optional(), due: z.enum(dueStates).optional(), procedure: id.optional(), step: id.optional(),
};
const view = z.enum(['mine', 'group', 'unit', 'done']);
const sort = z.enum(['due', 'priority', 'age']);
const number = z.number().int();

const name = text(20);
const saved = z.object({ id: z.string(), name: z.string(), query: z.record(z.string(), z.string()) });
/** A filter is kept as its address says it, so that it means the same tomorrow. */
const query = z.object({ ...filter, view: z.enum([...view.options, 'sent']).optional(), sort: sort.optional() }).strict();
const queries = { tasks: query, instances: z.object(instanceFilter).strict() };
const list = z.enum(['tasks', 'instances']);
const show = ({ _id, name: called, query: kept }: SavedFilter) => ({ id: _id, name: called, query: kept });
const one = z.object({ id });

export const taskListRoutes: Route[] = [
  route({
    method: 'get', path: '/tasks', tag, summary: 'Your tasks: mine, free to my groups, at work in my units, done; with their exact number, and how many are in each due state.',
    query: z.object({ view: view.default('mine'), sort: sort.default('due'), ...filter, ...paging }),
    answer: z.object({ total: number, page: number, size: number, due: z.record(z.enum(dueStates), number).optional(), items: z.array(z.looseObject({ key: z.string() })) }),
    async handle({ query: asked, person }, deps) {
      const { total, items, due } = await listTasks(asked, person, deps);
      return { total, page: asked.page, size: asked.size, ...(due ? { due } : {}), items: items.map((task) => taskSummary(task)) };
    },
  }),
  route({
    method: 'get', path: '/tasks/counts', tag, summary: 'How many tasks stand in each of your lists, how many cases you sent in, and how many of your tasks are overdue.',
    answer: z.object({ mine: number, group: number, unit: number, done: number, sent: number, overdue: number }),
    handle: ({ person }, deps) => countTasks(person, deps),
  }),
  route({
    method: 'get', path: '/filters', tag, summary: 'Your saved filters of a list.', query: z.object({ list: list.default('tasks') }), answer: z.object({ items: z.array(saved) }),
    async handle({ query: { list: of }, person }, deps) { return { items: (await listFilters(person, deps, of)).map(show) }; },
  }),
  route({
    method: 'post', path: '/filters', tag, summary: 'Saves a filter under a name; the same name again replaces it.', body: z.object({ name, query: z.record(z.string(), z.string()), list: list.default('tasks') }), answer: saved, status: 201,
    async handle({ body, person }, deps) {
      // kept as its address says it, once the list understands it
      const kept = queries[body.list].safeParse(body.query);
      if (!kept.success) throw new z.ZodError(kept.error.issues.map((issue) => ({ ...issue, path: ['query', ...issue.path] })));
      return show(await saveFilter(body.name, body.query, person, deps, body.list));
    },
  }),
  route({
    method: 'put', path: '/filters/{id}', tag, summary: 'Gives a saved filter another name.', params: one, body: z.object({ name }), answer: z.void(), status: 204,
    async handle({ params, body, person }, deps) { await renameFilter(params.id, body.name, person, deps); },
  }),
  route({
    method: 'delete', path: '/filters/{id}', tag, summary: 'Deletes a saved filter.', params: one, answer: z.void(), status: 204,
    async handle({ params, person }, deps) { await deleteFilter(params.id, person, deps); },
  }),
];

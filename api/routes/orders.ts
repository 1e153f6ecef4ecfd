// Orders of partners (转办工单) for intake and dispatchers: those that wait to be sorted, sorting them, and sending back what is not theirs (退单).
import { z } from 'zod';
import { getOrder, listOrders, returnOrder, sortOrder, views } from '../../processes/partners/sort.js';
import type { PartnerOrder } from '../../processes/store/types.js';
import { unitsOf } from '../../processes/units.js';
import { maskedText } from '../../processes/mask.js';
import { route, type Route } from '../route.js';
import { paging, why } from '../schemas.js';

const tag = '对接';
const ability = 'sort-orders' as const;
const one = z.object({ id: z.string().min(1).max(120) });
const item = z.object({
  id: z.string(), partner: z.string(), partnerName: z.string(), orderNo: z.string(), title: z.string(), content: z.string(), address: z.string(), theirs: z.object({ category: z.string().optional(), urgency: z.string().optional(), area: z.string().optional() }),
  category: z.string().optional(), grid: z.string().optional(), urgency: z.string(), missing: z.array(z.string()), unit: z.string(), unitName: z.string(), state: z.string(), at: z.date(), sortBy: z.date(), returnBy: z.date(), caseNo: z.string().optional(), reason: z.string().optional(), mayReturn: z.boolean(),
});

export const orderRoutes: Route[] = [
  route({
    method: 'get', path: '/orders', tag, ability, summary: 'Orders of partners in your units, of one state, newest first.', query: z.object({ state: z.enum(views).default('sorting'), ...paging }),
    answer: z.object({ counts: z.record(z.enum(views), z.number().int()), total: z.number().int(), page: z.number().int(), size: z.number().int(), items: z.array(item) }),
    async handle({ query, person }, { store, clock, ...deps }) {
      const { counts, total, items } = await listOrders(query, person, { store, ...deps });
      const [partners, units] = await Promise.all([store.partners.find({ _id: { $in: items.map(({ partner }) => partner) } }, { name: 1 }).lean(), unitsOf(store, items.map(({ unit }) => unit))]);
      const names = new Map([...partners, ...units.values()].map(({ _id, name }) => [_id, name]));
      const show = ({ _id, partner, orderNo, text, category, grid, urgency, missing, unit, state, at, sortBy, returnBy, caseNo, returned }: PartnerOrder): z.infer<typeof item> => ({
        id: _id, partner, partnerName: names.get(partner) ?? partner, orderNo, title: maskedText(text.title), content: maskedText(text.content), address: maskedText(text.address), theirs: { category: text.category, urgency: text.urgency, area: text.area && maskedText(text.area) },
        ...(category && { category }), ...(grid && { grid }), urgency, missing, unit, unitName: names.get(unit) ?? unit, state, at, sortBy, returnBy, ...(caseNo && { caseNo }), ...(returned && { reason: maskedText(returned.reason) }), mayReturn: !returned && clock.now() <= returnBy,
      });
      return { counts, total, page: query.page, size: query.size, items: items.map(show) };
    },
  }),
  route({
    method: 'post', path: '/orders/{id}/sort', tag, ability, summary: 'Sorts an order: it becomes a case in a grid of yours.', params: one, body: z.object({ category: z.string().max(10), grid: z.string().max(80), urgency: z.string().max(10).default('一般') }), answer: z.object({ caseNo: z.string() }),
    handle: async ({ params, body, person }, deps) => ({ caseNo: await sortOrder(params.id, body, person, deps) }),
  }),
  route({
    method: 'post', path: '/orders/{id}/return', tag, ability, summary: 'Sends an order back to its partner with a reason, within the limit; its case is withdrawn.', params: one, body: z.object({ reason: why }), answer: z.void(), status: 204,
    async handle({ params, body, person }, deps) {
      await getOrder(params.id, person, deps);
      await returnOrder(params.id, body.reason, person, deps);
    },
  }),
];

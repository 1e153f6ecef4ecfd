// What partners (12345, 数字化城管, data centres) call: one order in, and where an order stands; signed, and the same however often it is sent.
import { z } from 'zod';
import { NotFound } from '../../processes/errors.js';
import { orderSchema, receiveOrder } from '../../processes/partners/receive.js';
import type { Partner, PartnerOrder } from '../../processes/store/types.js';
import { Unauthenticated } from '../errors.js';
import type { PartnerRequest } from '../partner-door.js';
import { route, type Route } from '../route.js';

const tag = '对接';
const signed = '以 HMAC-SHA256 签名：密钥为对接密钥，内容为 方法、路径（含查询串）、时间戳（秒）、随机数 各一行，再加请求体原文；放在 x-timestamp、x-nonce（16 至 64 位）、x-signature（十六进制）三个请求头里。时钟相差 5 分钟以上、随机数用过的不收；请求体至多 64 KB。';
const partner = z.object({ partner: z.string().min(1).max(40) });
const answer = z.object({ orderNo: z.string(), state: z.enum(['received', 'sorting', 'filed', 'returned']), caseNo: z.string().optional(), returnBy: z.date(), events: z.array(z.object({ seq: z.number().int(), state: z.string(), status: z.string(), at: z.date(), reason: z.string().optional() })) });

const show = ({ orderNo, state, caseNo, returnBy, events }: PartnerOrder): z.infer<typeof answer> => ({
  orderNo, state, ...(caseNo && { caseNo }), returnBy, events: events.map(({ state: one, status, at, reason }, index) => ({ seq: index + 1, state: one, status, at, ...(reason && { reason }) })),
});

/** Whoever proved at the door to be this partner. */
function proved(req: unknown): Partner {
  const found = (req as PartnerRequest).partner;
  if (!found) throw new Unauthenticated('缺少签名');
  return found;
}

export const intakeRoutes: Route[] = [
  route({
    method: 'post', path: '/intake/{partner}/orders', tag, open: true, summary: `A partner hands over an order; the same again is answered the same, another text under the same number is 409. ${signed}`, params: partner, body: orderSchema, answer, status: 201,
    async handle({ req, res, body }, deps) {
      const { order, created } = await receiveOrder(proved(req), body, deps);
      if (!created) res.locals.status = 200;
      return show(order);
    },
  }),
  route({
    method: 'get', path: '/intake/{partner}/orders/{orderNo}', tag, open: true, summary: 'Where an order of the partner stands; signed like the orders, with an empty body.', params: partner.extend({ orderNo: z.string().min(1).max(64) }), answer,
    async handle({ req, params }, { store }) {
      const found = await store.partnerOrders.findById(`${proved(req)._id}:${params.orderNo}`).lean<PartnerOrder>();
      if (!found) throw new NotFound(`没有这张工单 <${params.orderNo}>`);
      return show(found);
    },
  }),
];

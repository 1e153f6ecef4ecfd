// How a person is reached outside: which channels they want, and when not to be disturbed.
import { z } from 'zod';
import { getPerson } from '../../processes/organisation.js';
import { reachOf, setReach, testReach } from '../../processes/reach.js';
import { maskPhone } from '../../processes/mask.js';
import { route, type Route } from '../route.js';

const tag = '通知';
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, '时间写成 22:00 的样子');
const reach = z.object({
  mail: z.email('不是邮箱地址').max(120).optional(), sms: z.boolean(), mails: z.boolean(), bots: z.boolean(),
  quiet: z.strictObject({ from: time, to: time }).refine(({ from, to }) => from !== to, { message: '开始和结束不能相同', path: ['to'] }).optional(),
});
const answer = z.object({ reach, phone: z.string().optional(), channels: z.object({ sms: z.boolean(), mail: z.boolean(), bot: z.array(z.string()) }) });

/** Also their own number is masked: the page may lie open on a desk. */
const show = (found: Awaited<ReturnType<typeof reachOf>>) => ({ ...found, ...(found.phone ? { phone: maskPhone(found.phone) } : {}) });

export const reachRoutes: Route[] = [
  route({
    method: 'get', path: '/me/reach', tag, summary: 'How you are reached outside, and which ways this installation has.', answer,
    async handle({ person }, deps) {
      return show(await reachOf(await getPerson(deps.store, person._id), deps));
    },
  }),
  route({
    method: 'put', path: '/me/reach', tag, summary: 'Says how you want to be reached outside, and when not to be disturbed.', body: reach, answer,
    async handle({ body, person }, deps) {
      return show(await reachOf(await setReach(await getPerson(deps.store, person._id), body, deps), deps));
    },
  }),
  route({
    method: 'post', path: '/me/reach/test', tag, summary: 'Sends you a test message by every channel that you chose, once a minute at most.', answer: z.object({ channels: z.array(z.enum(['sms', 'mail', 'bot'])) }), status: 202,
    async handle({ person }, deps) {
      return { channels: await testReach(await getPerson(deps.store, person._id), deps) };
    },
  }),
];

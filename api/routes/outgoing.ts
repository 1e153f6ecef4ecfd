// Messages to the outside, for administrators: where they stand, sent anew, given up. Nobody reads them or whole numbers here.
import { z } from 'zod';
import { LANES } from '../../processes/outgoing.js';
import { DOUBTED } from '../../processes/partners/lanes.js';
import { giveUp, listOutgoing, sendAnew, sendFailedAnew, states, unreached, type Known } from '../../processes/outgoing-list.js';
import { maskedText, maskPhone } from '../../processes/mask.js';
import { showPeople } from '../people.js';
import { route, type Route } from '../route.js';
import { paging } from '../schemas.js';

const tag = '外发消息';
const ability = 'manage-settings' as const;
const one = z.object({ id: z.string().min(1).max(300) });
const item = z.object({
  id: z.string(), channel: z.string(), to: z.string(), whom: z.string(), title: z.string(), length: z.number().int(), caseNo: z.string().optional(), at: z.date(), state: z.enum(states), tries: z.number().int(),
  error: z.string().optional(), why: z.string().optional(), nextAt: z.date().optional(), sentAt: z.date().optional(),
});

/** What went wrong and nobody refused, in the words of whoever looks after it; the sender's own words stand beside. */
const WHY: [RegExp, string][] = [
  [/is not set up/, '这个渠道还没有设置，请系统维护人员在启动设置里填写'], [/no webhook any more/, '对接单位没有设置回传网址，或已停用'], [/cannot be opened/, '对接密钥打不开，请在「对接单位」里更换密钥'], [/no robot any more/, '这个单位已经没有群机器人'], [/has left/, '收件人已离开或停用，不再发送'], [/given up/, '管理员已放弃'],
  [/^no answer/, '对方没有回应，会再试'], [/bot refused/, '机器人没有接受，请检查网址、密钥和关键词'], [/did not take it/, '邮件服务器没有接受'], [/answered <3/, '对方转到了别的地址，没有跟过去'], [/answered/, '对方没有接受'],
];
const mask = ({ channel, to, anonymous }: Known) => (anonymous ? '' : channel === 'sms' ? maskPhone(to) : channel === 'mail' ? to.replace(/^(.).*@/, '$1***@') : '');

/** What went wrong, and of a refusal what the other side said. */
function whyOf({ error = '', channel, state, tries }: Known): string {
  if (channel === LANES && state === 'waiting' && tries >= DOUBTED && /answered <5\d\d>/.test(error)) return `对方出错，试了 ${tries} 次都没有收下这一条，会再试；同一工单后面的要等它，其他工单照发`;
  const [, status, said] = /refused it with <(\d+)>: ([^]*)$/.exec(error) ?? [];
  if (status) return `对方拒收（${status}）${said ? `：${maskedText(said)}` : ''}。不会自动再试，处理后请点「现在发」`;
  return WHY.find(([pattern]) => pattern.test(error))?.[1] ?? '没有发出';
}

/** A message as its list shows it. */
export function showOutgoing(message: Known): z.infer<typeof item> {
  const { _id, channel, whom, title, text, caseNo, at, state, tries, error, nextAt, sentAt } = message;
  return {
    id: _id, channel, to: mask(message), whom, title: maskedText(title), length: Array.from(text).length, ...(caseNo && { caseNo }), at, state, tries,
    ...(error && { error, why: whyOf(message) }), ...(state === 'waiting' && nextAt > 0 && { nextAt: new Date(nextAt) }), ...(sentAt && { sentAt }),
  };
}

export const outgoingRoutes: Route[] = [
  route({
    method: 'get', path: '/outgoing', tag, ability, summary: 'Messages to the outside of one state, newest first, and how many there are of each state; texts and numbers are not shown.',
    query: z.object({ state: z.enum(states).default('failed'), channel: z.enum(['sms', 'mail', 'bot', 'webhook']).optional(), ...paging }),
    answer: z.object({ counts: z.record(z.enum(states), z.number().int()), total: z.number().int(), page: z.number().int(), size: z.number().int(), items: z.array(item) }),
    async handle({ query, person }, deps) {
      const { counts, total, items } = await listOutgoing(query, person, deps);
      return { counts, total, page: query.page, size: query.size, items: items.map(showOutgoing) };
    },
  }),
  route({
    method: 'get', path: '/outgoing/unreached', tag, ability, summary: 'The people of your units whom nothing outside reaches.', query: z.object({ ...paging, size: z.coerce.number().int().min(1).max(100).default(50) }),
    answer: z.object({ total: z.number().int(), people: z.number().int(), items: z.array(z.object({ id: z.string(), name: z.string(), unitName: z.string().optional(), roleName: z.string().optional() })) }),
    async handle({ query, person }, deps) {
      const { total, people, items } = await unreached(person, query, deps);
      return { total, people, items: (await showPeople(deps.store, items)).map(({ id, name, posts }) => ({ id, name, unitName: posts[0]?.unitName, roleName: posts[0]?.roleName })) };
    },
  }),
  route({
    method: 'post', path: '/outgoing/retry', tag, ability, summary: 'Sends everything anew that failed.', answer: z.object({ retried: z.number().int() }),
    async handle({ person }, deps) {
      return { retried: await sendFailedAnew(person, deps) };
    },
  }),
  route({
    method: 'post', path: '/outgoing/{id}/retry', tag, ability, summary: 'Sends a message at once.', params: one, answer: z.void(), status: 204,
    async handle({ params, person }, deps) {
      await sendAnew(params.id, person, deps);
    },
  }),
  route({
    method: 'post', path: '/outgoing/{id}/drop', tag, ability, summary: 'Gives a message up.', params: one, answer: z.void(), status: 204,
    async handle({ params, person }, deps) {
      await giveUp(params.id, person, deps);
    },
  }),
];

// Messages to the outside, for administrators: what waits, what failed and why, whom nothing reaches, and the robots of units.
import { findUnits } from '../../processes/organisation.js';
import { states } from '../../processes/outgoing-list.js';
import { administered } from '../../processes/bots.js';
import { given, pageNumber, pager, type Page } from './page.js';

const names: Record<string, string> = { failed: '没发出', waiting: '等待发送', sent: '已发出', dropped: '已放弃' };
const channels: Record<string, string> = { sms: '短信', mail: '邮件', bot: '群机器人', webhook: '对接回传' };
const nothing: Record<string, string> = {
  failed: '没有发送失败的消息，不用处理。', waiting: '没有等待发送的消息。', sent: '近 90 天没有发出的消息。有人选择了外部渠道，或流程要求发短信，才会有。', dropped: '没有放弃的消息。发不出去、也不必再发的，在“没发出”里点“放弃”，会留在这里。',
};

export const page: Page = {
  name: 'outgoing', path: '/outgoing', title: '外发消息', assets: ['outgoing.css', 'outgoing.js'],
  async show({ req, ask, person, deps }) {
    const state = states.find((one) => one === given(req, 'state')) ?? 'failed';
    const [found, unreached, bots] = await Promise.all([ask('/outgoing', { query: { state, page: pageNumber(req), size: 20 } }), ask('/outgoing/unreached', { query: {} }), ask('/bots')]);
    const own = administered(person);
    const units = (await findUnits(deps.store)).filter(({ path, level }) => level !== 'grid' && path.some((one) => own.includes(one)));
    return {
      ...found, items: found.items.map((item: any) => ({ ...item, channelName: channels[item.channel], mayRetry: item.state !== 'sent', mayDrop: item.state === 'waiting' || item.state === 'failed' })),
      tabs: (['failed', 'waiting', 'sent', 'dropped'] as const).map((one) => ({ name: names[one], href: `/outgoing?state=${one}`, current: one === state, count: found.counts[one] })),
      nothing: nothing[state], failing: state === 'failed' && found.total > 0, pager: pager(req, found), unreached, reached: unreached.people - unreached.total, more: unreached.total - unreached.items.length,
      bots: bots.map((bot: any) => ({ ...bot, kindName: bot.kind === 'dingtalk' ? '钉钉' : '企业微信' })), units: units.map(({ _id, name }) => ({ id: _id, name })),
    };
  },
};

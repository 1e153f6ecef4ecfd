// A group robot's webhook: DingTalk and WeCom understand the same text message, and both say in the body whether they took it.
import { createHmac } from 'node:crypto';
import { assertBot, type Bot } from '../bots.js';
import { Invalid, Unavailable } from '../errors.js';
import type { Settings } from '../settings.js';
import { postJson, TooFast, type Sender } from './sender.js';

/** WeCom takes 2,048 bytes: what is longer is read on our own pages. */
const LONGEST = 600;
/** "Too fast" in the words of each, and how long it then takes nothing, seconds. open.dingtalk.com 自定义机器人: 20 a minute, else 10 minutes; developer.work.weixin.qq.com 群机器人: 20 a minute. */
const TOO_FAST: Record<number, number> = { 130101: 600, 302033: 600, 45009: 60 };

/** The address with DingTalk's signature (HMAC-SHA256 of `<timestamp>\n<secret>` under the secret) when the robot asks for one. @param at milliseconds; DingTalk takes it for an hour */
export function signed({ kind, url, secret }: Bot, at: number): string {
  if (kind !== 'dingtalk' || !secret) return url;
  const made = new URL(url);
  made.searchParams.set('timestamp', String(at));
  made.searchParams.set('sign', createHmac('sha256', secret).update(`${at}\n${secret}`).digest('base64'));
  return made.href;
}

/**
 * @param general the address of a robot for what is for everybody, access token included
 * @param botOf the robot of a unit, as it is now
 */
export function botSender(general: string | undefined, botOf: (unit: string) => Promise<Bot | undefined> = async () => undefined, settings: Pick<Settings, 'botHosts' | 'production'> = { production: false }, patience?: number): Sender {
  return {
    channel: 'bot',
    async send({ _id, title, text, unit }) {
      const bot = unit ? await botOf(unit) : undefined;
      if (unit && !bot) throw new Invalid('the unit has no robot any more');
      if (!unit && !general) throw new Invalid('channel <bot> is not set up');
      // what was allowed when it was set may not be any more
      if (bot) assertBot(bot, settings);
      const said = `【联动】${title}\n${text}`;
      const content = said.length > LONGEST ? `${said.slice(0, LONGEST)}…` : said;
      const answer = await postJson(bot ? signed(bot, Date.now()) : general!, { msgtype: 'text', text: { content } }, _id, patience);
      const { errcode, errmsg } = answer as { errcode?: number; errmsg?: string };
      if (!errcode) return;
      const refusal = `the bot refused with <${errcode}>: ${String(errmsg ?? '').slice(0, 200)}`;
      throw TOO_FAST[errcode] ? new TooFast(refusal, TOO_FAST[errcode]) : new Unavailable(refusal);
    },
  };
}

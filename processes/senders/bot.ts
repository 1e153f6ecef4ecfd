// A group robot's webhook: DingTalk and WeCom understand the same text message, and both say in the body whether they took it.
import { Unavailable } from '../errors.js';
import { postJson, type Sender } from './sender.js';

/** @param url the robot's address, access token included */
export function botSender(url: string, patience?: number): Sender {
  return {
    channel: 'bot',
    async send({ _id, title, text }) {
      const answer = await postJson(url, { msgtype: 'text', text: { content: `【联动】${title}\n${text}` } }, _id, patience);
      const { errcode, errmsg } = answer as { errcode?: number; errmsg?: string };
      if (errcode) throw new Unavailable(`the bot refused with <${errcode}>: ${errmsg ?? ''}`);
    },
  };
}

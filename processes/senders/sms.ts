// SMS through an HTTP gateway of the installation's choice: one JSON message a request.
import { postJson, type Sender } from './sender.js';

/** @param url takes `{id, phone, text}` and answers 2xx once it has the message */
export function smsSender(url: string, patience?: number): Sender {
  return {
    channel: 'sms',
    async send({ _id, to, title, text }) {
      await postJson(url, { id: _id, phone: to, text: `【联动】${title}：${text}` }, _id, patience);
    },
  };
}

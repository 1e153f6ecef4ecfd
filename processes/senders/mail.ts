// Mail through an HTTP gateway: no SMTP library is installed, and the gateway knows which address belongs to an account.
import { postJson, type Sender } from './sender.js';

/** @param url takes `{id, to, subject, text}` and answers 2xx once it has the message */
export function mailSender(url: string, patience?: number): Sender {
  return {
    channel: 'mail',
    async send({ _id, to, title, text }) {
      await postJson(url, { id: _id, to, subject: `【联动】${title}`, text }, _id, patience);
    },
  };
}

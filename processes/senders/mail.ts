// Mail by SMTP to the address that a person named.
import { createHash } from 'node:crypto';
import nodemailer from 'nodemailer';
import { Unavailable } from '../errors.js';
import { PATIENCE, type Sender } from './sender.js';

/**
 * @param url `smtp://user:password@host:587` (TLS when the server offers it) or `smtps://…`
 * @param from the address that mail comes from
 */
export function mailSender({ url, from }: { url: string; from: string }, patience = PATIENCE): Sender {
  const transport = nodemailer.createTransport(url, {
    connectionTimeout: patience, greetingTimeout: patience, socketTimeout: patience, disableFileAccess: true, disableUrlAccess: true,
  } as object);
  const host = new URL(url).hostname;
  return {
    channel: 'mail',
    async send({ _id, to, title, text }) {
      try {
        // the same id for the same message: after a lost answer a mailbox can tell that it is the same
        await transport.sendMail({ from, to: { name: '', address: to }, subject: `【联动】${title}`, text, messageId: `<${createHash('sha256').update(_id).digest('hex').slice(0, 32)}@${host}>` });
      } catch (error) {
        throw new Unavailable(`<${host}> did not take it: ${(error as Error).message}`);
      }
    },
  };
}

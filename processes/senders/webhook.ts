// A partner's webhook: the state of one of its orders, signed with each secret that is in force, so that both sides can change over when they like.
import { randomBytes } from 'node:crypto';
import type { Deps } from '../deps.js';
import { Invalid } from '../errors.js';
import { assertPartnerAddress } from '../partners/partners.js';
import { secretsOf, signatureOf } from '../partners/signature.js';
import type { Partner } from '../store/types.js';
import { postJson, type Sender } from './sender.js';

/** The headers of a signed call of ours. @param wall milliseconds of the wall clock */
export function signedHeaders(partner: Partner, url: string, body: string, settings: Deps['settings'], wall = Date.now()): Record<string, string> {
  const { pathname, search } = new URL(url);
  const signing = { method: 'POST', path: pathname + search, timestamp: String(Math.floor(wall / 1000)), nonce: randomBytes(16).toString('hex'), body };
  return { 'x-timestamp': signing.timestamp, 'x-nonce': signing.nonce, 'x-signature': secretsOf(partner, settings, wall).map((secret) => signatureOf(signing, secret)).join(',') };
}

/** Sends to the partner as it is now; an event that comes twice after a lost answer has one id. */
export function webhookSender({ store, settings }: Pick<Deps, 'store' | 'settings'>, patience?: number): Sender {
  return {
    channel: 'webhook',
    async send({ _id, to, text }) {
      const partner = await store.partners.findById(to).lean<Partner>();
      if (!partner?.webhook || !partner.active) throw new Invalid('the partner has no webhook any more');
      // what was allowed when it was set may not be any more
      assertPartnerAddress(partner.webhook, 'webhook', settings);
      await postJson(partner.webhook, text, _id, patience, signedHeaders(partner, partner.webhook, text, settings));
    },
  };
}

// How whoever reported a matter comes back to it without an account: a secret address, and a code that can be typed or told on the telephone.
import { randomBytes, randomInt } from 'node:crypto';
import type { Deps } from './deps.js';
import type { Settings } from './settings.js';
import type { Store } from './store/store.js';
import type { Case, Outgoing } from './store/types.js';

export type Link = NonNullable<Case['link']>;

/** Letters and digits that are not taken for one another, read or heard: no 0 O 1 I L, no B 8, no S 5, no 2 Z, no U V. */
const LETTERS = 'ACDEFGHJKMNPQRTWXY34679';
const LENGTH = 8;

/** A new link: 192 random bits in the address, 8 letters of 23 in the code (about 78,000 million, and tries are limited). */
export const newLink = (): Link => ({ token: randomBytes(24).toString('base64url'), code: Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('') });

/** A code as somebody may have typed it: small letters, blanks and dashes do not matter. */
export const plainCode = (typed: string): string => typed.toUpperCase().replace(/[^A-Z0-9]/g, '');

/** A code as it is read out: two groups of four. */
export const spokenCode = (code: string): string => `${code.slice(0, 4)}-${code.slice(4)}`;

/** The link of a case; one of before there were links gets its own now. */
export async function linkOf(store: Store, found: Pick<Case, '_id' | 'link'>): Promise<Link> {
  if (found.link) return found.link;
  await store.cases.updateOne({ _id: found._id, link: null }, { $set: { link: newLink() } });
  return (await store.cases.findById(found._id, { link: 1 }).lean<Case>())!.link!;
}

/** The address of the reporter's page, when it is known where people outside find us. */
export const reporterAddress = ({ token }: Link, { publicUrl }: Pick<Settings, 'publicUrl'>): string | undefined => (publicUrl ? `${publicUrl}/r/${token}` : undefined);

/** What a message says at its end of the page that it is about; nothing when there is nothing to say. */
export async function pageOf({ link, caseNo }: Pick<Outgoing, 'link' | 'caseNo'>, { store, settings }: Pick<Deps, 'store' | 'settings'>): Promise<string | undefined> {
  if (!link) return undefined;
  if (link !== 'reporter') return settings.publicUrl && `${settings.publicUrl}${link}`;
  const found = caseNo && await store.cases.findById(caseNo, { link: 1 }).lean<Case>();
  if (!found) return undefined;
  const own = await linkOf(store, found);
  const address = reporterAddress(own, settings);
  return address ? `查看进度和评价：${address}` : `查询码：${spokenCode(own.code)}`;
}

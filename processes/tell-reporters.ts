// Telling whoever a case came from, and whoever reported the same matter: their cases were merged into it, so what is done for it is done for them.
import { mergedInto } from './merged.js';
import { notify, tellReporter } from './notices.js';
import { isPartner } from './partners/partner-person.js';
import type { Store } from './store/store.js';
import type { Case } from './store/types.js';

interface Told { id: string; title: string; at: Date; /** The words for one reporter, about the case that is theirs. */ text(about: Case): string }

/**
 * Tells the reporter of a case and the reporters of all cases merged into it; each is told once, about their own case, and learns of none of the others.
 *
 * @returns how the case's own reporter was told
 */
export async function tellReporters(store: Store, found: Case, { id, title, at, text }: Told): ReturnType<typeof tellReporter> {
  const people = new Set([found.reporter.person]);
  const phones = new Set([found.reporter.phone]);
  const how = await tellReporter(store, found, { id, title, text: text(found), at });
  for (const joined of await mergedInto(store, found._id)) {
    const { person, phone, ...rest } = joined.reporter;
    const reporter = { ...rest, ...(person && !people.has(person) && { person }), ...(phone && !phones.has(phone) && { phone }) };
    people.add(person);
    phones.add(phone);
    if (!reporter.person && !reporter.phone) continue;
    await tellReporter(store, { ...joined, reporter }, { id: `${id}:${joined._id}`, title, text: `${text(joined)}（与其他反映合并办理）`, at });
  }
  return how;
}

/** Tells whoever filed a case, in their inbox only, how it moves on; a partner hears of that by itself. */
export async function tellFiler(store: Store, found: Case, { id, text, at }: { id: string; text: string; at: Date }): Promise<void> {
  const { person } = found.reporter;
  if (person && !isPartner(person)) await notify(store, { id, to: [person], caseNo: found._id, kind: 'feedback', title: '事项办理进展', text, at });
}

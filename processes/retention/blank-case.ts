// Blanking of what tells of people in a case that ended long ago: names, numbers, everybody's own words, photos and papers. The case stays and is counted, nobody can be found by it.
import { categoryName } from '../categories.js';
import { dropFiles, filesOfCase } from '../store/files.js';
import type { Store } from '../store/store.js';
import type { Case } from '../store/types.js';
import { shortOf } from '../variable-text.js';
import { BLANKED, withoutWords, wordsOf } from './free-text.js';

type Words = ReadonlySet<string>;

/** Where somebody's own words stand in each document that hangs on a case. Who did what when stays: they answer for it. */
const parts = {
  entries: ['text', 'why', 'data'], tasks: ['about.title', 'about.description', 'about.place', 'draft.values', 'submission.values', 'urged.text', 'cards.text', 'moves.why', 'clock.why'], supervisions: ['title', 'text', 'reply.text'],
  coHandlings: ['asked', 'reply.text', 'reply.attachments'], clockRequests: ['why', 'decided.text'], notices: ['title', 'text'], interventions: ['reason', 'text', 'said'], migrationItems: ['title', 'said'],
  partnerOrders: ['text.title', 'text.content', 'text.address', 'events.reason', 'returned.reason'],
} as const;

/** The same document with what stands at a path blanked, in every member where a list is passed. */
function without(value: any, [step, ...rest]: string[], words: Words): any {
  if (step === undefined) return withoutWords(value, words);
  if (Array.isArray(value)) return value.map((each) => without(each, [step, ...rest], words));
  return value?.[step] === undefined || value[step] === null ? value : { ...value, [step]: without(value[step], rest, words) };
}

async function blankParts(store: Store, caseNo: string, words: Words): Promise<void> {
  for (const [name, paths] of Object.entries(parts)) {
    const collection = store[name as keyof typeof parts].collection;
    for await (const document of collection.find({ caseNo } as never)) {
      const made: any = paths.reduce((so, path) => without(so, path.split('.'), words), document);
      if (made.known) made.known = [];
      if (name === 'partnerOrders') made.text = { ...made.text, citizen: undefined, lng: undefined, lat: undefined };
      const set = Object.fromEntries(Object.entries(made).filter(([key, value]) => JSON.stringify(value) !== JSON.stringify((document as Record<string, unknown>)[key])));
      if (Object.keys(set).length) await collection.updateOne({ _id: document._id } as never, { $set: set });
    }
  }
}

/** What the engine's records said; a variable holds JSON as text. */
async function blankVariables(store: Store, caseNo: string, words: Words): Promise<void> {
  const instances = await store.instances.find({ caseNo }, { _id: 1 }).lean();
  for await (const { _id, value } of store.variables.collection.find({ instanceKey: { $in: instances.map((one) => one._id) } } as never)) {
    const made = JSON.stringify(withoutWords(JSON.parse(String(value)), words));
    if (made !== value) await store.variables.collection.updateOne({ _id } as never, { $set: { value: made, short: shortOf(made) } });
  }
}

/**
 * Blanks one case. The case itself comes last, so that one that broke off is done again; a file that another case or a visit still holds stays for that one.
 *
 * What remains: the engine has forgotten an instance that has ended, but for its log until that is compacted; the bulks as they came for `RECORDS_KEEP_DAYS`; the audit for its own time.
 */
export async function blankCase(found: Case, when: Date, store: Store): Promise<void> {
  const words = await wordsOf(found, store);
  await blankParts(store, found._id, words);
  await blankVariables(store, found._id, words);
  await dropFiles(store, [...await filesOfCase(store, found._id), ...found.attachments], { caseNo: found._id });
  const { description, plan, facts, closing, withdrawal, rating, reopenings, anew, erasure, erasureAsked, reporter } = found;
  const told: Case = ['description', 'plan.payees', 'plan.evidence', 'plan.instalments.evidence', 'facts.data', 'concerns.name', 'closing.reason', 'withdrawal.reason', 'rating.text', 'reopenings.reason', 'reopenings.closing.reason', 'anew.why', 'erasure.reason', 'erasureAsked.refused.reason']
    .reduce((so, path) => without(so, path.split('.'), words), { description, plan, facts, concerns: found.concerns, closing, withdrawal, rating, reopenings, anew, erasure, erasureAsked: erasureAsked && { ...erasureAsked, open: false } } as Case);
  const set = Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined));
  await store.cases.collection.updateOne({ _id: found._id } as never, {
    $set: {
      ...set, title: `${found.classification?.name ?? categoryName(found.category)}${BLANKED}`, place: { text: BLANKED }, attachments: [], blankedAt: when,
      reporter: { ...(reporter.person ? { person: reporter.person } : {}), anonymous: reporter.anonymous },
    },
    // what is kept of it in memory goes, too
    $currentDate: { changed: true },
    // whoever asked for it from their page reads there that it is done
    ...(erasure && erasureAsked?.open ? {} : { $unset: { link: '' } }),
  });
}

// Blanking of what identifies people in a case that was closed long ago: the case stays and is counted, nobody can be found by it.
import type { Store } from '../store/store.js';
import type { Case } from '../store/types.js';
import { shortOf } from '../variable-text.js';
import { replaceDeep, replaceNames } from '../personal-numbers.js';

export const BLANKED = '（已清除）';
const blank = () => BLANKED;
const blanked = <T>(value: T): T => replaceDeep(replaceNames(value, blank), blank);

/** What of each document that hangs on a case may tell who somebody is. */
const parts = {
  entries: ['text', 'why', 'data'], tasks: ['about', 'draft', 'known', 'submission.values', 'urged', 'cards', 'moves', 'clock'], supervisions: ['title', 'text', 'reply'], coHandlings: ['asked', 'reply'], clockRequests: ['why', 'decided'], notices: ['title', 'text'], partnerOrders: ['text', 'events', 'returned'],
} as const;

const at = (document: any, path: string): any => path.split('.').reduce((inner, step) => inner?.[step], document);

/** Names of staff stand in `by` and `who`: they answer for what they did, and stay. */
const words = (value: unknown): unknown => replaceDeep(value, blank);

async function blankParts(store: Store, caseNo: string): Promise<void> {
  for (const [name, paths] of Object.entries(parts)) {
    const collection = store[name as keyof typeof parts].collection;
    for await (const document of collection.find({ caseNo } as never)) {
      const set: Record<string, unknown> = {};
      for (const path of paths) {
        const value = at(document, path);
        const made = path === 'known' ? [] : path === 'data' || path === 'draft' || path === 'submission.values' ? blanked(value) : words(value);
        if (value !== undefined && JSON.stringify(made) !== JSON.stringify(value)) set[path] = made;
      }
      if (Object.keys(set).length) await collection.updateOne({ _id: document._id } as never, { $set: set });
    }
  }
}

/** What the engine's records said; a variable holds JSON as text. */
async function blankVariables(store: Store, caseNo: string): Promise<void> {
  const instances = await store.instances.find({ caseNo }, { _id: 1 }).lean();
  for await (const { _id, value } of store.variables.collection.find({ instanceKey: { $in: instances.map((one) => one._id) } } as never)) {
    const made = JSON.stringify(blanked(JSON.parse(String(value))));
    if (made !== value) await store.variables.collection.updateOne({ _id } as never, { $set: { value: made, short: shortOf(made) } });
  }
}

/**
 * Blanks one case: who brought it up, the numbers in every word of it, the names of people concerned. The case itself comes last, so that one that broke off is done again.
 *
 * What remains: the engine has forgotten an instance that has ended, but for its log until that is compacted; the bulks as they came for `RECORDS_KEEP_DAYS`; photos and papers,
 * which are the case's evidence (档案法 art 13); and names in running text, which no program can tell.
 */
export async function blankCase(found: Case, when: Date, store: Store): Promise<void> {
  await blankParts(store, found._id);
  await blankVariables(store, found._id);
  const { title, description, place, plan, facts, concerns, closing, withdrawal, rating, reopenings, reporter } = found;
  const told = words({ title, description, place, closing, withdrawal, rating, reopenings }) as Record<string, unknown>;
  const set = Object.fromEntries(Object.entries({ ...told, ...(blanked({ plan, facts, concerns }) as object) }).filter(([, value]) => value !== undefined));
  await store.cases.collection.updateOne({ _id: found._id } as never, {
    $set: { ...set, reporter: { ...(reporter.person ? { person: reporter.person } : {}), anonymous: reporter.anonymous }, blankedAt: when }, $unset: { link: '' },
  });
}

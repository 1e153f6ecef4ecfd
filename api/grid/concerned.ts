// What is known of the items that a case is about, as one person may read it: masked as the registers mask it, and to whoever may not open a register only what its matter needs.
import { z } from 'zod';
import { concernedItems } from '../../processes/grid/concerns.js';
import { registerOf, stateNames, type Field } from '../../processes/grid/fields.js';
import { maySee } from '../../processes/grid/may.js';
import type { Store } from '../../processes/store/store.js';
import type { Case, Person, RegisterItem } from '../../processes/store/types.js';
import { showItems } from './show.js';

type Shown = Awaited<ReturnType<typeof showItems>>[number];

export const concernShape = z.object({
  id: z.string(), kind: z.string(), kindName: z.string(), name: z.string(), state: z.string().optional(), known: z.array(z.object({ label: z.string(), value: z.string() })), may: z.object({ see: z.boolean() }),
});

/** What stands in one field of an item as it is shown. */
export const shownValue = (item: Partial<Pick<Shown, 'categories' | 'facts' | 'householdName' | 'name' | 'phone' | 'idNumber' | 'note'>> & { place?: { text: string } }, { key, header }: Field): string =>
  (key === 'fact' ? item.facts?.[header] : key === 'place' ? item.place?.text : key === 'categories' ? item.categories?.join('、') : key === 'household' ? item.householdName : item[key]) ?? '';

/** Of people a matter needs where they are and how they are reached; what else a register says of them is its own. */
const needed = ({ kind }: RegisterItem, { key }: Field): boolean => key !== 'note' && key !== 'household' && ((kind !== 'household' && kind !== 'resident') || key === 'place' || key === 'phone');

/** The items that a case is about, to a person who may see the case. */
export async function showConcerned(found: Case, person: Person, store: Store): Promise<z.infer<typeof concernShape>[]> {
  const items = await concernedItems(found, { store });
  const shown = await showItems(items, person, store);
  return items.map((item, n) => {
    const register = registerOf(item.kind);
    const see = maySee(person, item);
    const fields = register.fields.filter((field) => field.key !== 'name' && (see || needed(item, field)));
    return {
      id: item._id, kind: item.kind, kindName: register.title, name: shown[n]!.name, ...(item.state === 'current' ? {} : { state: stateNames[item.state] }),
      known: fields.map((field) => ({ label: field.header, value: shownValue(shown[n]!, field) })).filter(({ value }) => value), may: { see },
    };
  });
}

// Which items of the registers a matter is about: found by a few letters, chosen with a tap, kept as fields of the form.
import { call } from './api.js';
import { concernField, type Concern } from './outbox/item.js';
import { picks } from './picks.js';

/** An item as the server shows it. */
export interface Known extends Concern { place: { text: string; lng?: number; lat?: number }; grid: string; categories: string[] }

const SHOWN = 8;
const MOST = 5;
const marked = <T extends Concern>(item: T) => ({ ...item, mark: item.kindName });

/** @param arrived is told what is known of an item that was chosen just now; @param changed that the choice is another one */
export function concernPicker(holder: HTMLElement, arrived: (item: Known) => void = () => undefined, changed: () => void = () => undefined) {
  const { add, choose } = picks<Known & { mark: string }>(holder, {
    ask: async (q) => (await call<{ items: Known[] }>('GET', `/registers?${new URLSearchParams({ q, size: String(SHOWN) })}`)).items.map(marked),
    about: (item) => [item.kindName, ...item.categories, item.place.text].join(' · '),
    field: ({ id, name, mark }) => concernField({ id, name, kindName: mark }), most: MOST, none: '登记册里没有找到，可以不选。', arrived, changed,
  });
  return { add: (item: Concern) => add(marked(item)), choose: (item: Known) => choose(marked(item)) };
}

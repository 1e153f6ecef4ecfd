// What a unit is called that the page does not list.
import { call } from './api.js';

/** Its name, with what it lies in; its id where nobody answers. */
export async function unitName(id: string): Promise<string> {
  const { items } = await call<{ items: { id: string; name: string; place: string }[] }>('GET', `/organisation/search?q=${encodeURIComponent(id)}`).catch(() => ({ items: [] }));
  const unit = items.find((one) => one.id === id);
  return unit ? `${unit.name}${unit.place && `（${unit.place}）`}` : id;
}

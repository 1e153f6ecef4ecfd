// A field for a unit: a short list, which needs no connection, or one that is found by a few letters; a form asks and fills both in the same way.
import './unit-find.js';
import { find, get } from './dom.js';
import { unitName } from './unit-name.js';

export interface UnitField {
  value(): string;
  /** What the unit in it is called. */
  name(): string | undefined;
  choose(id: string): void;
  /** Whether it can be chosen here; nothing when only the server knows. */
  has(id: string): boolean | undefined;
  /** How many there are to choose from, where they are listed. */
  listed?: number;
  /** Somebody chose it themselves. */
  byHand(): boolean;
  /** Shows the name of what was put into it by its id alone. */
  named(): void;
}

export function unitField(host: HTMLElement): UnitField {
  const select = find<HTMLSelectElement>('select', host);
  const kept = select ?? get<HTMLInputElement>('input[type=hidden]', host);
  kept.addEventListener('change', () => { kept.dataset.byHand = '1'; });
  const common = { value: () => kept.value, byHand: () => kept.dataset.byHand !== undefined };
  if (select) {
    const has = (id: string) => [...select.options].some(({ value }) => value === id);
    return { ...common, name: () => (select.value ? select.selectedOptions[0]?.textContent ?? undefined : undefined), choose: (id) => { if (has(id)) select.value = id; }, has, listed: select.options.length, named: () => undefined };
  }
  const shown = get<HTMLInputElement>('input[type=text]', host);
  const named = (): void => {
    const id = kept.value;
    if (id && !shown.value) void unitName(id).then((name) => { if (kept.value === id) shown.value = name; });
  };
  return { ...common, name: () => (kept.value ? shown.value || undefined : undefined), choose: (id) => { kept.value = id; shown.value = ''; named(); }, has: () => undefined, named };
}

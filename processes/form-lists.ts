// The lists that a form can offer by name (`valuesKey`): they are what is in force now, not what was when the form was drawn.
import type { Component, FormSchema } from './form.js';
import { drawnInForce } from './drawn-in-force.js';
import type { Store } from './store/store.js';

export interface Option { label: string; value: string }

/** The joint-handling procedures in force, by name: published ones only, and at once. */
export async function jointProcedures(store: Store): Promise<Option[]> {
  const joint = (await drawnInForce(store)).filter(({ drawn }) => drawn?.joint && !drawn.housekeeping);
  return joint.map(({ procedure, name }) => ({ label: name, value: procedure })).sort((a, b) => a.label.localeCompare(b.label, 'zh-CN'));
}

const lists: Record<string, (store: Store) => Promise<Option[]>> = { jointProcedures };

/** The names of lists that a form may use. */
export const listNames = Object.keys(lists);

const namesIn = (components: readonly Component[]): string[] => components.flatMap(({ valuesKey, components: inner }) => [...(valuesKey ? [valuesKey] : []), ...namesIn(inner ?? [])]);

/** The lists that a form offers, as the data it is opened with. A name that is none of ours is a variable of the case and left alone. */
export async function listsOf(form: FormSchema, store: Store): Promise<Record<string, Option[]>> {
  const wanted = [...new Set(namesIn(form.components))].filter((name) => Object.hasOwn(lists, name));
  return Object.fromEntries(await Promise.all(wanted.map(async (name) => [name, await lists[name]!(store)] as const)));
}

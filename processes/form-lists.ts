// The lists that a form can offer by name (`valuesKey`): they are what is in force now, not what was when the form was drawn.
import type { Component, FormSchema } from './form.js';
import { newestReleases } from './publication.js';
import { releasedProcedure } from './released-procedure.js';
import type { Store } from './store/store.js';
import type { Release } from './store/types.js';

export interface Option { label: string; value: string }

const isJoint = async (release: Release): Promise<boolean> => {
  const read = await releasedProcedure(release);
  return read !== undefined && read.joint && !read.housekeeping;
};

/** The joint-handling procedures in force, by name: published ones only, and at once. */
export async function jointProcedures(store: Store): Promise<Option[]> {
  const releases = [...(await newestReleases(store)).values()];
  const chosen = await Promise.all(releases.map(async (release) => ((await isJoint(release)) ? [{ label: release.name, value: release.procedure }] : [])));
  return chosen.flat().sort((a, b) => a.label.localeCompare(b.label, 'zh-CN'));
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

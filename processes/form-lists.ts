// The lists that a form can offer by name (`valuesKey`): they are what is in force now, not what was when the form was drawn.
import type { Component, FormSchema } from './form.js';
import { drawnInForce } from './drawn-in-force.js';
import { isDepartment } from './visibility.js';
import type { Store } from './store/store.js';
import type { Case, UnitLevel } from './store/types.js';

export interface Option { label: string; value: string }

/** The joint-handling procedures in force, by name: published ones only, and at once. */
export async function jointProcedures(store: Store): Promise<Option[]> {
  const joint = (await drawnInForce(store)).filter(({ drawn }) => drawn?.joint && !drawn.housekeeping);
  return joint.map(({ procedure, name }) => ({ label: name, value: procedure })).sort((a, b) => a.label.localeCompare(b.label, 'zh-CN'));
}

/** The case that the form is about: read only when a list needs it. */
type About = () => Promise<Case | null>;

/** The cases that a case comes from. */
async function originCases(store: Store, about: About): Promise<Option[]> {
  const numbers = (await about())?.suggestion?.origins ?? [];
  const origins = await store.cases.find({ _id: { $in: numbers } }, { title: 1 }).lean<Case[]>();
  const names = new Map(origins.map(({ _id, title }) => [_id, title]));
  return numbers.map((value) => ({ label: `${names.get(value) ?? ''}（${value}）`, value }));
}

/** The units that a meeting of a leading group's office can invite and give work to: the departments and the centres directly below its county or city. */
async function agendaUnits(store: Store, about: About): Promise<Option[]> {
  const office = (await about())?.suggestion?.to;
  const own = office && (await store.units.findById(office, { parent: 1 }).lean())?.parent;
  const units = own ? await store.units.find({ parent: own, level: { $in: ['department', 'town', 'county'] }, endedOn: null }, { name: 1, level: 1 }).sort({ level: 1, _id: 1 }).lean() : [];
  return units.map(({ _id, name }) => ({ label: name, value: _id }));
}

/** The units of some levels directly below the county in which a case lies, level by level. */
const inCounty = (...levels: UnitLevel[]) => async (store: Store, about: About): Promise<Option[]> => {
  const county = (await about())?.county;
  const units = county ? await store.units.find({ parent: county, level: { $in: levels }, endedOn: null }, { name: 1, level: 1 }).sort({ level: 1, _id: 1 }).lean() : [];
  return units.map(({ _id, name }) => ({ label: name, value: _id }));
};

/** The departments that can lead or join a town's enforcement: those of the town of a case, then those of its county. @param all also those that are no more, or stand elsewhere now and had a task of the case: what was filled in with them is still theirs */
const jointDepartments = (all: boolean) => async (store: Store, about: About): Promise<Option[]> => {
  const found = await about();
  const places = [found?.town, found?.county].flatMap((unit) => unit ?? []);
  const theirs = { parent: { $in: places }, level: 'department' as const };
  const units = await store.units.find(all ? { $or: [theirs, { _id: { $in: found?.scope.filter(isDepartment) ?? [] } }] } : { ...theirs, endedOn: null }, { name: 1, parent: 1 }).sort({ _id: 1 }).lean();
  const at = (place: string): number => (places.includes(place) ? places.indexOf(place) : places.length);
  return units.sort((a, b) => at(a.parent ?? '') - at(b.parent ?? '')).map(({ _id, name }) => ({ label: name, value: _id }));
};

const lists: Record<string, (store: Store, about: About) => Promise<Option[]>> = {
  jointProcedures, originCases, countyDepartments: inCounty('department'), countyUnits: inCounty('department', 'town'), agendaUnits, jointDepartments: jointDepartments(false), everyJointDepartment: jointDepartments(true),
};

/** The names of lists that a form may use. */
export const listNames = Object.keys(lists);

const namesIn = (components: readonly Component[]): string[] => components.flatMap(({ valuesKey, components: inner }) => [...(valuesKey ? [valuesKey] : []), ...namesIn(inner ?? [])]);

/** The lists that a form offers, as the data it is opened with. A name that is none of ours is a variable of the case and left alone. */
export async function listsOf(form: FormSchema, store: Store, about: About): Promise<Record<string, Option[]>> {
  const wanted = [...new Set(namesIn(form.components))].filter((name) => Object.hasOwn(lists, name));
  return Object.fromEntries(await Promise.all(wanted.map(async (name) => [name, await lists[name]!(store, about)] as const)));
}

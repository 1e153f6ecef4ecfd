// How the list of instances is asked for in an address, and how a row of it is answered.
import { z } from 'zod';
import { instanceSorts, type InstanceFilter } from '../processes/instances/list.js';
import type { InstanceRow } from '../processes/instances/rows.js';
import { MOST_VARIABLES, type VariableFilter } from '../processes/instances/variables.js';
import { describedAs } from '../processes/projection/described.js';
import type { Store } from '../processes/store/store.js';
import type { Incident } from '../processes/store/types.js';
import { hidden } from './hide.js';
import { maskedText } from '../processes/mask.js';
import { id } from './schemas.js';

const variableOps = ['equals', 'contains'] as const;
/** The numbers behind the names of what is asked of a variable: none, 2, 3. */
const places = Array.from({ length: MOST_VARIABLES }, (_, n) => (n === 0 ? '' : String(n + 1)));
const yesOrNo = z.enum(['true', 'false']).transform((value) => value === 'true');

/** What instances are asked by, as it stands in an address. */
export const instanceFilter = {
  caseNo: z.string().trim().min(1).max(40).optional(), procedure: z.string().max(120).optional(), version: z.coerce.number().int().min(1).optional(), element: z.string().max(120).optional(),
  state: z.enum(['active', 'completed', 'terminated']).optional(), unit: id.optional(), incident: yesOrNo.optional(), error: z.string().trim().min(1).max(100).optional(), days: z.coerce.number().int().min(0).max(10_000).optional(), overdue: yesOrNo.optional(),
  ...Object.fromEntries(places.flatMap((place) => [[`variable${place}`, z.string().trim().min(1).max(100).optional()], [`op${place}`, z.enum(variableOps).optional()], [`value${place}`, z.string().max(200).optional()]])) as Record<`variable${string}`, z.ZodOptional<z.ZodString>>,
  sort: z.enum(instanceSorts).optional(),
};

/** Reads it. A variable without a value is not asked for. */
export function instanceFilterOf(query: Record<string, any>): InstanceFilter & { sort?: (typeof instanceSorts)[number] } {
  const { caseNo, procedure, version, element, state, unit, incident, error, days, overdue, sort } = query;
  const variables = places.flatMap((place): VariableFilter[] => (query[`variable${place}`] && query[`value${place}`] !== undefined ? [{ name: query[`variable${place}`], op: query[`op${place}`] ?? 'equals', value: query[`value${place}`] }] : []));
  return { caseNo, procedure, version, element, state, unit, incident, error, days, overdue, sort, ...(variables.length ? { variables } : {}) };
}

/** A row as the list answers it. */
export const shownRow = ({ key, procedure, version, definitionKey, caseNo, state, parentKey, here, faults, started, moved, ended }: InstanceRow) => ({
  key, procedure, version, definitionKey, caseNo, state, parentKey, here: [...new Set(here)], incidents: faults, startedAt: new Date(started), movedAt: new Date(moved), ...(ended === undefined ? {} : { endedAt: new Date(ended) }),
});

/** Rows with what a reader asks next: the matter, where it stands by name, and what an incident says. */
export async function showRows(rows: readonly InstanceRow[], store: Store) {
  const [cases, incidents, drawn] = await Promise.all([
    store.cases.find({ _id: { $in: [...new Set(rows.flatMap(({ caseNo }) => caseNo ?? []))] } }, { title: 1 }).lean(),
    store.incidents.find({ instanceKey: { $in: rows.filter(({ faults }) => faults > 0).map(({ key }) => key) }, state: 'open' }).lean<Incident[]>(),
    Promise.all([...new Set(rows.map(({ definitionKey }) => definitionKey))].map(async (key) => [key, (await describedAs(store, key))?.elements] as const)),
  ]);
  const titles = new Map(cases.map(({ _id, title }) => [_id, maskedText(title)]));
  const elements = new Map(drawn);
  return rows.map((row) => {
    const broken = incidents.find(({ instanceKey }) => instanceKey === row.key);
    const title = titles.get(row.caseNo ?? '');
    return {
      ...shownRow(row), hereNames: [...new Set(row.here)].map((id) => elements.get(row.definitionKey)?.get(id)?.name || id), ...(title ? { title } : {}),
      ...(broken ? { incident: { type: broken.type, message: hidden(broken.message), elementId: broken.elementId } } : {}),
    };
  });
}

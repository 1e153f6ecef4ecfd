// Register items and visits as the API shows them: numbers always masked, names of people masked for whoever does not keep the register.
import { z } from 'zod';
import { registerOf } from '../../processes/grid/fields.js';
import { mayKeep, mayUnmask } from '../../processes/grid/may.js';
import type { LoggedVisit } from '../../processes/grid/log.js';
import type { Store } from '../../processes/store/store.js';
import type { GridVisit, Person, RegisterItem } from '../../processes/store/types.js';
import { unitsOf, type KnownUnit } from '../../processes/units.js';
import { maskedText, maskIdNumber, maskName, maskPhone } from '../../processes/mask.js';

const place = z.object({ text: z.string(), lng: z.number().optional(), lat: z.number().optional() });
const who = z.any();
export const itemShape = z.object({
  id: z.string(), kind: z.string(), kindName: z.string(), grid: z.string(), gridName: z.string(), name: z.string(), categories: z.array(z.string()), household: z.string().optional(), householdName: z.string().optional(),
  phone: z.string().optional(), idNumber: z.string().optional(), place, facts: z.record(z.string(), z.string()), note: z.string().optional(), state: z.string(), seenAt: z.date().optional(),
  caseNo: z.string().optional(), revision: z.number(), updatedAt: z.date(), updatedBy: who, may: z.object({ keep: z.boolean(), unmask: z.boolean() }), history: z.array(z.any()).optional(), blankedAt: z.date().optional(),
});

async function namesOf(store: Store, items: RegisterItem[]): Promise<{ units: Map<string, KnownUnit>; households: Map<string, string> }> {
  const [units, households] = await Promise.all([
    unitsOf(store, items.map(({ grid }) => grid)),
    store.registers.find({ _id: { $in: [...new Set(items.flatMap(({ household }) => household ?? []))] } }, { name: 1 }).lean<RegisterItem[]>(),
  ]);
  return { units, households: new Map(households.map(({ _id, name }) => [_id, name])) };
}

const isPeople = ({ kind }: RegisterItem): boolean => kind === 'household' || kind === 'resident';

/** The name of an item as a person may read it. */
export const nameFor = (person: Person, item: RegisterItem): string => (isPeople(item) && !mayKeep(person, item) ? maskName(item.name) : item.name);

/** Shows items to a person. */
export async function showItems(items: RegisterItem[], person: Person, store: Store): Promise<z.infer<typeof itemShape>[]> {
  const { units, households } = await namesOf(store, items);
  return items.map((item) => {
    const keeps = mayKeep(person, item);
    const household = item.household && households.get(item.household);
    const text = (value: string) => (keeps ? value : maskedText(value));
    return {
      id: item._id, kind: item.kind, kindName: registerOf(item.kind).title, grid: item.grid, gridName: units.get(item.grid)?.name ?? item.grid, name: nameFor(person, item), categories: item.categories,
      ...(item.household ? { household: item.household, householdName: keeps ? household : maskName(household) } : {}),
      ...(item.phone ? { phone: maskPhone(item.phone) } : {}), ...(item.idNumber ? { idNumber: maskIdNumber(item.idNumber) } : {}),
      place: item.place, facts: Object.fromEntries(Object.entries(item.facts).map(([key, value]) => [key, text(value)])), ...(item.note ? { note: text(item.note) } : {}), state: item.state, ...(item.seenAt ? { seenAt: item.seenAt } : {}),
      ...(item.caseNo ? { caseNo: item.caseNo } : {}), ...(item.blankedAt ? { blankedAt: item.blankedAt } : {}), revision: item.revision, updatedAt: item.updatedAt, updatedBy: item.updatedBy,
      may: { keep: keeps, unmask: mayUnmask(person, item) }, ...(item.history ? { history: item.history } : {}),
    };
  });
}

export const visitShape = z.object({
  id: z.string(), kind: z.string(), occasion: z.string(), duty: z.string(), role: z.string(), grid: z.string(), gridName: z.string(), items: z.array(z.object({ id: z.string(), kind: z.string(), kindName: z.string(), name: z.string() })),
  place, at: z.date(), sentAt: z.date(), deviceAt: z.date().optional(), by: who, text: z.string(), attachments: z.array(z.string()), corrects: z.string().optional(), correctedBy: z.string().optional(),
  caseNo: z.string().optional(), mine: z.boolean(), blankedAt: z.date().optional(),
});

/** Shows visits to a person; the items that they saw by the name that this person may read. */
export async function showVisits(visits: (GridVisit | LoggedVisit)[], person: Person, store: Store): Promise<z.infer<typeof visitShape>[]> {
  const [units, items] = await Promise.all([
    unitsOf(store, visits.map(({ grid }) => grid)),
    store.registers.find({ _id: { $in: [...new Set(visits.flatMap((visit) => visit.items))] } }, { name: 1, kind: 1, scope: 1 }).lean<RegisterItem[]>(),
  ]);
  const byId = new Map(items.map((item) => [item._id, item]));
  return visits.map(({ _id, scope: _scope, items: seen, ...visit }) => ({
    id: _id, ...visit, text: mayKeep(person, { scope: _scope }) ? visit.text : maskedText(visit.text), gridName: units.get(visit.grid)?.name ?? visit.grid, mine: 'id' in visit.by && visit.by.id === person._id,
    items: seen.flatMap((id) => (byId.has(id) ? [{ id, kind: byId.get(id)!.kind, kindName: registerOf(byId.get(id)!.kind).title, name: nameFor(person, byId.get(id)!) }] : [])),
  }));
}

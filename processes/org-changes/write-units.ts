// Units as an order says them, written into the store; doing it twice changes nothing.
import type { Deps } from '../deps.js';
import { outlinesChanged } from '../outlines.js';
import { insertOnce } from '../store/store.js';
import type { Store } from '../store/store.js';
import type { Unit } from '../store/types.js';
import { forgetUnits } from '../units.js';
import { moveRegisters } from './move-registers.js';
import type { OrgChange, OrgRow } from './types.js';

const BATCH = 500;

type Known = ReadonlyMap<string, Pick<Unit, 'path'>>;
type Added = ReadonlyMap<string, OrgRow>;

/** The grids that registers go to. */
const successorsOf = (rows: OrgRow[]): string[] => rows.flatMap(({ successor }) => successor ?? []);

/** The units that rows add, and of those above them and those that registers go to the ones that are there. */
async function around(rows: OrgRow[], store: Store): Promise<{ added: Added; known: Known }> {
  const added = new Map(rows.filter(({ action }) => action === 'add').map((row) => [row.about, row]));
  const parents = [...new Set([...added.values()].map(({ unit }) => unit!.parent!))];
  const known = new Map((await store.units.find({ _id: { $in: [...parents, ...successorsOf(rows)] } }, { path: 1 }).lean<Unit[]>()).map((unit) => [unit._id, unit]));
  return { added, known };
}

/** A unit's way down from the city, through what the order adds. */
function pathOf(id: string, parent: string | null, known: Known, added: Added): string[] {
  if (!parent) return [id];
  const row = added.get(parent);
  const there = known.get(parent)?.path ?? (row && pathOf(parent, row.unit!.parent, known, added));
  if (!there) throw new Error(`no unit <${parent}> above <${id}>`);
  return [...there, id];
}

/** Whether every unit that rows add has its parent, and every grid that ends its successor: there, or among them. One that another order is to add may not be there yet. */
export async function haveUnits(rows: OrgRow[], store: Store): Promise<boolean> {
  const { added, known } = await around(rows, store);
  return [...[...added.values()].map(({ unit }) => unit!.parent!), ...successorsOf(rows)].every((id) => known.has(id) || added.has(id));
}

/** @param progress is told after each batch; what it throws stops the work */
export async function writeUnits({ by }: Pick<OrgChange, 'by'>, rows: OrgRow[], progress: (done: number) => Promise<void>, { store, clock }: Pick<Deps, 'store' | 'clock'>): Promise<void> {
  const { added, known } = await around(rows, store);
  for (let from = 0; from < rows.length; from += BATCH) {
    const some = rows.slice(from, from + BATCH);
    await insertOnce(store.units, some.filter(({ action }) => action === 'add').map(({ about, unit }): Unit => {
      const { name, level, parent, kind, phone, code } = unit!;
      return { _id: about, name, level, parent, path: pathOf(about, parent, known, added), ...(kind ? { kind } : {}), ...(phone ? { phone } : {}), ...(code ? { code } : {}) };
    }));
    const others = some.flatMap(({ action, about, unit, day }) => {
      if (action === 'end') return { updateOne: { filter: { _id: about, endedOn: null }, update: { $set: { endedOn: day } } } };
      if (action === 'add') return [];
      const { name, kind, phone, code } = unit!;
      return { updateOne: { filter: { _id: about }, update: { $set: { name, ...(kind ? { kind } : {}), ...(phone ? { phone } : {}), ...(code ? { code } : {}) }, ...(phone === '' ? { $unset: { phone: 1 } } : {}) } } };
    });
    if (others.length) await store.units.collection.bulkWrite(others as never, { ordered: false });
    await progress(from + some.length);
  }
  forgetUnits(store);
  for (const { about, successor } of rows) if (successor) await moveRegisters(about, successor, { by, at: clock.now(), progress: () => progress(rows.length), store });
  await outlinesChanged(store);
}

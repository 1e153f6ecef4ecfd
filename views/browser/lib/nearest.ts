// The grid of a position, found on the device: the outlines are fetched while there is a connection and kept for when there is none.
import { nearestGrid, type Outlines } from '../../helpers/nearest-grid.js';
import { call } from './api.js';
import { keepOutlines, outlinesOf } from './outbox/box.js';
import type { UnitField } from './unit-field.js';

/** With more grids than this to choose from, outlines are fetched only when they are asked for: a phone's data is somebody's money. */
const FEW = 200;

async function outlines(person: string): Promise<Outlines | undefined> {
  try {
    const fresh = await call<Outlines>('GET', '/grids/outlines');
    await keepOutlines(person, fresh).catch(() => undefined);
    return fresh;
  } catch {
    return outlinesOf(person).catch(() => undefined) as Promise<Outlines | undefined>;
  }
}

type Located = ReturnType<typeof nearestGrid>;
/** Of thousands of grids the server knows the shapes. */
const located = async ({ lng, lat }: { lng: number; lat: number }): Promise<Located> => (await call<{ found: Located }>('GET', `/grids/locate?lng=${lng}&lat=${lat}`).catch(() => undefined))?.found;

/**
 * Chooses the grid in which somebody stands, unless they chose one by hand.
 *
 * @returns what to say of it, for a position
 */
export function nearest(field: UnitField, person: string): (position: { lng: number; lat: number }) => Promise<string> {
  let known: Promise<Outlines | undefined> | undefined;
  // what could not be had is asked for again
  const ask = (): Promise<Outlines | undefined> => (known ??= outlines(person).then((shapes) => { if (!shapes) known = undefined; return shapes; }));
  if (field.listed !== undefined && field.listed <= FEW) {
    if (document.readyState === 'complete') void ask();
    else addEventListener('load', () => void ask(), { once: true });
  }
  return async (position) => {
    const found = await (field.listed === undefined ? located(position) : ask().then((shapes) => shapes && nearestGrid({ ...shapes, features: shapes.features.filter(({ properties: { id } }) => field.has(id)) }, position)));
    if (!found) return '';
    const where = found.inside ? `在「${found.name}」内` : `离「${found.name}」约 ${Math.round(found.distance)} 米`;
    if (field.value() === found.grid) return where;
    if (field.byHand()) return `${where}，和您选的不同，请核对`;
    field.choose(found.grid);
    return `${where}，已选为所属网格`;
  };
}

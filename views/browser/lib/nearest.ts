// The grid of a position, found on the device: the outlines are fetched while there is a connection and kept for when there is none.
import { nearestGrid, type Outlines } from '../../helpers/nearest-grid.js';
import { call } from './api.js';
import { keepOutlines, outlinesOf } from './outbox/box.js';

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

/**
 * Chooses the grid in which somebody stands, unless they chose one by hand.
 *
 * @returns what to say of it, for a position
 */
export function nearest(select: HTMLSelectElement, person: string): (position: { lng: number; lat: number }) => Promise<string> {
  let known: Promise<Outlines | undefined> | undefined;
  // what could not be had is asked for again
  const ask = (): Promise<Outlines | undefined> => (known ??= outlines(person).then((shapes) => { if (!shapes) known = undefined; return shapes; }));
  const has = (id: string): boolean => [...select.options].some(({ value }) => value === id);
  if (select.options.length <= FEW) {
    if (document.readyState === 'complete') void ask();
    else addEventListener('load', () => void ask(), { once: true });
  }
  select.addEventListener('change', () => { select.dataset.byHand = '1'; });
  return async (position) => {
    const shapes = await ask();
    const found = shapes && nearestGrid({ ...shapes, features: shapes.features.filter(({ properties: { id } }) => has(id)) }, position);
    if (!found) return '';
    const where = found.inside ? `在「${found.name}」内` : `离「${found.name}」约 ${Math.round(found.distance)} 米`;
    if (select.value === found.grid) return where;
    if (select.dataset.byHand) return `${where}，和您选的不同，请核对`;
    select.value = found.grid;
    select.dispatchEvent(new Event('input', { bubbles: true }));
    return `${where}，已选为所属网格`;
  };
}

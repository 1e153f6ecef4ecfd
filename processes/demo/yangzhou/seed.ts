// Puts the whole of 扬州市 into a store beside the small demo; what is there already is left as somebody changed it.
import { audit } from '../../audit.js';
import { Forbidden } from '../../errors.js';
import { outlinesChanged } from '../../outlines.js';
import { hashPassword } from '../../passwords.js';
import type { Settings } from '../../settings.js';
import { insertOnce, type Store } from '../../store/store.js';
import type { Unit } from '../../store/types.js';
import { DEMO_PASSWORD, loadDemo } from '../load.js';
import { demoUnits } from '../units.js';
import { yangzhouPeople } from './people.js';
import { yangzhouUnits } from './units.js';

const BATCH = 1_000;

export interface Seeded { units: number; general: number; dedicated: number; people: number; members: number }

async function inBatches<T>(all: readonly T[], write: (some: T[]) => Promise<void>): Promise<void> {
  for (let from = 0; from < all.length; from += BATCH) await write(all.slice(from, from + BATCH));
}

/**
 * Makes the city: may be repeated, also after it was broken off, and changes nothing then.
 *
 * @returns how much the store holds afterwards
 * @throws Forbidden in production mode, or when the store is no demo's
 */
export async function seedYangzhou(store: Store, settings: Pick<Settings, 'production'>, say: (line: string) => void = () => undefined): Promise<Seeded> {
  // the command may not know in which mode the server runs: what has real people and no demo is no demo
  if (!await store.people.exists({ demo: true }) && await store.people.exists({})) throw new Forbidden('the store holds people and no demo: refused');
  await loadDemo(store, settings);
  const units = yangzhouUnits();
  await audit(store, new Date(), { system: '命令行' }, '装入演示数据', { kind: 'unit', id: 'yz' }, `扬州全市：${units.length} 个单位`);
  say(`units: ${units.length} ...`);
  await inBatches(units, (some) => insertOnce(store.units, some));
  await outlinesChanged(store);
  // One hash for all, as in the small demo: the password is public, and a hash for each would take minutes.
  const city = demoUnits.find(({ level }) => level === 'city') as Unit;
  const people = yangzhouPeople([city, ...units], await hashPassword(DEMO_PASSWORD));
  say(`people: ${people.length} ...`);
  await inBatches(people, (some) => insertOnce(store.people, some));
  const [all, general, dedicated, everybody, members] = await Promise.all([
    store.units.countDocuments(), store.units.countDocuments({ level: 'grid', kind: { $ne: 'dedicated' } }), store.units.countDocuments({ level: 'grid', kind: 'dedicated' }),
    store.people.countDocuments(), store.people.countDocuments({ 'posts.role': 'grid-member' }),
  ]);
  return { units: all, general, dedicated, people: everybody, members };
}

// Outlines that an administrator brings: all of them are checked first, then all are kept, also when we die in between.
import { audit } from './audit.js';
import type { Outline } from './coarse.js';
import type { Deps } from './deps.js';
import { Conflict, Invalid, type Problem } from './errors.js';
import { checkOutline, type System } from './outline-check.js';
import { outlinesChanged } from './outlines.js';
import { isDuplicate, type Store } from './store/store.js';
import type { Person, Unit } from './store/types.js';
import { actorOf } from './tasks.js';
import { seesUnit } from './visibility.js';

/** The one import that is under way, whole, so that another start can finish it. */
const UNDER_WAY = 'outlines:under-way';
/** How many problems are told at once. */
const MOST_TOLD = 50;

interface Bringing { outlines: { id: string; outline: Outline }[] }

/**
 * Keeps the outlines of a collection's features.
 *
 * @param check only says what is wrong
 * @returns how many outlines were brought, and how many of the units had one before
 * @throws Invalid with a problem for each feature that cannot be kept; nothing is kept then
 * @throws Conflict while another import is under way
 */
export async function bringOutlines(features: unknown[], system: System, person: Person, { store, clock }: Pick<Deps, 'store' | 'clock'>, { check = false } = {}): Promise<{ brought: number; replaced: number }> {
  const problems: Problem[] = [];
  const outlines: Bringing['outlines'] = [];
  const checked = features.map((feature) => checkOutline(feature, system));
  const units = new Map((await store.units.find({ _id: { $in: checked.flatMap((one) => ('id' in one ? one.id : [])) } }, { name: 1, path: 1, level: 1 }).lean<Unit[]>()).map((unit) => [unit._id, unit]));
  const had = await store.units.countDocuments({ _id: { $in: [...units.keys()] }, outline: { $ne: null } });
  const seen = new Set<string>();
  checked.forEach((one, index) => {
    const refuse = (message: string) => void problems.push({ path: `features.${index}`, message: `第 ${index + 1} 个${'id' in one ? `「${one.id}」` : ''}：${message}` });
    if ('problem' in one) return refuse(one.problem);
    const unit = units.get(one.id);
    // a unit of another area is none for whoever has no post above it
    if (!unit || !seesUnit(person, unit)) return refuse('没有这个网格或单位');
    if (unit.level === 'department') return refuse(`「${unit.name}」是部门，没有边界`);
    if (seen.has(one.id)) return refuse('同一个网格出现了两次');
    seen.add(one.id);
    outlines.push(one);
  });
  if (problems.length > 0) {
    const more = problems.length - MOST_TOLD;
    throw new Invalid(`${problems.length} 个图形有问题，一个也没有导入`, more > 0 ? [...problems.slice(0, MOST_TOLD), { path: 'features', message: `还有 ${more} 个有问题` }] : problems);
  }
  if (check) return { brought: outlines.length, replaced: had };
  await audit(store, clock.now(), actorOf(person), '导入网格边界', { kind: 'outlines', id: person._id }, `${outlines.length} 个：${outlines.slice(0, 20).map(({ id }) => id).join('、')}${outlines.length > 20 ? ' 等' : ''}`);
  try {
    await store.settings.collection.insertOne({ _id: UNDER_WAY, value: { outlines } } as never);
  } catch (error) {
    if (isDuplicate(error)) throw new Conflict('另一次导入正在进行，请稍后再试');
    throw error;
  }
  await finishOutlines(store);
  return { brought: outlines.length, replaced: had };
}

/** Finishes an import that broke off; run again and again. Doing it twice changes nothing. */
export async function finishOutlines(store: Store): Promise<void> {
  const found = await store.settings.findById(UNDER_WAY).lean<{ value: Bringing }>();
  if (!found) return;
  const { outlines } = found.value;
  await store.units.collection.bulkWrite(outlines.map(({ id, outline }) => ({ updateOne: { filter: { _id: id }, update: { $set: { outline } } } })) as never, { ordered: false });
  await outlinesChanged(store);
  await store.settings.deleteOne({ _id: UNDER_WAY });
}

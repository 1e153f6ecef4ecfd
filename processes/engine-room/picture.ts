// Whether what managers see is complete: said on their pages in a line when it is not.
import type { Deps } from '../deps.js';
import type { Store } from '../store/store.js';
import { elapsedWords } from './words.js';
import { lastObservation, SILENCE, type Observation } from './observe.js';
import { marksOf } from './marks.js';

export interface Picture { complete: boolean; notes: string[] }

/** Behind by more than this is said, seconds. */
const LATE = 10;
/** How long an answer is good, milliseconds: each page asks. */
const FRESH = 3_000;

const kept = new WeakMap<Store, { at: number; picture: Picture }>();

/** What is missing from the picture now. Costs three small look-ups every few seconds. @throws when the store is away */
export async function pictureOf(deps: Pick<Deps, 'store'>): Promise<Picture> {
  const { store } = deps;
  const known = kept.get(store);
  if (known && performance.now() - known.at < FRESH) return known.picture;
  const [marks, setAside, held] = await Promise.all([marksOf(store), store.rejected.countDocuments(), store.settings.findById('rebuilding').lean<{ value?: number }>()]);
  const notes: string[] = [];
  const newest = Math.max(0, ...marks.map(({ at }) => at?.getTime() ?? 0));
  const silent = Date.now() - newest;
  const observation = lastObservation(store, 60_000);
  if ((held?.value ?? 0) > Date.now()) notes.push('数据正在重建，新的进展要等重建结束才会出现');
  else if (newest > 0 && silent > SILENCE) notes.push(`引擎的记录已有 ${elapsedWords(silent)} 没有到达，这里停在那时的样子`);
  else if (observation) notes.push(...behind(observation));
  if (setAside > 0) notes.push(`有 ${setAside} 条引擎记录没能应用，个别案件的进展可能不完整`);
  const picture = { complete: notes.length === 0, notes };
  kept.set(store, { at: performance.now(), picture });
  return picture;
}

function behind({ lag }: Observation): string[] {
  const seconds = Math.max(0, ...lag.map((one) => ((one.records ?? 0) > 0 ? one.seconds ?? 0 : 0)));
  return seconds > LATE ? [`这里比引擎晚约 ${elapsedWords(seconds * 1000)}，正在追上`] : [];
}

// Ends the checks that are still open when a warning is lifted; each leaves its record by its diagram.
import type { Whole } from '../background/kinds.js';
import type { Case } from '../store/types.js';
import { AT_ONCE, pacer, storm } from './pace.js';
import { tellToStop } from './told.js';
import { getWarning } from './warnings.js';

/** How long the engine keeps it for a check that is just opening, milliseconds. */
const KEPT = 600_000;

/** What a check's case looks like while nobody has found anything yet: it waits for the visit, or has just begun. */
const UNCHECKED = ['待核查', '已受理'];
export const isUnchecked = ({ closing, standing }: Pick<Case, 'closing' | 'standing'>): boolean => !closing && (!standing?.status || UNCHECKED.includes(standing.status));

export const liftWork: Whole = {
  about: ({ parameters }) => String(parameters.warning),
  async whole(job, _person, progress, deps) {
    const { store, engine } = deps;
    const warning = await getWarning(String(job.parameters.warning), deps);
    const cases = (await store.cases.find({ 'warning.id': warning._id }, { standing: 1, closing: 1, grid: 1, village: 1 }).lean<Case[]>()).filter(isUnchecked);
    await tellToStop(warning, cases, deps);
    const nextGo = pacer(storm);
    for (let from = 0; from < cases.length; from += AT_ONCE) {
      // with an id: a run that is repeated says it once
      await Promise.all(cases.slice(from, from + AT_ONCE).map(({ _id }) => engine.publish({ name: 'warning.lifted', key: _id, id: `lifted:${_id}`, ttl: KEPT, variables: {} })));
      await progress(Math.min(from + AT_ONCE, cases.length), cases.length);
      if (from + AT_ONCE < cases.length) await nextGo();
    }
    return { said: cases.length > 0 ? `${cases.length} 户还没有排查，已经结束` : '所有住户都已排查' };
  },
};

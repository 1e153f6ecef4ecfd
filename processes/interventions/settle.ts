// What became of interventions that the engine did not answer, or that a crash cut off: seen from the records, never done behind somebody's back.
import type { Deps } from '../deps.js';
import type { Intervention } from '../store/types.js';
import { finish, kinds } from './perform.js';

/** After how long one is looked after, and after how long it counts as not done, milliseconds of the wall clock. */
const [SOON, LATE] = [10_000, 180_000];

/** @returns how many are settled now */
export async function settleInterventions(deps: Pick<Deps, 'store'>, wall = Date.now()): Promise<number> {
  const { store } = deps;
  const waiting = await store.interventions.find({ state: { $in: ['doing', 'unknown'] } }).limit(50).lean<Intervention[]>();
  let settled = 0;
  for (const one of waiting.filter(({ tried }) => tried < wall - SOON)) {
    if (await kinds[one.kind].happened(one, deps)) await finish(one, deps);
    else if (one.tried < wall - LATE) await store.interventions.updateOne({ _id: one._id, tried: one.tried }, { $set: { state: 'refused', said: '引擎没有回答，记录里也没有看到，按没有执行处理' } });
    else continue;
    settled += 1;
  }
  return settled;
}

// One action on many tasks: each by itself, with its own answer; what one refuses holds up no other, and asking again does nothing twice.
import type { Deps } from './deps.js';
import { DomainError, Invalid, NotFound, Unavailable } from './errors.js';
import type { Person } from './store/types.js';
import { giveTask } from './task-moves.js';
import { claimTask, releaseTask } from './tasks.js';
import { urgeTask } from './urge.js';

export type BulkAction = 'claim' | 'release' | 'transfer' | 'assign' | 'urge';
export interface BulkGiven { to?: string; reason?: string }
export interface BulkResult { key: string; done: boolean; said?: string }

/** The most that one request may name. */
export const MOST_AT_ONCE = 100;

const acts: Record<BulkAction, (key: string, given: BulkGiven, person: Person, deps: Deps) => Promise<unknown>> = {
  claim: (key, _given, person, deps) => claimTask(key, person, deps),
  release: (key, _given, person, deps) => releaseTask(key, person, deps),
  transfer: (key, { to = '', reason }, person, deps) => giveTask(key, 'transfer', { to, why: reason }, person, deps),
  assign: (key, { to = '', reason }, person, deps) => giveTask(key, 'assign', { to, why: reason }, person, deps),
  urge: (key, { reason = '' }, person, deps) => urgeTask(key, reason, person, deps),
};

const words = (error: Error): string => {
  if (error instanceof NotFound) return '没有这项任务，或者您不能看到它';
  if (error instanceof Invalid) return error.problems[0]?.message ?? error.message;
  return error.message;
};

/**
 * Does one thing to each of these tasks, in their order.
 *
 * @throws only what is no answer to one task: a fault of ours, or the store being away
 */
export async function actOnMany(action: BulkAction, keys: string[], given: BulkGiven, person: Person, deps: Deps): Promise<BulkResult[]> {
  const results: BulkResult[] = [];
  for (const key of new Set(keys)) {
    try {
      await acts[action](key, given, person, deps);
      results.push({ key, done: true });
    } catch (error) {
      if (!(error instanceof DomainError) || error instanceof Unavailable) throw error;
      results.push({ key, done: false, said: words(error) });
    }
  }
  return results;
}

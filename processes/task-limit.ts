// The limit of a human task, from what its diagram gave it: one that nobody can read, or that came out empty, is never "no limit".
import { isReadable } from './limit.js';
import type { Task } from './store/types.js';

/** What a task gets whose limit cannot be read (a proposal of ours): short enough that somebody looks. */
export const STAND_IN = '1 工作日';

/**
 * The limit that a task is given.
 *
 * @param mapped what the diagram's expression gave: null or no text when a table lacks it; undefined: there is no expression
 * @param header the limit in the task's header, which holds where the expression gave nothing
 * @returns `unreadLimit` when another one (`STAND_IN`) stands for it; nothing where the diagram asks for none
 */
export function taskLimit(mapped: unknown, header: string | undefined): Pick<Task, 'limit' | 'unreadLimit'> {
  if (mapped === undefined && header === undefined) return {};
  const limit = String(mapped ?? header ?? '');
  return isReadable(limit) ? { limit } : { limit: STAND_IN, unreadLimit: true };
}

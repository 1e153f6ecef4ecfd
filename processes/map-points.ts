// The cases and tasks of a person's area as points of a map, narrowed like the lists.
import { literally } from './cases.js';
import { centresOf, type Position } from './centres.js';
import type { Deps } from './deps.js';
import { couldGuess } from './number-guess.js';
import type { Case, Person, Task } from './store/types.js';
import { caseFilter, sentFilter, taskFilters } from './visibility.js';

export const mapViews = ['cases', 'mine', 'group', 'sent'] as const;
export const mapDues = ['overdue', 'soon', 'calm', 'none', 'paused'] as const;
export type MapDue = (typeof mapDues)[number];
/** West, south, east, north. */
export type Box = [number, number, number, number];
export interface MapQuery {
  view: (typeof mapViews)[number]; q?: string; category?: string; urgency?: string; status?: string; due?: MapDue; bbox?: Box; limit: number;
  /** At whose level a case is handled now. */
  level?: string;
  /** A unit that the case lies in, or a department that works on it. */
  unit?: string;
}

export interface Point {
  /** The case, and the task when the view is one of tasks. */
  caseNo: string; task?: string; title: string; place: string; status: string; urgency: string; due: MapDue; dueAt?: Date; warnAt?: Date;
  /** Absent: nobody knows where. */
  at?: Position;
  /** `at` is the middle of its grid. */
  approximate: boolean;
}

/** Cases that are asked for at once when their tasks are looked up. */
const CHUNK = 1_000;
/** Cases or tasks that are read for one map: a county at work; beyond it a filter is needed. */
export const MOST_READ = 20_000;
const CASE = { title: 1, place: 1, category: 1, urgency: 1, standing: 1, grid: 1, reportedAt: 1 };
const TASK = { caseNo: 1, name: 1, dueAt: 1, warnAt: 1, limit: 1, status: 1, createdAt: 1 };
type Timed = Pick<Task, '_id' | 'caseNo' | 'name' | 'dueAt' | 'warnAt' | 'limit' | 'status' | 'createdAt'>;

/** How a task's limit stands now, by the engine's clock. */
export function dueOf({ dueAt, warnAt, limit }: Pick<Task, 'dueAt' | 'warnAt' | 'limit'>, now: Date): MapDue {
  if (!dueAt) return dueAt === null && limit ? 'paused' : 'none';
  if (dueAt <= now) return 'overdue';
  return warnAt && warnAt <= now ? 'soon' : 'calm';
}

const time = (task?: Timed): number => task?.dueAt?.getTime() ?? Number.MAX_SAFE_INTEGER;

function narrowed({ q, category, urgency, status, level, unit }: MapQuery): Record<string, unknown> {
  const words = q ? literally(q) : undefined;
  return {
    ...(category ? { category: category.length === 1 ? new RegExp(`^${category}`) : category } : {}), ...(urgency ? { urgency } : {}), ...(status ? { 'standing.status': status } : {}),
    // beside the filter of what may be seen, which is one of `scope`, too
    ...(level ? { level } : {}), ...(unit ? { $and: [{ scope: unit }] } : {}),
    ...(words ? couldGuess(q!) ? { _id: words } : { $or: [{ _id: words }, { title: words }, { 'place.text': words }, { description: words }] } : {}),
  };
}

/** Case and the task that shows how pressing it is. */
async function pairs(query: MapQuery, person: Person, { store }: Pick<Deps, 'store'>): Promise<{ found: Case; task?: Timed }[]> {
  const filter = narrowed(query);
  if (query.view === 'mine' || query.view === 'group') {
    const tasks = (await Promise.all(taskFilters(person, query.view).map((one) => store.tasks.find(one, TASK).limit(MOST_READ).lean<Timed[]>()))).flat();
    const cases = new Map((await inChunks(tasks.map(({ caseNo }) => caseNo), (ids) => store.cases.find({ _id: { $in: ids }, ...filter }, CASE).lean<Case[]>())).map((one) => [one._id, one]));
    return tasks.flatMap((task) => { const found = cases.get(task.caseNo); return found ? [{ found, task }] : []; });
  }
  const theirs = query.view === 'sent' ? sentFilter(person) : caseFilter(person);
  const cases = await store.cases.find({ ...theirs, 'standing.state': { $in: ['active', null] }, closing: null, ...filter }, CASE).limit(MOST_READ).lean<Case[]>();
  const tightest = new Map<string, Timed>();
  for (const task of await inChunks(cases.map(({ _id }) => _id), (ids) => store.tasks.find({ caseNo: { $in: ids }, state: 'open' }, TASK).lean<Timed[]>())) {
    const known = tightest.get(task.caseNo);
    if (!known || time(task) < time(known)) tightest.set(task.caseNo, task);
  }
  return cases.map((found) => ({ found, task: tightest.get(found._id) }));
}

async function inChunks<T>(ids: string[], read: (ids: string[]) => PromiseLike<T[]>): Promise<T[]> {
  const distinct = [...new Set(ids)];
  const parts: T[] = [];
  for (let from = 0; from < distinct.length; from += CHUNK) parts.push(...await read(distinct.slice(from, from + CHUNK)));
  return parts;
}

const within = ({ lng, lat }: Position, [west, south, east, north]: Box): boolean => lng >= west && lng <= east && lat >= south && lat <= north;

/**
 * What a person may see on the map, the most pressing first.
 *
 * @returns `total`: how many there are in all, in the box when one was given; of which at most `limit` are among the points
 */
export async function mapPoints(query: MapQuery, person: Person, deps: Pick<Deps, 'store' | 'clock'>): Promise<{ total: number; points: Point[] }> {
  const now = deps.clock.now();
  const all = (await pairs(query, person, deps)).map((one) => ({ ...one, due: one.task ? dueOf(one.task, now) : 'none' as MapDue })).filter(({ due }) => !query.due || due === query.due);
  const isPlaced = ({ place }: Case) => place.lng !== undefined && place.lat !== undefined;
  const centres = await centresOf(deps.store, [...new Set(all.filter(({ found }) => !isPlaced(found)).map(({ found }) => found.grid))]);
  const points = all
    .map(({ found, task, due }): Point & { order: number; since: number } => {
      const placed = isPlaced(found);
      const at = placed ? { lng: found.place.lng!, lat: found.place.lat! } : centres.get(found.grid);
      return {
        caseNo: found._id, ...(query.view === 'mine' || query.view === 'group' ? { task: task!._id } : {}), title: found.title, place: found.place.text, urgency: found.urgency,
        status: (query.view === 'mine' || query.view === 'group' ? task!.name : found.standing?.status) ?? '待受理', due, ...(task?.dueAt ? { dueAt: task.dueAt } : {}), ...(task?.warnAt ? { warnAt: task.warnAt } : {}),
        ...(at && { at }), approximate: !placed, order: time(task), since: found.reportedAt.getTime(),
      };
    })
    .filter(({ at }) => !query.bbox || (at !== undefined && within(at, query.bbox)))
    .sort((a, b) => a.order - b.order || b.since - a.since);
  return { total: points.length, points: points.slice(0, query.limit) };
}

// Counts what ended on a day in a grid from the documents themselves: elements, their tasks, the incidents of their instances.
import { parseGroup } from '../organisation.js';
import type { Store } from '../store/store.js';
import type { Element, Incident, Task } from '../store/types.js';
import { unitsOf, type KnownUnit } from '../units.js';
import { enteredAgain, type Entered } from './again.js';
import { writeCells, type Counted } from './element-cells.js';
import type { Compute } from './stale.js';
import type { Run } from './tally.js';
import { talliesOf } from './tally.js';

type Ended = Pick<Element, '_id' | 'instanceKey' | 'procedure' | 'elementId' | 'type' | 'state' | 'startedAt' | 'endedAt' | 'job' | 'cell'>;
type Done = Pick<Task, 'elementKey' | 'candidateGroups' | 'claimedAt' | 'holder' | 'submission' | 'dueAt'>;
const ELEMENT = { instanceKey: 1, procedure: 1, elementId: 1, type: 1, state: 1, startedAt: 1, endedAt: 1, job: 1, cell: 1 };
const TASK = { elementKey: 1, candidateGroups: 1, claimedAt: 1, 'holder.at': 1, 'submission.at': 1, dueAt: 1 };

/** When somebody first took a task; who sends what was free takes it by sending. */
export const takenAt = ({ claimedAt, holder, submission }: Pick<Done, 'claimedAt' | 'holder' | 'submission'>): Date | undefined => claimedAt ?? holder?.at ?? submission?.at;

/** One run of an element, with what its task says of people's time. */
export function runOf(element: Ended, task: Done | undefined, again: boolean, fault: boolean): Run {
  const [start, end] = [element.startedAt.getTime(), element.endedAt!.getTime()];
  const run: Run = { elementId: element.elementId, type: element.type, milliseconds: end - start, cut: element.state === 'terminated', again, fault: fault || element.job?.state === 'error' || (element.job?.failures ?? 0) > 0 };
  if (!task) return run;
  // a claim is told by the clock of the web, a moment may lie between the two
  const taken = takenAt(task) && Math.min(end, Math.max(start, takenAt(task)!.getTime()));
  return {
    ...run, wait: (taken ?? end) - start, ...(taken === undefined ? {} : { work: end - taken }),
    ...(task.dueAt ? { due: true, late: end > task.dueAt.getTime() } : {}),
  };
}

const unitOf = ({ candidateGroups: [group] }: Pick<Task, 'candidateGroups'>): string | undefined => group && parseGroup(group).unit;
/** A department works in the unit that it belongs to. */
const territory = (unit: string): string => unit.split('.')[0]!;

/** The parts beside all (`''`) in which a human task counts: the level that does it (`@town`) and the department, if it is one. */
function partsOf(task: Pick<Task, 'candidateGroups'>, units: ReadonlyMap<string, KnownUnit>): string[] {
  const unit = unitOf(task);
  if (!unit) return [];
  const level = units.get(territory(unit))?.level;
  return [...(level ? [`@${level}`] : []), ...(unit === territory(unit) ? [] : [unit])];
}

const by = <T, K>(all: T[], key: (one: T) => K): Map<K, T[]> => {
  const made = new Map<K, T[]>();
  for (const one of all) {
    const own = made.get(key(one));
    if (own) own.push(one);
    else made.set(key(one), [one]);
  }
  return made;
};

/** So many cells are counted at once: on a busy day thousands of elements end in one. */
const CELLS = 20;
/** By so many keys documents are asked for at once. */
const KEYS = 100;

const pieces = <T>(all: readonly T[], size: number): T[][] => Array.from({ length: Math.ceil(all.length / size) }, (_, index) => all.slice(index * size, (index + 1) * size));

async function ofAll<T>(keys: Iterable<string>, read: (some: string[]) => PromiseLike<T[]>): Promise<T[]> {
  const found: T[] = [];
  for (const some of pieces([...new Set(keys)], KEYS)) for (const one of await read(some)) found.push(one);
  return found;
}

async function countDays(store: Store, cells: string[]): Promise<Counted[]> {
  const ended = await store.elements.find({ cell: { $in: cells } }, ELEMENT).lean<Ended[]>();
  const instances = ended.map(({ instanceKey }) => instanceKey);
  const tasks = await ofAll(ended.flatMap(({ _id, type }) => (type === 'USER_TASK' ? [_id] : [])), (some) => store.tasks.find({ elementKey: { $in: some } }, TASK).lean<Done[]>());
  const entered = await ofAll(instances, (some) => store.elements.find({ instanceKey: { $in: some } }, { instanceKey: 1, elementId: 1, scopeKey: 1, type: 1 }).lean<(Entered & { instanceKey: string })[]>());
  const incidents = await ofAll(instances, (some) => store.incidents.find({ instanceKey: { $in: some } }, { elementKey: 1 }).lean<Pick<Incident, 'elementKey'>[]>());
  const units = await unitsOf(store, tasks.flatMap((task) => unitOf(task) ?? []).map(territory));
  const taskOf = new Map(tasks.map((task) => [task.elementKey, task]));
  const faulty = new Set(incidents.map(({ elementKey }) => elementKey));
  const again = new Set([...by(entered, ({ instanceKey }) => instanceKey).values()].flatMap((all) => [...enteredAgain(all.filter(({ type }) => type !== 'SEQUENCE_FLOW'))]));
  return [...by(ended, ({ cell }) => cell!)].map(([cell, elements]): Counted => {
    const parts = new Map<string, Run[]>([['', []]]);
    for (const element of elements) {
      const task = taskOf.get(element._id);
      const run = runOf(element, task, again.has(element._id), faulty.has(element._id));
      for (const part of ['', ...(task ? partsOf(task, units) : [])]) {
        const runs = parts.get(part);
        if (runs) runs.push(run);
        else parts.set(part, [run]);
      }
    }
    return { cell, procedure: elements[0]!.procedure, parts: Object.fromEntries([...parts].map(([part, runs]) => [part, talliesOf(runs)])) };
  });
}

/** Computes the cells of grids' days. */
export const computeDays: Compute = async (store: Store, cells: string[]) => {
  const counted: Counted[] = [];
  for (const some of pieces(cells, CELLS)) counted.push(...await countDays(store, some));
  return writeCells(store, cells, counted);
};

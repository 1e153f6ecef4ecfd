// What a person has done: it grows for years and is looked at seldom, so it is read from the store, page by page.
import { literally } from './cases.js';
import { couldGuess } from './number-guess.js';
import type { Row } from './task-rows.js';
import { perStore } from './store/per-store.js';
import type { Store } from './store/store.js';
import type { Person, Task } from './store/types.js';
import { aboutOf, ABOUT_FIELDS } from './task-about.js';
import { rowFilter, type TaskFilter } from './task-filters.js';
import { taskFilters } from './visibility.js';

type Key = Pick<Task, '_id' | 'createdAt' | 'endedAt' | 'candidateGroups'>;
const KEY = { createdAt: 1, endedAt: 1, candidateGroups: 1 };

/** What was sent and waits for the engine's word has no end yet and comes first. */
const ended = ({ endedAt }: Key) => endedAt?.getTime() ?? Number.MAX_SAFE_INTEGER;
const latestFirst = (a: Key, b: Key) => ended(b) - ended(a) || (a._id < b._id ? 1 : -1);

function narrowed({ q, urgency, category, procedure, step }: TaskFilter): object {
  const words = (q ?? '').split(/\s+/).filter(Boolean);
  return {
    ...(urgency ? { 'about.urgency': urgency } : {}), ...(category ? { 'about.category': category.length === 1 ? new RegExp(`^${literally(category).source}`) : category } : {}),
    ...(procedure ? { procedure } : {}), ...(step ? { elementId: step } : {}),
    ...(words.length ? { $and: words.map((each) => { const word = literally(each); return couldGuess(each) ? { caseNo: word } : { $or: [{ caseNo: word }, { name: word }, { 'about.title': word }, { 'about.place.text': word }, { 'about.description': word }] }; }) } : {}),
  };
}

/** One question for each indexed key: a single `$or` would read every task. What is still under way is asked for apart, since it has no end to sort by. */
const questions = (person: Person, filter: TaskFilter): Record<string, unknown>[] => taskFilters(person, 'done').flatMap((theirs) => ['submitted', { $in: ['completed', 'withdrawn'] }].map((state) => ({ ...theirs, state, ...narrowed(filter) })));

/** What was read for a person since something of theirs ended last (`turn`); the same asked again is not asked of the store. */
interface Remembered { turn: number; at: number; answers: Map<string, Promise<unknown>> }
const remembered = perStore(() => new Map<string, Remembered>());
/** What a raw write did not mark is seen after so long, milliseconds. */
const LASTS = 60_000;
const PEOPLE = 2_000;
const ANSWERS = 30;

function once<T>(store: Store, person: Person, turn: number, name: string, read: () => Promise<T>): Promise<T> {
  const people = remembered(store);
  let known = people.get(person._id);
  if (!known || known.turn !== turn || known.at < performance.now() - LASTS || known.answers.size >= ANSWERS) {
    if (people.size >= PEOPLE) people.clear();
    people.set(person._id, known = { turn, at: performance.now(), answers: new Map() });
  }
  const { answers } = known;
  const answer = answers.get(name) as Promise<T> | undefined ?? read();
  answers.set(name, answer);
  answer.catch(() => answers.delete(name));
  return answer;
}

const onlyFilter = ({ q, urgency, category, procedure, step }: TaskFilter): TaskFilter => ({ q, urgency, category, procedure, step });
const named = (filter: TaskFilter): string => JSON.stringify(Object.entries(filter).filter(([, value]) => value !== undefined).sort());

/** How many tasks a person has done; exact. @param turn another number whenever something of theirs may have ended (see open-tasks.ts) */
export const countDone = (person: Person, filter: TaskFilter, store: Store, turn: number): Promise<number> => once(store, person, turn, `count ${named(filter)}`, () => readCount(person, filter, store));

async function readCount(person: Person, filter: TaskFilter, store: Store): Promise<number> {
  const counts = await Promise.all(questions(person, filter).map((question) => store.tasks.countDocuments(question)));
  return counts.reduce((sum, each) => sum + each, 0);
}

type Wanted = TaskFilter & { page: number; size: number };
interface Done { total: number; items: Task[] }

/** A page of what a person has done, the latest first, with their exact number. @param turn as `countDone` */
export const listDone = (filter: Wanted, person: Person, store: Store, turn: number): Promise<Done> => once(store, person, turn, `list ${named(filter)}`, () => readDone(filter, person, store, turn));

/** What a person has done by its keys, the latest first. @param most no more than so many are wanted */
export async function doneIds(filter: TaskFilter, person: Person, store: Store, most?: number): Promise<string[]> {
  const keys = (await Promise.all(questions(person, filter).map((question) => {
    const asked = store.tasks.find(question, KEY);
    return (most === undefined ? asked : asked.sort({ endedAt: -1, _id: -1 }).limit(most)).lean<Key[]>();
  }))).flat();
  const { level, unit } = filter;
  const test = level !== undefined || unit !== undefined ? await rowFilter({ level, unit }, new Date(0), store) : undefined;
  return (test ? keys.filter(({ candidateGroups }) => test({ units: candidateGroups.map((group) => group.split('/')[0]!) } as Row)) : keys).sort(latestFirst).map(({ _id }) => _id);
}

async function readDone(filter: Wanted, person: Person, store: Store, turn: number): Promise<Done> {
  const { page, size, level, unit } = filter;
  // The newest of each question are enough to know the newest of all, unless some of them are not wanted.
  const whole = level !== undefined || unit !== undefined;
  const wanted = await doneIds(filter, person, store, whole ? undefined : page * size);
  const ids = wanted.slice((page - 1) * size, page * size);
  const [total, tasks] = await Promise.all([whole ? wanted.length : countDone(person, onlyFilter(filter), store, turn), store.tasks.find({ _id: { $in: ids } }, { draft: 0 }).lean<Task[]>()]);
  const byKey = new Map(tasks.map((task) => [task._id, task]));
  return { total, items: await withCases(ids.flatMap((id) => byKey.get(id) ?? []), store) };
}

/** Tasks that were done before lists kept something of their case show it all the same. */
export async function withCases(tasks: Task[], store: Store): Promise<Task[]> {
  const bare = tasks.filter((task) => !task.about && task.caseNo);
  if (bare.length === 0) return tasks;
  const cases = new Map((await store.cases.find({ _id: { $in: bare.map(({ caseNo }) => caseNo) } }, ABOUT_FIELDS).lean()).map((found) => [found._id, aboutOf(found as never)]));
  return tasks.map((task) => (task.about || !cases.has(task.caseNo) ? task : { ...task, about: cases.get(task.caseNo)! }));
}

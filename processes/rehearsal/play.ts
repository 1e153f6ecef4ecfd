// Plays a case on the stage of a rehearsal: begins it, answers its tasks as the people who would, lets time pass, and waits until the case rests.
import type { Deps } from '../deps.js';
import { caseFrom, fileReport, reported, reportSchema, variablesOf } from '../report.js';
import { Conflict, Invalid, NotFound, Unavailable } from '../errors.js';
import { getPerson } from '../organisation.js';
import { shanghaiDay, shanghaiTime } from '../shanghai.js';
import { insertOnce } from '../store/store.js';
import type { Person, Task } from '../store/types.js';
import { completeTask, getForm } from '../tasks.js';
import { mayAct } from '../visibility.js';
import { DEADLINE, shiftDates, timeWords, type RehearsalCase, type RehearsalStep } from './script.js';
import { standIns } from './stand-ins.js';
import { doersOf, isAtRest } from './standing.js';
import { targetOf } from './time.js';
import type { LogLine, RehearsalCommand } from './types.js';

/** The engine beneath, as far as its clock and its liveliness go. */
export interface Ground {
  /** Moves the engine's clock ahead, milliseconds. */
  move(milliseconds: number): Promise<void>;
  /** When, on the engine's clock, supervision went through the tasks last, and how many it could not judge; nothing before the first time. */
  supervised(): { at: Date; failed: number } | undefined;
  /** Milliseconds since the engine's last record came, 0 while a worker is at work. */
  quiet(): number;
}

/** Records come within milliseconds of what they tell: a pause this long means that there are no more. */
const QUIET = 600;
const PATIENCE = 30_000;
/** Deadlines that one step of time may pass. */
const MOST_DEADLINES = 60;

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

export interface Play {
  caseNo: string;
  /** Does one step; the case may still be moving afterwards: see `settle`. @returns the step as a script keeps it */
  step(command: RehearsalCommand, on?: string): Promise<RehearsalStep>;
  /** Waits until the case rests. @returns false when it still moves after half a minute */
  settle(patience?: number): Promise<boolean>;
}

async function begin(given: RehearsalCase, procedure: string, reporter: Person, deps: Deps): Promise<string> {
  const { start, variables, ...matter } = given;
  const report = reportSchema.parse({ ...matter, clientId: crypto.randomUUID(), place: { text: '演练地点' }, description: '演练' });
  if (start === 'report') return (await fileReport(report, reporter, deps)).caseNo;
  // Nothing but this call may start it: the sweep for starts that were lost must never take it up.
  const made = { ...await caseFrom(report, reporter, deps), procedure, startSentAt: Number.MAX_SAFE_INTEGER };
  await deps.store.cases.collection.insertOne(made as any);
  await insertOnce(deps.store.entries, [reported(made, reporter)]);
  await deps.engine.start(procedure, { ...variablesOf(made), ...variables });
  return made._id;
}

/** Somebody who could have reported it: who looks after the grid, else anybody. @throws Invalid when there is nobody at all */
async function reporterOf(grid: string, { store }: Deps): Promise<Person> {
  const found = await store.people.findOne({ groups: `${grid}/grid-member`, active: true }).lean<Person>() ?? await store.people.findOne({ active: true }).lean<Person>();
  if (!found) throw new Invalid('没有在岗人员，不能演练');
  return found;
}

/**
 * Begins the case.
 *
 * @param say hears in words what the rehearsal itself does
 * @throws Invalid when the case cannot be filed so; Unavailable when the engine does not start it
 */
export async function openPlay(given: RehearsalCase, procedure: string, ground: Ground, deps: Deps, say: (line: LogLine) => void): Promise<Play> {
  const caseNo = await begin(given, procedure, await reporterOf(given.grid, deps), deps);
  const { store, clock, calendar } = deps;
  const open = () => store.tasks.find({ caseNo, state: 'open' }).sort({ pos: 1 }).lean<Task[]>();

  async function settle(patience = PATIENCE): Promise<boolean> {
    const end = Date.now() + patience;
    while (Date.now() < end) {
      if (ground.quiet() > QUIET && await isAtRest(caseNo, deps)) return true;
      await pause(100);
    }
    return false;
  }

  async function answer({ element, key, values, as }: Extract<RehearsalCommand, { do: 'answer' }>, on?: string): Promise<RehearsalStep> {
    const all = await open();
    const waiting = all.filter((task) => task.elementId === element && (!key || task._id === key));
    const where = all.map(({ name }) => `「${name}」`).join('、');
    if (waiting.length === 0) throw new Conflict(`没有等到任务「${await nameIn(store, element)}」，案件${where ? `停在${where}` : '没有待办任务'}`);
    const wanted = as ? await getPerson(store, as) : undefined;
    // of several departments' tasks the one that is this person's
    const task = (wanted && waiting.find((one) => mayAct(wanted, one))) ?? waiting[0]!;
    const person = wanted && mayAct(wanted, task) ? wanted : (await doersOf(task, deps)).find((one) => mayAct(one, task));
    if (!person) throw new Conflict(`没有人可以办「${task.name}」：经办岗位没有在岗人员`);
    const ready = await standIns(await getForm(task, deps), shiftDates(values, on, clock.now()), person, deps);
    await completeTask(task._id, ready, person, deps);
    return { kind: 'answer', element, name: task.name, values, as: person._id, on: on ?? shanghaiDay(clock.now()) };
  }

  /** Goes there and waits until supervision has seen the new time. */
  async function goTo(at: Date): Promise<void> {
    await ground.move(Math.max(1, at.getTime() - clock.now().getTime()));
    clock.seen(at.getTime());
    const end = Date.now() + 20_000;
    // the minute timer fires at once when it is overdue by then; a jump of seconds may have to wait for it
    while (Date.now() < end && (ground.supervised()?.at.getTime() ?? 0) < at.getTime() - 1_000) await pause(50);
    await settle();
    if (!ground.supervised()?.failed) return;
    const told = await store.notices.find({ kind: 'fault' }).sort({ at: -1 }).limit(1).lean();
    say({ at: clock.now(), text: `督办没有办成：${told[0]?.text ?? '督办阶梯不能用'}`, tone: 'late' });
  }

  async function pass(limit: string): Promise<RehearsalStep> {
    const from = clock.now();
    const target = targetOf(calendar, limit, await open(), from);
    if (!target) throw new Conflict('没有待办任务带着时限，请写明让多少时间过去');
    // Deadline by deadline, as time does: what opens after one of them has its own.
    for (let n = 0; n < MOST_DEADLINES; n += 1) {
      const next = limit === DEADLINE ? undefined : targetOf(calendar, DEADLINE, await open(), clock.now());
      if (!next || next >= target) break;
      await goTo(next);
    }
    if (clock.now() < target) await goTo(target);
    say({ at: clock.now(), text: `时间${timeWords(limit)}：${shanghaiTime(from)} → ${shanghaiTime(clock.now())}`, tone: 'time' });
    return { kind: 'time', limit, on: shanghaiDay(from) };
  }

  if (!await settle(2 * PATIENCE) && !(await store.instances.exists({ caseNo }))) throw new Unavailable('演练引擎没有启动案件：请检查流程的开始事件');
  return { caseNo, settle, step: (command, on) => (command.do === 'answer' ? answer(command, on) : pass(command.limit)) };
}

async function nameIn(store: Deps['store'], element: string): Promise<string> {
  const known = await store.tasks.findOne({ elementId: element }, { name: 1 }).lean();
  return known?.name ?? element;
}

/** Whether a refusal belongs to the case that is played rather than to the machinery. */
export const isRefusal = (error: unknown): boolean => error instanceof Conflict || error instanceof Invalid || error instanceof NotFound;

// One tick of supervision: every open task near or past its due time climbs the ladder as far as it has come, each rung once.
import type { Deps } from './deps.js';
import { placeOf, recordOnce } from './entries.js';
import { Unavailable } from './errors.js';
import { ladder, situationOf, type Ladder, type Rung, type Situation } from './ladder.js';
import { notify } from './notices.js';
import { findPeople } from './organisation.js';
import { audienceOf, namesIn } from './places.js';
import { hadIt } from './projection/told.js';
import { shanghaiDay, shanghaiTime } from './shanghai.js';
import { insertOnce } from './store/store.js';
import type { Card, Case, Task } from './store/types.js';
import { actOf } from './supervising/acts.js';
import { colourOf, isGraver, levelOf } from './supervising/cards.js';
import { tell, together, type Due, type Step } from './supervising/told.js';

export interface Tick {
  /** Tasks near or past their due time. */
  checked: number;
  /** Rungs that this tick was the first to perform. */
  acted: number;
  /** Tasks that could not be judged or told; an administrator is told, and the next tick tries again. */
  failed: number;
}

const PAGE = 500;
const AT_ONCE = 10;

/**
 * Goes through all open tasks whose warning time has come. Paused tasks have none. Ticks may overlap and may be repeated.
 *
 * @param now the engine's time
 * @param table the decision to ask, as the diagram names it
 * @throws Unavailable when engine or store are away; what was done stays done
 */
export async function supervise(deps: Deps, now: Date, table?: string): Promise<Tick> {
  const { store } = deps;
  const ask = ladder(deps, table);
  const tick: Tick = { checked: 0, acted: 0, failed: 0 };
  let fault: Error | undefined;
  const steps: Step[] = [];
  const attempt = async (work: () => Promise<void>, tasks = 1): Promise<void> => work().catch((error: unknown) => {
    if (error instanceof Unavailable) throw error;
    tick.failed += tasks;
    fault ??= error as Error;
  });
  for (let after = ''; ;) {
    const page = await store.tasks.find({ state: 'open', warnAt: { $lte: now }, _id: { $gt: after } }).sort({ _id: 1 }).limit(PAGE).lean<Task[]>();
    const due = page.filter((task): task is Due => task.dueAt instanceof Date);
    const cases = await store.cases.find({ _id: { $in: [...new Set(due.map((task) => task.caseNo))] } }).lean<Case[]>();
    const byNumber = new Map(cases.map((found) => [found._id, found]));
    for (let from = 0; from < due.length; from += AT_ONCE) {
      await Promise.all(due.slice(from, from + AT_ONCE).map(async (task) => {
        tick.checked++;
        const found = byNumber.get(task.caseNo);
        if (found) await attempt(async () => void steps.push(...await climb(deps, ask, task, found, now)));
      }));
    }
    if (page.length < PAGE) break;
    after = page.at(-1)!._id;
  }
  const groups = together(steps);
  for (let from = 0; from < groups.length; from += AT_ONCE) {
    await Promise.all(groups.slice(from, from + AT_ONCE).map((group) => attempt(async () => {
      await tell(group, now, store);
      for (const step of group) {
        const first = await finish(step, deps);
        tick.acted += first;
      }
    }, group.length)));
  }
  if (fault) await tellAdministrators(deps, fault, tick.failed, now);
  return tick;
}

/** What answers the deadline message that a task's boundary event waits for. */
const sends = (action: Rung['action']): boolean => action === 'escalate' || action === 'pass';

/** What a task has come to: its entries are written, the rest follows once everybody's are known. */
async function climb(deps: Deps, ask: Ladder, task: Due, found: Case, now: Date): Promise<Step[]> {
  const situation = situationOf(deps.calendar, task, found.classification?.urgency || found.urgency, now);
  const reached = await ask(situation);
  // where the time itself takes a case on, nobody was late
  const passes = reached.filter(({ action }) => action === 'pass');
  const wanted = (passes.length > 0 ? passes : reached).filter(({ rung, action }) => sends(action) || !task.rungs?.includes(rung));
  if (wanted.length === 0) return [];
  // The page was read a while ago: whoever answered in time meanwhile is not reminded.
  const still = await deps.store.tasks.findOne({ _id: task._id, state: 'open', dueAt: task.dueAt }).lean<Due>();
  if (!still) return [];
  const steps: Step[] = [];
  for (const rung of wanted) {
    const waiting = sends(rung.action) ? await findDeadline(deps, still) : undefined;
    const step = still.rungs?.includes(rung.rung) ? { task: still, found, rung } : await begin(deps, rung, still, found, situation, now, waiting !== undefined);
    // Only for whoever waits now (time to live 0), and so again at each tick until the record says that the task is gone.
    steps.push(waiting?.open ? { ...step, publishes: { name: waiting.message, key: waiting.correlationKey, ttl: 0 } } : step);
  }
  return steps;
}

/** The deadline message that a task's boundary event waits for; not open any more when it has come already. */
async function findDeadline({ store }: Deps, task: Task): Promise<{ message: string; correlationKey: string; open: boolean } | undefined> {
  const all = await store.subscriptions.find({ elementKey: task.elementKey }).lean();
  const deadlines = all.filter(({ message }) => message.startsWith('deadline.'));
  return deadlines.find(({ open }) => open) ?? deadlines[0];
}

/** The entry, which also keeps by which tick people are told: the next tick gathers what a broken one had begun in the same way. */
async function begin({ store }: Deps, rung: Rung, task: Due, found: Case, situation: Situation, now: Date, climbs: boolean): Promise<Step> {
  const id = `rung:${task._id}:${rung.rung}`;
  const colour = rung.action === 'card' ? colourOf(rung) : undefined;
  // a person was faster: what is not graver than the card that is there is climbed without a word
  const spoken = !colour || isGraver(colour, levelOf(task)) || task.cards?.some((card) => card.id === `rung:${rung.rung}`);
  if (!spoken) return { task, found, rung, marks: true };
  const { text, why } = words(rung, task, found, situation, climbs);
  const kept = await recordOnce(store, {
    _id: id, caseNo: found._id, at: now, who: { system: '督办' }, action: rung.label, text: `${task.name}：${rung.label}`, why,
    element: placeOf(task), data: { task: task._id, rung: rung.rung, tick: now.toISOString() },
  });
  if (rung.action === 'pass') return { task, found, rung, marks: true };
  const to = await audienceOf(namesIn(rung.audience), found, () => hadIt(task));
  const act = actOf(task, found, { _id: id, type: colour ?? (rung.action as 'urge'), label: rung.label, by: { system: '督办' }, at: now, text: why });
  return { task, found, rung, marks: true, act, ...(colour ? { card: { id: `rung:${rung.rung}`, type: colour, by: { system: '督办' }, at: now, text: why } } : {}), ...(to.length > 0 ? { word: { to, text, tick: String(kept.data?.tick ?? '') } } : {}) };
}

/** Entry, notice, mark, in this order and all keyed: a crash between any two is healed by the next tick. @returns 1 for the first to perform it */
async function finish({ task, rung, marks, act, card, publishes }: Step, { store, engine }: Deps): Promise<number> {
  if (act) await insertOnce(store.supervisions, [act]);
  const first = marks ? await mark(store, task, rung.rung, card) : 0;
  if (publishes) await engine.publish(publishes);
  return first;
}

/** Marks a rung as climbed, with its card when it is one. @returns 1 for the first to do it */
async function mark(store: Deps['store'], task: Due, rung: string, card?: Card): Promise<number> {
  return (await store.tasks.updateOne({ _id: task._id, rungs: { $ne: rung } }, { $addToSet: { rungs: rung }, ...(card ? { $push: { cards: card } } : {}) })).modifiedCount;
}

function words(rung: Rung, task: Due, found: Case, { ratio, overdueWorkdays }: Situation, climbs: boolean): { text: string; why: string } {
  if (rung.action === 'pass') return { why: `到了预定的时间 ${shanghaiTime(task.dueAt)}`, text: '' };
  const late = overdueWorkdays > 0 ? `已超期 ${overdueWorkdays} 个工作日` : overdueWorkdays === 0 ? '已超期' : `时限已用 ${ratio}%`;
  const asked = {
    remind: '请按时办结。', urge: '请立即办理。', card: '请督促办理。', escalate: climbs ? '已自动转上一级办理。' : '请上一级协调处理。',
  }[rung.action];
  return { why: late, text: `案件 ${found._id}「${found.title}」的「${task.name}」应于 ${shanghaiTime(task.dueAt)} 前办结，${late}。${asked}` };
}

/** Once a day at most: a ladder that cannot be read concerns every case, and nobody would see it otherwise. */
async function tellAdministrators({ store }: Deps, fault: Error, failed: number, now: Date): Promise<void> {
  const people = [...await findPeople(store, { role: 'policy' }), ...await findPeople(store, { role: 'admin' })];
  await notify(store, {
    id: `supervision-fault:${shanghaiDay(now)}`, to: [...new Set(people.map((person) => person._id))], kind: 'fault', title: '督办未能完成', at: now,
    text: `${failed} 项任务未能按督办阶梯处理：${fault.message}`,
  });
}

// What the ladder says to the same people at one tick is one message: forty households that are due are one thing to know, and forty messages hide the rest.
import { createHash } from 'node:crypto';
import type { Rung } from '../ladder.js';
import { notify, type Telling } from '../notices.js';
import { shanghaiTime } from '../shanghai.js';
import type { Store } from '../store/store.js';
import type { Card, Case, Supervision, Task } from '../store/types.js';

export type Due = Task & { dueAt: Date };
/** One rung that a task has reached, with what is still to be done of it. `marks`: it is reached for the first time. */
export interface Step {
  task: Due; found: Case; rung: Rung; marks?: boolean; act?: Supervision; card?: Card; publishes?: { name: string; key: string; ttl: number };
  /** Who is told, and the tick that began to tell them. */
  word?: { to: string[]; text: string; tick: string };
}

const hash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);
/** A case that goes up is news of its own: what is said together are reminders and cards. */
const keyOf = ({ word, rung, task }: Step): string => (word && rung.action !== 'escalate' ? `rungs:${word.tick}:${rung.rung}:${hash(word.to.join())}` : `rung:${task._id}:${rung.rung}`);

/** Steps by the message that tells of them. */
export function together(steps: Step[]): Step[][] {
  const groups = new Map<string, Step[]>();
  for (const step of steps) groups.set(keyOf(step), [...groups.get(keyOf(step)) ?? [], step]);
  return [...groups.values()];
}

/** A reminder in good time can wait until morning; a card, and what is most urgent, cannot. */
const urgent = ({ rung, found }: Step): boolean => rung.action !== 'remind' || found.urgency === '特急' || found.classification?.urgency === '特急';
const SAID: Partial<Record<Rung['action'], string>> = { remind: '件即将到期', urge: '件已经到期', card: '件超期' };
const ASKED: Partial<Record<Rung['action'], string>> = { remind: '请按时办结。', urge: '请立即办理。', card: '请督促办理。' };

/** The list in which whoever is told finds them. */
function listFor({ rung, word }: Step): string {
  const view = rung.action === 'card' ? 'unit' : word!.to.some((one) => one.includes('/')) ? 'group' : 'mine';
  return `/tasks?view=${view}&due=${rung.action === 'remind' ? 'soon' : 'overdue'}`;
}

/** Tells of one group, once however often it is repeated: the message names its tasks, so that who was not among them is still told. */
export async function tell(group: Step[], at: Date, store: Store): Promise<void> {
  if (!group[0]!.word) return;
  const key = keyOf(group[0]!);
  const before = await store.notices.findById(key, { tasks: 1 }).lean();
  const rest = group.filter((step) => !before?.tasks?.includes(step.task._id)).sort((a, b) => a.task.dueAt.getTime() - b.task.dueAt.getTime() || (a.task._id < b.task._id ? -1 : 1));
  const [first] = rest;
  if (!first) return;
  const { word, rung, task, found } = first;
  const said: Pick<Telling, 'to' | 'kind' | 'at' | 'urgent'> = { to: word!.to, kind: 'supervision', at, urgent: rest.some(urgent) };
  if (rest.length === 1) return void await notify(store, { ...said, id: `rung:${task._id}:${rung.rung}`, caseNo: found._id, taskKey: task._id, title: `${rung.label}：${task.name}`, text: word!.text });
  const tasks = rest.map((step) => step.task._id);
  const names = [...new Set(rest.map((step) => step.task.name))];
  await notify(store, {
    ...said, id: before ? `${key}:${hash(tasks.join())}` : key, tasks, list: listFor(first), title: `${rung.label}：${rest.length} 件`,
    text: `${rest.length} ${SAID[rung.action]}（${names.slice(0, 3).join('、')}${names.length > 3 ? '等' : ''}），最早 ${shanghaiTime(task.dueAt)}，案件 ${found._id}。${ASKED[rung.action]}`,
  });
}

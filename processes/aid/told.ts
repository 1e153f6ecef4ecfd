// Who checks the households of a grid is told once of all of them: a storm that sends dozens of messages to one phone hides what is new in them.
import type { Deps } from '../deps.js';
import { notify, type Telling } from '../notices.js';
import type { Warning } from '../store/control-types.js';
import type { Task, Unit } from '../store/types.js';

/** Who is told of the households of a grid. */
const checkers = ({ grid, village }: { grid: string; village: string }): string[] => [`${grid}/grid-member`, `${village}/grid-leader`];

/** The first visit to a household after a warning, as long as the diagram gives it to these; what follows from it is told one by one. */
export const toldTogether = ({ elementId, about, candidateGroups, assignee, moves }: Pick<Task, 'elementId' | 'about' | 'candidateGroups' | 'assignee' | 'moves'>): boolean =>
  elementId === 'check-household' && about?.warning !== undefined && (!assignee || !!moves?.length) && candidateGroups.every((group) => checkers(about).includes(group));

/** So many households of a grid, and who answers for it. */
export interface ToTell { grid: string; village: string; households: number }

type Words = Pick<Telling, 'id' | 'kind' | 'title' | 'text' | 'urgent'>;

async function tell({ _id, sender, number }: Warning, grids: readonly ToTell[], words: (name: string, one: ToTell) => Words, { store, clock }: Pick<Deps, 'store' | 'clock'>): Promise<void> {
  const names = new Map((await store.units.find({ _id: { $in: grids.map(({ grid }) => grid) } }, { name: 1 }).lean<Unit[]>()).map((unit) => [unit._id, unit.name]));
  for (const one of grids) {
    const { text, ...rest } = words(names.get(one.grid) ?? one.grid, one);
    await notify(store, { ...rest, text: `${sender} ${number} 号预警：${text}`, to: checkers(one), warning: _id, at: clock.now() });
  }
}

/** Calls those who are to check; sent again, a warning calls where there are more households, or everywhere when its level has changed. @param grids with the number of all their households, whether or not their tasks are open yet */
export const tellToCheck = (warning: Warning, grids: readonly ToTell[], deps: Pick<Deps, 'store' | 'clock'>): Promise<void> =>
  tell(warning, grids, (name, { grid, households }) => ({
    id: `warning:${warning._id}:${grid}:${warning.level}:${households}`, kind: 'task', urgent: true, title: `${warning.kind}${warning.level}预警：上门排查 ${households} 户`, text: `${name}有 ${households} 户要上门看到人，时限写在各户的任务上；查一户，交一户。`,
  }), deps);

/** Tells them that the rest need not be checked any more. */
export const tellToStop = (warning: Warning, grids: readonly ToTell[], deps: Pick<Deps, 'store' | 'clock'>): Promise<void> =>
  tell(warning, grids, (name, { grid, households }) => ({
    id: `lifted:${warning._id}:${grid}`, kind: 'withdrawn', title: `${warning.kind}预警已解除`, text: `${name}还没有排查的 ${households} 户不用再去，系统已留下记录；正在救助的继续办完。`,
  }), deps);

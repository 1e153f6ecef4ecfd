// Who checks the households of a grid is told once of all of them: a storm that sends dozens of messages to one phone hides what is new in them.
import type { Deps } from '../deps.js';
import { notify, type Telling } from '../notices.js';
import type { Warning } from '../store/control-types.js';
import type { Case, Task } from '../store/types.js';
import { unitsOf } from '../units.js';

/** Who is told of the households of a grid. */
const checkers = ({ grid, village }: { grid: string; village: string }): string[] => [`${grid}/grid-member`, `${village}/grid-leader`];

/** The first visit to a household after a warning, as long as the diagram gives it to these; what follows from it is told one by one. */
export const toldTogether = ({ elementId, about, candidateGroups, assignee, moves }: Pick<Task, 'elementId' | 'about' | 'candidateGroups' | 'assignee' | 'moves'>): boolean =>
  elementId === 'check-household' && about?.warning !== undefined && (!assignee || !!moves?.length) && candidateGroups.every((group) => checkers(about).includes(group));

/** Where a household lies. */
type Lies = Pick<Case, 'grid' | 'village'>;

type Words = Pick<Telling, 'id' | 'kind' | 'title' | 'text' | 'urgent'>;

async function tell({ _id, sender, number }: Warning, households: readonly Lies[], words: (grid: string, name: string, households: number) => Words, { store, clock }: Pick<Deps, 'store' | 'clock'>): Promise<void> {
  const grids = new Map<string, Lies & { households: number }>();
  for (const { grid, village } of households) grids.set(grid, { grid, village, households: (grids.get(grid)?.households ?? 0) + 1 });
  const units = await unitsOf(store, grids.keys());
  for (const one of grids.values()) {
    const { text, ...rest } = words(one.grid, units.get(one.grid)?.name ?? one.grid, one.households);
    await notify(store, { ...rest, text: `${sender} ${number} 号预警：${text}`, to: checkers(one), warning: _id, at: clock.now() });
  }
}

/** Calls those who are to check; sent again, a warning calls where there are more households, or everywhere when its level has changed. @param households all of them, whether or not their tasks are open yet */
export const tellToCheck = (warning: Warning, households: readonly Lies[], deps: Pick<Deps, 'store' | 'clock'>): Promise<void> =>
  tell(warning, households, (grid, name, number) => ({
    id: `warning:${warning._id}:${grid}:${warning.level}:${number}`, kind: 'task', urgent: true, title: `${warning.kind}${warning.level}预警：上门排查 ${number} 户`, text: `${name}有 ${number} 户要上门看到人，时限写在各户的任务上；查一户，交一户。`,
  }), deps);

/** Tells them that the rest need not be checked any more. */
export const tellToStop = (warning: Warning, households: readonly Lies[], deps: Pick<Deps, 'store' | 'clock'>): Promise<void> =>
  tell(warning, households, (grid, name, number) => ({
    id: `lifted:${warning._id}:${grid}`, kind: 'withdrawn', title: `${warning.kind}预警已解除`, text: `${name}还没有排查的 ${number} 户不用再去，系统已留下记录；正在救助的继续办完。`,
  }), deps);

// Tasks of the board of supervision as its page and its export show them.
import type { Deps } from '../processes/deps.js';
import { hasIt } from '../processes/hand-over.js';
import type { Column } from '../processes/supervising/board.js';
import { isPressed, levelOf } from '../processes/supervising/cards.js';
import type { Task } from '../processes/store/types.js';
import { hidden } from './hide.js';
import { personNames, unitNames } from './pages/names.js';
import { taskSummary } from './summaries.js';

/** What its columns are called. */
export const boardNames: Record<Column, string> = { near: '临期', overdue: '超期', yellow: '黄牌', red: '红牌', pressed: '加急', paused: '挂账缓办' };

/** The tasks with the names of who has them in hand, of their units and of the town. */
export async function shownOnBoard(tasks: Task[], deps: Pick<Deps, 'store'>) {
  const [people, units] = await Promise.all([personNames(deps, tasks.map(hasIt)), unitNames(deps, tasks.flatMap(({ candidateGroups, about }) => [...candidateGroups.map((group) => group.split('/')[0]), about?.town]))]);
  return tasks.map((task) => ({
    ...taskSummary(task), level: levelOf(task), pressed: isPressed(task), cards: hidden(task.cards), urges: task.urged?.length ?? 0, townName: task.about && units[task.about.town],
    inHand: people[hasIt(task) ?? ''], unitName: [...new Set(task.candidateGroups.map((group) => units[group.split('/')[0]!] ?? group.split('/')[0]))].join('、'),
  }));
}

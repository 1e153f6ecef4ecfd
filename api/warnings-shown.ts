// Warnings as a page shows them: what is left, how far it is, and what comes first.
import type { WarningShown } from '../processes/aid/board.js';

const shades: Record<string, string> = { 蓝色: 'blue', 黄色: 'yellow', 橙色: 'orange', 红色: 'red' };

export const warningsShown = (items: WarningShown[]) => items.map(({ grids, counts, unchecked, number: code, ...rest }) => {
  // a template's own words: `number` and `tone` are helpers there
  const names = new Map(grids.map(({ id, name }) => [id, name]));
  const done = counts.total - counts.unchecked;
  return {
    ...rest, code, counts, grids, shade: shades[rest.level], active: rest.state === 'active', several: grids.length > 1, done, percent: counts.total ? Math.floor((done / counts.total) * 100) : 0,
    more: Math.max(0, counts.unchecked - unchecked.length), allDone: rest.opened && counts.total > 0 && counts.unchecked === 0, left: rest.state === 'lifted' && counts.unchecked,
    unchecked: unchecked.map((one) => ({ ...one, gridName: names.get(one.grid), href: one.task ? `/tasks/${one.task}` : `/cases/${one.caseNo}` })),
  };
});

// Where a procedure is held up, in sentences: human tasks and faults first.
import { spanWords } from '../views/helpers/span-words.js';
import type { ElementFigures } from '../processes/figures/analysis.js';

export interface Bottleneck { element: string; kind: 'late' | 'share' | 'wait' | 'again' | 'fault' | 'spread'; text: string; weight: number }

/** So many sentences are said. */
const MOST = 8;
const percent = (part: number, whole: number): string => `${Math.round((part / whole) * 100)}%`;
const total = ({ time }: ElementFigures): number => (time.mean ?? 0) * time.count;

function late({ id, name, due, late: over, time }: ElementFigures): Bottleneck[] {
  if (over === 0 || over / due < 0.1) return [];
  return [{ element: id, kind: 'late', weight: 100 * (over / due) + 20, text: `「${name}」${percent(over, due)} 超期：有时限的 ${due} 次里 ${over} 次到期没有办完，一般用时 ${spanWords(time.median!)}，九成在 ${spanWords(time.p90!)}内结束。` }];
}

function fault({ id, name, runs, faults }: ElementFigures): Bottleneck[] {
  if (faults === 0) return [];
  return [{ element: id, kind: 'fault', weight: 60 * (faults / runs) + 30, text: `「${name}」出过故障：${runs} 次里有 ${faults} 次（${percent(faults, runs)}）。` }];
}

function waiting({ id, name, wait, work, time }: ElementFigures): Bottleneck[] {
  if (!wait?.count || !work?.count || !time.count) return [];
  const [idle, all] = [wait.mean! * wait.count, time.mean! * time.count];
  if (all === 0 || idle / all < 0.5 || (wait.median ?? 0) < 30 * 60_000) return [];
  return [{ element: id, kind: 'wait', weight: 50 * (idle / all), text: `「${name}」的时间有 ${percent(idle, all)} 花在等人认领上：一般等 ${spanWords(wait.median!)}，认领后 ${spanWords(work.median!)}办完。` }];
}

function repeated({ id, name, runs, again }: ElementFigures): Bottleneck[] {
  if (again === 0 || again / runs < 0.1) return [];
  return [{ element: id, kind: 'again', weight: 70 * (again / runs), text: `「${name}」有 ${percent(again, runs)} 是返工：${runs} 次里 ${again} 次是同一件再走一遍。` }];
}

function uneven({ id, name, time }: ElementFigures): Bottleneck[] {
  if (time.count < 10 || !time.median || time.p90! < 5 * time.median || time.p90! < 3_600_000) return [];
  return [{ element: id, kind: 'spread', weight: 15, text: `「${name}」快慢差得多：一般 ${spanWords(time.median)}，最慢的一成超过 ${spanWords(time.p90!)}。` }];
}

/** The human task that takes most of all the time that people's tasks take. */
function share(human: ElementFigures[]): Bottleneck[] {
  const all = human.reduce((sum, each) => sum + total(each), 0);
  const most = [...human].sort((a, b) => total(b) - total(a))[0];
  if (!most || all === 0 || human.length < 2 || total(most) / all < 0.3) return [];
  return [{ element: most.id, kind: 'share', weight: 80 * (total(most) / all), text: `「${most.name}」占人工环节全部时间的 ${percent(total(most), all)}：${most.time.count} 次，平均 ${spanWords(most.time.mean!)}。` }];
}

/** What holds a procedure up, the heaviest first. Nothing when nothing stands out. */
export function bottlenecksOf(elements: ElementFigures[]): Bottleneck[] {
  const human = elements.filter((each) => each.human);
  const tasks = elements.filter(({ human: is, type }) => is || /TASK|CALL_ACTIVITY/.test(type));
  const found = [...human.flatMap((each) => [...late(each), ...waiting(each), ...uneven(each)]), ...share(human), ...tasks.flatMap((each) => [...repeated(each)]), ...elements.flatMap(fault)];
  return found.sort((a, b) => b.weight - a.weight || (a.element < b.element ? -1 : 1)).slice(0, MOST);
}

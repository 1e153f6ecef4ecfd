// One instance: its diagram as it stands, its way through called procedures, every element's history, its tasks, incidents and variables; and intervening in it.
import { caseSummary } from '../summaries.js';
import { getCase } from '../../processes/cases.js';
import { hasIt } from '../../processes/hand-over.js';
import { personNames, procedureNames, unitNames } from './names.js';
import { pageNumber, pager, type Page } from './page.js';

const SIZE = 30;

/** How long something took, in the two largest units. */
export function lasting(milliseconds?: number): string {
  if (milliseconds === undefined) return '';
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 1) return '不到 1 秒';
  const parts = ([[86_400, '天'], [3_600, '小时'], [60, '分'], [1, '秒']] as const).map(([size, unit], at, all) => [Math.floor((at === 0 ? seconds : seconds % all[at - 1]![0]) / size), unit] as const);
  const first = parts.findIndex(([count]) => count > 0);
  return parts.slice(first, first + 2).filter(([count]) => count > 0).map(([count, unit]) => `${count} ${unit}`).join(' ');
}

const OUTCOMES: Record<string, [outcome: string, mood: string]> = { done: ['已执行', 'done'], refused: ['没有执行', 'still'], unknown: ['结果未知，正在核对', 'soon'], doing: ['正在执行', 'work'] };

/** Who did it: a person, or the worker of an automatic step by its name. */
const workerOf = ({ by, has, worker, job }: any): string => by ?? (has ? `${has}（在办）` : worker ? `自动 · ${worker}` : job ? `自动 · ${job}` : '');

export const page: Page = {
  name: 'instance', path: '/instances/:key', title: '流程实例', assets: ['diagram.css', 'acting.css', 'control-room.css', 'instance.css', 'instance.js'],
  async show({ req, ask, deps, person }) {
    const key = req.params.key as string;
    const [found, told, past, procedures] = await Promise.all([
      ask('/instances/{key}', { params: { key } }), ask('/instances/{key}/interventions', { params: { key } }),
      ask('/instances/{key}/history', { params: { key }, query: { page: String(pageNumber(req)), size: String(SIZE) } }), procedureNames(ask),
    ]);
    const called = (id: string): string => procedures[id] ?? id;
    const { instance } = found;
    const [people, units, matter] = await Promise.all([
      personNames(deps, told.tasks.map(hasIt)), unitNames(deps, told.tasks.flatMap((task: any) => task.candidateGroups.map((group: string) => group.split('/')[0]))),
      instance.caseNo ? getCase(instance.caseNo, person, deps) : undefined,
    ]);
    const groups = (task: any): string => [...new Set(task.candidateGroups.map((group: string) => units[group.split('/')[0]!] ?? group))].join('、');
    const version = (definitionKey: string) => found.versions.find((one: any) => one.definitionKey === definitionKey)?.version;
    const broken = found.incidents.some(({ state }: any) => state === 'open');
    const root = !instance.parentKey;
    // of what has ended only its own variables are what it ended with
    const isCurrent = (one: any) => one.now || one.scopeKey === key;
    const [current, past_] = [found.variables.filter(isCurrent), found.variables.filter((one: any) => !isCurrent(one))];
    return {
      ...found, key, title: called(instance.procedure), procedureName: called(instance.procedure), drawnVersion: version(instance.definitionKey),
      callers: found.callers.map((one: any) => ({ ...one, name: called(one.procedure) })), children: found.children.map((one: any) => ({ ...one, name: called(one.procedure) })),
      caseCard: matter && caseSummary(matter), mayIntervene: told.may, broken, mayCancel: root && instance.state === 'active',
      mayRestart: root && instance.caseNo && matter?.standing?.instanceKey === instance.key && !matter?.closing && !matter?.withdrawal && !matter?.mergedInto && (instance.state === 'terminated' || (instance.state === 'active' && broken)),
      tasks: told.tasks.map((task: any) => ({ ...task, waitsFor: people[hasIt(task) ?? ''] ?? `${groups(task)}（待认领）` })),
      history: past.items.map((one: any) => ({ ...one, worker: workerOf(one), lasted: lasting(one.milliseconds), ...(found.versions.length > 1 ? { version: version(one.definitionKey) } : {}) })), pager: pager(req, past),
      variables: current.map((one: any) => ({ ...one, written_: JSON.stringify(one.value, null, 1) })), pastVariables: past_,
      done: told.done.map((one: any) => ({ ...one, outcome: OUTCOMES[one.state]?.[0], mood: OUTCOMES[one.state]?.[1] })),
      watches: instance.caseNo, forBrowser: { key },
    };
  },
};

// Moves tokens of a running instance (移动环节): each leaves where it stands and begins at another element of the same version, all or none.
import { Conflict, Invalid, NotFound } from '../errors.js';
import { called, drawingOf, type Drawing } from '../migration/drawing.js';
import { getDefinition } from '../migration/versions.js';
import type { Element, Instance } from '../store/types.js';
import { ENDED } from './cancel.js';
import type { Kind, Wanted } from './kind.js';
import { isTarget, leavable, scopeFor, scopesOf } from './targets.js';
import { activeIn, openTasksIn, treeOf, type Active } from './whereabouts.js';
import { seenOfTasks, withdrawnSaid } from './words.js';

interface Step { leave: Active; to: string; scope?: string }

const MOVED_ON = '案件刚刚往下走了，请刷新后再看';
const PLURAL = '请选要离开的环节和要去的环节';

function stepsOf(moves: NonNullable<Wanted['moves']>, active: Active[], drawing: Drawing): Step[] {
  const may = leavable(active);
  const steps = moves.map(({ leave, to }, at): Step => {
    const wrong = (part: 'leave' | 'to', message: string) => new Invalid('不能这样移动', [{ path: `moves[${at}].${part}`, message }]);
    const leaving = active.find(({ _id }) => _id === leave);
    if (!leaving) throw new Conflict(MOVED_ON);
    if (!may.includes(leaving)) throw wrong('leave', '这个环节正由多方同时办理（多实例），其中的一份不能单独移动，只能整体移动');
    const goal = drawing.elements.get(to);
    if (!goal) throw wrong('to', `这一版流程图里没有环节「${to}」`);
    if (!isTarget(drawing, goal)) throw wrong('to', `不能移到${called(goal)}：开始事件、边界事件和多方同时办理（多实例）里面的环节，引擎不能直接开始`);
    if (scopesOf(drawing, to).includes(leaving.elementId)) throw wrong('to', `${called(goal)}就在要离开的环节里面，请先选里面的环节离开`);
    const scope = scopeFor(drawing, active, leaving, to);
    if (scope === false) throw wrong('to', `${called(goal)}所在的子流程正同时进行几份，无法确定移到哪一份`);
    return { leave: leaving, to, ...(scope ? { scope } : {}) };
  });
  if (new Set(moves.map(({ leave }) => leave)).size < moves.length) throw new Invalid('不能这样移动', [{ path: 'moves', message: '同一个环节只能移动一次' }]);
  return steps;
}

/** What beginning at an element means. */
const STARTS: Record<string, (name: string) => string> = {
  USER_TASK: (name) => `在${name}生成新任务，按流程图重新派人，时限从头计算，并通知办理人（组）。`, CALL_ACTIVITY: (name) => `在${name}重新启动被调用的流程（用最新版本）。`,
  SUB_PROCESS: (name) => `从头开始子流程${name}。`, END_EVENT: (name) => `走到${name}，这一路就此结束。`, EXCLUSIVE_GATEWAY: (name) => `在网关${name}按条件重新判断往哪走。`,
  PARALLEL_GATEWAY: (name) => `从网关${name}往下走，不再等其他并行的环节。`, INTERMEDIATE_CATCH_EVENT: (name) => `在${name}等待。`, RECEIVE_TASK: (name) => `在${name}等待。`, EVENT_BASED_GATEWAY: (name) => `在${name}等待。`,
};
const startSaid = (type: string, name: string): string => (STARTS[type] ?? ((one) => `执行自动步骤${one}。`))(name);

/** The engine's refusal in words for people; what it said stays at the end. */
function refused(error: Error): Error {
  if (!(error instanceof Conflict || error instanceof Invalid || error instanceof NotFound)) return error;
  const { message } = error;
  const why = error instanceof NotFound || /could not be found|NOT_FOUND|not found|is not active/i.test(message) ? MOVED_ON
    : /multi-instance/i.test(message) ? '引擎没有接受：目标在多方同时办理（多实例）里面' : /would terminate the (process )?instance/i.test(message) ? '引擎没有接受：这样会结束被调用的流程，请在上一级流程移动'
      : /ancestor|more than one/i.test(message) ? '引擎没有接受：目标所在的子流程正同时进行几份，无法确定移到哪一份' : /not supported/i.test(message) ? '引擎没有接受：这种环节不能直接开始' : '引擎没有接受这次移动';
  return new Conflict(`${why}（${message.slice(0, 300)}）`, { cause: error });
}

export const move: Kind = {
  name: '移动环节',
  async plan({ instance }, { moves = [] }, _person, { store, engine }) {
    if (instance.state !== 'active') throw new Conflict(ENDED);
    if (moves.length === 0) throw new Invalid(PLURAL, [{ path: 'moves', message: PLURAL }]);
    const drawing = await drawingOf(await getDefinition(store, instance.definitionKey));
    const active = await activeIn(store, [instance]);
    const steps = stepsOf(moves, active, drawing);
    const left = new Set(steps.map(({ leave }) => leave._id));
    // what lies in an element that is left ends with it
    const ending = active.filter((one) => left.has(one._id) || isInside(active, one, left));
    const endingKeys = new Set(ending.map(({ _id }) => _id));
    const inside = (await treeOf(store, instance)).slice(1);
    const gone = goneWith(inside, endingKeys);
    const tasks = [...(await openTasksIn(store, [instance])).filter(({ elementKey }) => endingKeys.has(elementKey)), ...await openTasksIn(store, gone)];
    const name = (id: string) => called(drawing.elements.get(id) ?? { id, name: '' });
    return {
      says: [
        ...steps.map(({ leave, to }) => `离开${name(leave.elementId)}${leave.type === 'SUB_PROCESS' || leave.type === 'MULTI_INSTANCE_BODY' ? '（里面的环节全部结束）' : ''}，改从${name(to)}开始。`),
        ...(gone.length > 0 ? [`被调用的 ${gone.length} 个流程随之终止。`] : []),
        ...await withdrawnSaid(store, tasks),
        ...steps.map(({ to }) => startSaid(drawing.elements.get(to)!.type, name(to))),
      ],
      warns: [
        '跳过的环节不会补办；往回移时，已写入的变量和记录不会还原。',
        ...(tasks.some(({ state }) => state === 'submitted') ? ['有任务刚刚提交、还没有往下走，移动后不再生效。'] : []),
      ],
      text: `移动环节：${steps.map(({ leave, to }) => `从${name(leave.elementId)}到${name(to)}`).join('；')}`,
      seen: [instance.definitionKey, active.map(({ _id }) => _id), seenOfTasks(tasks)], given: { moves },
      async act() {
        await engine.modify({
          instance: instance._id, activate: steps.map(({ to, scope }) => ({ element: to, ...(scope ? { scope } : {}) })), terminate: [...left],
        }).catch((error: Error) => { throw refused(error); });
      },
    };
  },
  async happened({ given }, { store }) {
    const left = (given.moves as { leave: string }[]).map(({ leave }) => leave);
    return (await store.elements.find({ _id: { $in: left } }, { state: 1 }).lean<Pick<Element, 'state'>[]>()).every(({ state }) => state !== 'active');
  },
};

function isInside(active: Active[], one: Active, left: Set<string>): boolean {
  const byKey = new Map(active.map((each) => [each._id, each]));
  for (let scope = byKey.get(one.scopeKey); scope; scope = byKey.get(scope.scopeKey)) if (left.has(scope._id)) return true;
  return false;
}

/** The called instances that end because the element that called them does. */
function goneWith(below: Instance[], ending: Set<string>): Instance[] {
  const gone = new Map<string, Instance>();
  for (const one of below) if (ending.has(one.parentElementKey ?? '') || gone.has(one.parentKey ?? '')) gone.set(one._id, one);
  return [...gone.values()];
}

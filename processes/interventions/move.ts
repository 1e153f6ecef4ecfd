// Moves tokens of a running instance (移动环节): some leave where they stand and begin elsewhere in the same version, some end, some are added, with variables if need be; all or none.
import { Conflict, Invalid, NotFound } from '../errors.js';
import { called, drawingOf, type Drawing } from '../migration/drawing.js';
import { getDefinition } from '../migration/versions.js';
import type { Store } from '../store/store.js';
import type { Element, Instance, Variable } from '../store/types.js';
import { ENDED } from './cancel.js';
import type { Kind, Move, Wanted } from './kind.js';
import { isTarget, leavable, scopeFor, scopesOf } from './targets.js';
import { activeIn, openTasksIn, treeOf, type Active } from './whereabouts.js';
import { readable, short, written } from './variable.js';
import { seenOfTasks, withdrawnSaid } from './words.js';

interface Step { leave?: Active; to?: string; scope?: string }

/** What only holds other elements. */
const SCOPES = new Set(['SUB_PROCESS', 'MULTI_INSTANCE_BODY']);
const MOVED_ON = '案件刚刚往下走了，请刷新后再看';
const NOTHING = '请选要离开的环节或要开始的环节';

function stepsOf(moves: Move[], active: Active[], drawing: Drawing): Step[] {
  const may = leavable(active);
  const steps = moves.map(({ leave, to }, at): Step => {
    const wrong = (part: 'leave' | 'to', message: string) => new Invalid('不能这样移动', [{ path: `moves[${at}].${part}`, message }]);
    const leaving = active.find(({ _id }) => _id === leave);
    if (leave && !leaving) throw new Conflict(MOVED_ON);
    if (leaving && !may.includes(leaving)) throw wrong('leave', '这个环节正由多方同时办理（多实例），其中的一份不能单独移动，只能整体移动');
    if (!to) {
      if (!leaving) throw wrong('to', NOTHING);
      return { leave: leaving };
    }
    const goal = drawing.elements.get(to);
    if (!goal) throw wrong('to', `这一版流程图里没有环节「${to}」`);
    if (!isTarget(drawing, goal)) throw wrong('to', `不能移到${called(goal)}：开始事件、边界事件和多方同时办理（多实例）里面的环节，引擎不能直接开始`);
    // the engine would begin it and end it again with what lies around it
    if (moves.some((each) => scopesOf(drawing, to).includes(active.find(({ _id }) => _id === each.leave)?.elementId ?? ''))) throw wrong('to', `${called(goal)}就在要离开的环节里面，请先选里面的环节离开`);
    const scope = scopeFor(drawing, active, leaving, to);
    if (scope === false) throw wrong('to', `${called(goal)}所在的子流程正同时进行几份，无法确定移到哪一份`);
    return { ...(leaving ? { leave: leaving } : {}), to, ...(scope ? { scope } : {}) };
  });
  const left = steps.flatMap(({ leave }) => leave?._id ?? []);
  if (new Set(left).size < left.length) throw new Invalid('不能这样移动', [{ path: 'moves', message: '同一个环节只能移动一次' }]);
  return steps;
}

/** The variables that are set with it, none of which is shown with parts hidden. */
async function variablesOf(given: NonNullable<Wanted['variables']>, instance: Instance, steps: Step[], store: Store): Promise<Record<string, unknown>> {
  const set = Object.fromEntries(given.map(({ name, value }, at) => [name, written(name, value, `variables[${at}].`)]));
  if (Object.keys(set).length < given.length) throw new Invalid('不能这样移动', [{ path: 'variables', message: '同一个变量只能写一次' }]);
  if (given.length > 0 && !steps.some(({ to }) => to)) throw new Invalid('不能这样移动', [{ path: 'variables', message: '只结束环节时不能同时设置变量，请用「更正变量」' }]);
  for (const name of Object.keys(set)) readable(name, await store.variables.findById(`${instance._id}:${name}`).lean<Variable>());
  return set;
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

/** What each step means, the same ones in one sentence. */
function stepsSaid(steps: Step[], name: (id: string) => string): string[] {
  const counted = new Map<string, { step: Step; times: number }>();
  for (const step of steps) {
    const key = `${step.leave?.elementId ?? ''} ${step.to ?? ''}`;
    counted.set(key, { step, times: (counted.get(key)?.times ?? 0) + 1 });
  }
  return [...counted.values()].map(({ step: { leave, to }, times }) => {
    if (!leave) return `另外从${name(to!)}开始${times > 1 ? ` ${times} 路` : '一路'}，现在的环节照常进行。`;
    const whole = SCOPES.has(leave.type) ? '（里面的环节全部结束）' : '';
    const places = times > 1 ? `的 ${times} 处` : '';
    return to ? `离开${name(leave.elementId)}${places}${whole}，${times > 1 ? '各' : '改'}从${name(to)}开始。` : `结束${name(leave.elementId)}${places}${whole}，不再往下走。`;
  });
}

/** The same for the timeline and the audit. */
const stepsKept = (steps: Step[], names: string[], name: (id: string) => string): string => [
  ...steps.map(({ leave, to }) => (leave && to ? `从${name(leave.elementId)}到${name(to)}` : leave ? `结束${name(leave.elementId)}` : `另外开始${name(to!)}`)), ...(names.length > 0 ? [`设置变量 ${names.join('、')}`] : []),
].join('；');

export const move: Kind = {
  name: '移动环节',
  async plan({ instance }, { moves = [], variables = [] }, _person, { store, engine }) {
    if (instance.state !== 'active') throw new Conflict(ENDED);
    if (moves.length === 0) throw new Invalid(NOTHING, [{ path: 'moves', message: NOTHING }]);
    const drawing = await drawingOf(await getDefinition(store, instance.definitionKey));
    const active = await activeIn(store, [instance]);
    const steps = stepsOf(moves, active, drawing);
    const set = await variablesOf(variables, instance, steps, store);
    const left = new Set(steps.flatMap(({ leave }) => leave?._id ?? []));
    const begun = steps.flatMap(({ to, scope }) => (to ? [{ element: to, ...(scope ? { scope } : {}) }] : []));
    // what lies in an element that is left ends with it
    const ending = active.filter((one) => left.has(one._id) || isInside(active, one, left));
    const endingKeys = new Set(ending.map(({ _id }) => _id));
    if (begun.length === 0 && active.every(({ _id, type }) => endingKeys.has(_id) || SCOPES.has(type))) throw new Conflict('这样流程里就没有环节了。要让流程停下，请用「终止流程」');
    const emptied = active.filter((one) => SCOPES.has(one.type) && !endingKeys.has(one._id) && !begun.some(({ element }) => scopesOf(drawing, element).includes(one.elementId))
      && active.every((each) => SCOPES.has(each.type) || endingKeys.has(each._id) || !isInside(active, each, new Set([one._id]))));
    const inside = (await treeOf(store, instance)).slice(1);
    const gone = goneWith(inside, endingKeys);
    const tasks = [...(await openTasksIn(store, [instance])).filter(({ elementKey }) => endingKeys.has(elementKey)), ...await openTasksIn(store, gone)];
    const name = (id: string) => called(drawing.elements.get(id) ?? { id, name: '' });
    return {
      says: [
        ...stepsSaid(steps, name),
        ...Object.entries(set).map(([each, value]) => `同时把整个流程的变量 ${each} 设为 ${short(JSON.stringify(value))}。`),
        ...emptied.map(({ elementId }) => `${name(elementId)}里面没有别的环节了，随之结束。`),
        ...(gone.length > 0 ? [`被调用的 ${gone.length} 个流程随之终止。`] : []),
        ...await withdrawnSaid(store, tasks),
        ...new Set(begun.map(({ element }) => startSaid(drawing.elements.get(element)!.type, name(element)))),
      ],
      warns: [
        ...(left.size > 0 ? ['跳过的环节不会补办；往回移时，已写入的变量和记录不会还原。'] : []),
        ...(steps.some(({ leave }) => !leave) ? ['另外开始的一路与现在的环节同时进行：两路走到同一处时，那里会办两遍，除非流程图在那里并行汇合。'] : []),
        ...(steps.some(({ to }) => !to) ? ['结束的环节不再往下走；有并行汇合在等它的，会一直等。'] : []),
        ...(tasks.some(({ state }) => state === 'submitted') ? ['有任务刚刚提交、还没有往下走，移动后不再生效。'] : []),
      ],
      text: `移动环节：${stepsKept(steps, Object.keys(set), name)}`,
      seen: [instance.definitionKey, active.map(({ _id }) => _id), seenOfTasks(tasks), set], given: { moves, variables: Object.keys(set), before: await timesOf(instance._id, begun.map(({ element }) => element), store) },
      async act() {
        await engine.modify({ instance: instance._id, activate: begun, terminate: [...left], ...(Object.keys(set).length > 0 ? { variables: set } : {}) }).catch((error: Error) => { throw refused(error); });
      },
    };
  },
  async happened({ instanceKey, given }, { store }) {
    const { moves, before = {} } = given as { moves: Move[]; before?: Record<string, number> };
    const left = moves.flatMap(({ leave }) => leave ?? []);
    // all or none: what was left says so, else what has begun
    if (left.length > 0) return (await store.elements.find({ _id: { $in: left } }, { state: 1 }).lean<Pick<Element, 'state'>[]>()).every(({ state }) => state !== 'active');
    const now = await timesOf(instanceKey, Object.keys(before), store);
    return Object.entries(before).every(([element, times]) => now[element]! > times);
  },
};

/** How often elements were begun in an instance so far. */
async function timesOf(instanceKey: string, elements: string[], store: Store): Promise<Record<string, number>> {
  const found = await store.elements.find({ instanceKey, elementId: { $in: elements } }, { elementId: 1 }).lean<Pick<Element, 'elementId'>[]>();
  return Object.fromEntries(elements.map((element) => [element, found.filter(({ elementId }) => elementId === element).length]));
}

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

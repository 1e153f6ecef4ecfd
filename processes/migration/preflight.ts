// What the engine (8.5.8) will say of migrating an instance, said before: every reason as a sentence, and what can be done instead.
import { called, MIGRATABLE, type Boundary, type Drawing, type DrawnElement } from './drawing.js';
import type { Plan } from './plan.js';
import type { Active, Where } from './where.js';

/** `finish`: it can be completed on the version that it is on; `move`: it can first be begun anew at another element; `wait`: it passes by itself. */
export type Offer = 'finish' | 'move' | 'wait';
export type Reason = 'unmapped' | 'type' | 'scope' | 'place' | 'boundary' | 'event-sub-process' | 'multiple' | 'join' | 'busy';
export interface Hindrance { reason: Reason; text: string; element?: string; key?: string; offers: Offer[] }
export interface Verdict {
  ok: boolean; hindrances: Hindrance[];
  /** It has to cross a bridge: a message is waited for before and after. */
  bridge: boolean;
}

const words: Record<string, string> = { timer: '计时', error: '错误', signal: '信号', escalation: '升级', compensate: '补偿', conditional: '条件' };
const kinds = (boundaries: Boundary[]): string => [...new Set(boundaries.map(({ kind }) => words[kind] ?? kind))].join('、');
const notMessages = ({ boundaries }: DrawnElement): Boundary[] => boundaries.filter(({ kind }) => kind !== 'message');

function whole(source: Drawing, target: Drawing, { waitingJoins }: Where): Hindrance[] {
  const found: Hindrance[] = [];
  const at = (reason: Reason, text: string, element?: string) => found.push({ reason, text, ...(element ? { element } : {}), offers: ['finish'] });
  if (source.eventSubProcess) at('event-sub-process', `原版本里有事件子流程「${source.eventSubProcess}」，引擎不能迁移`);
  if (target.eventSubProcess) at('event-sub-process', `目标版本里有事件子流程「${target.eventSubProcess}」，引擎不能迁入`);
  for (const id of waitingJoins) {
    const name = source.joins.find((join) => join.id === id)?.name || id;
    found.push({ reason: 'join', text: `一部分并行环节已办完，正在「${name}」处等其余的；等它们都到齐后再迁移`, element: id, offers: ['finish', 'wait'] });
  }
  return found;
}

function ofOne(active: Active, source: Drawing, target: Drawing, plan: Plan, broken: boolean, bridge: boolean): Hindrance[] {
  const element = source.elements.get(active.elementId) ?? { id: active.elementId, name: '', type: active.type, boundaries: [], multiple: false, native: false };
  const name = called(element);
  const one = (reason: Reason, text: string, offers: Offer[] = ['finish', 'move']): Hindrance[] => [{ reason, text, element: element.id, key: active.key, offers }];
  if (element.multiple || active.type === 'MULTI_INSTANCE_BODY') return one('multiple', `${name}正由多方同时办理（多实例），引擎不能迁移；等这些都办完后再迁移`, ['finish', 'wait']);
  if (!MIGRATABLE.has(active.type)) {
    return /GATEWAY/.test(active.type) ? one('place', `案件停在网关${name}处，引擎不能在这里迁移；先排除异常`, ['finish', 'wait'])
      : one('place', `案件停在${name}处，引擎只能迁移停在人工任务、自动任务、子流程或调用流程上的案件`);
  }
  const goal = target.elements.get(plan.mapping[element.id] ?? '');
  if (!goal) return one('unmapped', `${name}在目标版本里没有对应的环节；请在对照表里为它选一个`);
  const found: Hindrance[] = [];
  if (goal.type !== active.type || goal.native !== element.native) found.push(...one('type', `${name}与目标版本的${called(goal)}不是同一种环节`));
  const scope = element.parent === undefined ? undefined : plan.mapping[element.parent];
  if (scope !== goal.parent) found.push(...one('scope', `${name}在目标版本里移到了另一个子流程中，引擎不能这样迁移`));
  if (goal.multiple) found.push(...one('multiple', `${called(goal)}在目标版本里改为多方同时办理（多实例），引擎不能迁入`));
  const [before, after] = [notMessages(element), notMessages(goal)];
  if (before.length > 0) found.push(...one('boundary', `${name}上附着了${kinds(before)}事件，引擎只能迁移附着消息事件的环节`));
  else if (after.length > 0) found.push(...one('boundary', `目标版本在${called(goal)}上附着了${kinds(after)}事件，引擎不能迁入`));
  // on the bridge a worker would do it as a step of a procedure that nobody knows
  if (bridge && active.type === 'SERVICE_TASK' && !broken) found.push(...one('busy', `自动步骤${name}正在进行，等它完成后再迁移`, ['finish', 'wait']));
  return found;
}

const messagesOf = (element?: DrawnElement): string[] => (element?.boundaries ?? []).flatMap(({ message }) => (message ? [message] : []));

/**
 * Judges one instance.
 *
 * @param where what of it is active now, by the records
 * @returns `ok` when the engine will take it, else every hindrance
 */
export function preflight(source: Drawing, target: Drawing, plan: Plan, where: Where): Verdict {
  const bridge = where.active.some(({ elementId }) => {
    const before = messagesOf(source.elements.get(elementId));
    return messagesOf(target.elements.get(plan.mapping[elementId] ?? '')).some((message) => before.includes(message));
  });
  const broken = new Set(where.broken);
  const hindrances = [...whole(source, target, where), ...where.active.flatMap((active) => ofOne(active, source, target, plan, broken.has(active.key), bridge))];
  return { ok: hindrances.length === 0 && where.active.length > 0, hindrances: where.active.length > 0 ? hindrances : [NOWHERE], bridge };
}

const NOWHERE: Hindrance = { reason: 'busy', text: '案件正在两个环节之间，过一会儿再迁移', offers: ['finish', 'wait'] };

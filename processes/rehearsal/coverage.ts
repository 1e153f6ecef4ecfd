// How much of a diagram was walked: every element and every flow that a case can go through, and those that none has gone through yet.
import { flowElements, parseBpmn } from '../procedure.js';
import type { Coverage, Part, Way } from './types.js';

/** What is drawn but never entered. */
const DRAWN_ONLY = /^bpmn:(DataObject|DataObjectReference|DataStoreReference|TextAnnotation|Association|Group)$/;

const KINDS: Record<string, string> = {
  StartEvent: '开始', EndEvent: '结束', BoundaryEvent: '边界事件', ExclusiveGateway: '分支', ParallelGateway: '并行', EventBasedGateway: '事件分支', SubProcess: '子流程', CallActivity: '调用流程',
  UserTask: '人工任务', ServiceTask: '自动任务', BusinessRuleTask: '决策', ScriptTask: '脚本', SendTask: '发送', ReceiveTask: '接收', IntermediateCatchEvent: '等待', IntermediateThrowEvent: '事件',
};

const nameOf = (element: any): string => {
  const kind = KINDS[element.$type.replace('bpmn:', '')] ?? element.$type.replace('bpmn:', '');
  const name = String(element.name ?? '').trim();
  return name ? `${kind}「${name}」` : `${kind}（${element.id}）`;
};

/** What a flow comes from in words: a junction without a name says what leads there. */
function endOf(element: any, way: 'incoming' | 'outgoing', depth = 0): string {
  const name = String(element?.name ?? '').trim();
  if (name) return `「${name}」`;
  const [next] = element?.[way] ?? [];
  const beyond = way === 'incoming' ? next?.sourceRef : next?.targetRef;
  return beyond && depth < 3 ? endOf(beyond, way, depth + 1) : `「${element?.id ?? ''}」`;
}

const flowName = (flow: any): string => {
  const name = String(flow.name ?? '').trim();
  return `${name ? `「${name}」：` : ''}从${endOf(flow.sourceRef, 'incoming')}到${endOf(flow.targetRef, 'outgoing')}`;
};

/** Every element and flow of a diagram that a case can go through. @throws Invalid when it is no BPMN */
export async function partsOf(xml: string): Promise<Part[]> {
  const process = (await parseBpmn(xml)).rootElements.find((one: any) => one.$type === 'bpmn:Process');
  return [...flowElements(process ?? {})].map(({ element }) => element).filter((element) => !DRAWN_ONLY.test(element.$type)).map((element): Part => (element.$type === 'bpmn:SequenceFlow'
    ? { id: element.id, kind: 'flow', name: flowName(element) }
    : { id: element.id, kind: 'element', name: nameOf(element) }));
}

/** How much of the parts lies on a way. What the way knows and the diagram does not (any more) does not count. */
export function coverageOf(parts: readonly Part[], way: Way): Coverage {
  const walked = new Set([...way.elements, ...way.flows]);
  const missing = parts.filter(({ id }) => !walked.has(id));
  return { covered: parts.length - missing.length, total: parts.length, missing };
}

/** Several ways as one. */
export const together = (ways: readonly Way[]): Way => ({
  elements: [...new Set(ways.flatMap(({ elements }) => elements))], flows: [...new Set(ways.flatMap(({ flows }) => flows))],
});

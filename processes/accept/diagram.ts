// Which diagrams are refused: no BPMN, another engine's, without the one executable process, or with ends that lead nowhere.
import { BPMN } from '../written/bpmn.js';
import { everyElement, isElement, value } from '../written/order.js';
import type { XmlElement } from '../written/xml.js';
import { refuseIds, refuseOtherEngine, type Refusal } from './refusal.js';

/** The most elements of one diagram; ten times what anybody can read. */
export const MOST_ELEMENTS = 3_000;

/** Why a diagram is refused; empty: it is not. */
export function refuseDiagram(root: XmlElement): Refusal[] {
  if (root.uri !== BPMN || root.local !== 'definitions') return [{ line: root.line, message: `这不是流程图（BPMN）：文件以 <${root.local}> 开头` }];
  const other = refuseOtherEngine(root);
  if (other.length > 0) return other;
  const drawn = everyElement(root).filter(({ uri }) => uri === BPMN);
  return [...refuseProcesses(root, drawn), ...refuseSize(drawn), ...refuseIds(drawn), ...refuseLooseEnds(drawn)];
}

function refuseProcesses(root: XmlElement, drawn: XmlElement[]): Refusal[] {
  const processes = root.children.filter(isElement).filter(({ uri, local }) => uri === BPMN && local === 'process');
  if (processes.length === 0) return [{ line: root.line, message: '图中没有流程，请画一个可执行的流程' }];
  if (processes.length > 1) return [{ line: processes[1]!.line, message: `图中有 ${processes.length} 个流程，一张图只能有一个。请把别的流程分成单独的文件，用“调用活动”连接` }];
  const pools = drawn.filter((one) => one.local === 'participant' && value(one, 'processRef'));
  if (pools.length > 1) return [{ line: pools[1]!.line, message: `图中有 ${pools.length} 个泳池，一张图只能有一个。请合成一个泳池` }];
  const [process] = processes;
  if (!value(process!, 'id')) return [{ line: process!.line, message: '流程没有编号，请填写流程编号' }];
  return value(process!, 'isExecutable') === 'true' ? [] : [{ line: process!.line, message: '流程没有标为可执行，请勾选“可执行”（isExecutable="true"）' }];
}

const refuseSize = (drawn: XmlElement[]): Refusal[] => {
  const shapes = drawn.filter((one) => value(one, 'id'));
  return shapes.length > MOST_ELEMENTS ? [{ line: shapes[MOST_ELEMENTS]!.line, message: `图中的元素超过 ${MOST_ELEMENTS} 个，请分成几个流程` }] : [];
};

/** A flow without its two ends, or an event that hangs on nothing. */
function refuseLooseEnds(drawn: XmlElement[]): Refusal[] {
  const ids = new Set(drawn.map((one) => value(one, 'id')).filter((id) => id !== undefined));
  const known = (id: string | undefined) => id !== undefined && ids.has(id.trim());
  return drawn.flatMap((one): Refusal[] => {
    const id = value(one, 'id') ?? '';
    if (one.local === 'boundaryEvent' && !known(value(one, 'attachedToRef'))) return [{ line: one.line, message: `边界事件「${id}」没有附着在任何任务上（attachedToRef）` }];
    if (one.local !== 'sequenceFlow') return [];
    if (!known(value(one, 'sourceRef'))) return [{ line: one.line, message: `连线「${id}」的起点（sourceRef）不存在` }];
    return known(value(one, 'targetRef')) ? [] : [{ line: one.line, message: `连线「${id}」的终点（targetRef）不存在` }];
  });
}

// Where a running case could not be taken over to a newer version of its procedure (Zeebe 8.5.8 migrates only what waits at a task, a sub-process or a call activity, with no boundary events but messages).
import { called, type Found, type Rule } from './rule.js';

const STAYS = new Set(['bpmn:UserTask', 'bpmn:SubProcess', 'bpmn:CallActivity']);
const CATCHES = new Set(['bpmn:IntermediateCatchEvent', 'bpmn:ReceiveTask', 'bpmn:EventBasedGateway']);

export const migratable: Rule = {
  name: 'migratable', severity: 'warning',
  find: ({ drawn }) => drawn.flatMap(({ element }): Found[] => {
    const at = (message: string) => [{ element: element.id, message: `${message}，停在这里的案件将不能转到新版流程。` }];
    const event = element.eventDefinitions?.[0]?.$type;
    if (element.$type === 'bpmn:SubProcess' && element.triggeredByEvent) return at(`${called(element)}是事件子流程：请改用附着在子流程上的消息事件`);
    if (element.$type === 'bpmn:InclusiveGateway' && (element.incoming?.length ?? 0) > 1) return at(`${called(element)}是包容汇合：请改用并行或互斥网关`);
    if (CATCHES.has(element.$type) && event !== 'bpmn:LinkEventDefinition') return at(`案件会停在${called(element)}：请改用人工任务，需要等待到某日的填写到期日`);
    if (element.$type !== 'bpmn:BoundaryEvent' || !STAYS.has(element.attachedToRef?.$type) || event === 'bpmn:MessageEventDefinition') return [];
    if (event === 'bpmn:TimerEventDefinition') return at(`${called(element.attachedToRef)}上附着了计时事件：请改用时限（limit）和“deadline.任务编号”消息`);
    return at(`${called(element.attachedToRef)}上附着了消息以外的事件：请改用带结果的正常出口和网关`);
  }),
};

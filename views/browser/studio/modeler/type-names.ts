// What the panel calls each kind of element, put together from its parts.

const DEFINITIONS: Record<string, string> = {
  '': '', 'Message ': '消息', 'Timer ': '计时', 'Error ': '错误', 'Escalation ': '升级', 'Signal ': '信号', 'Link ': '链接', 'Compensate ': '补偿', 'Cancel ': '取消', 'Conditional ': '条件', 'Terminate ': '终止',
};
const EVENTS: Record<string, string> = { 'Start Event': '开始事件', 'Intermediate Catch Event': '中间捕获事件', 'Intermediate Throw Event': '中间抛出事件', 'Boundary Event': '边界事件', 'End Event': '结束事件' };
const OTHERS: Record<string, string> = {
  Process: '流程', Task: '任务', 'User Task': '人工任务', 'Service Task': '自动步骤', 'Business Rule Task': '决策', 'Call Activity': '子流程调用', 'Script Task': '脚本任务', 'Send Task': '发送任务', 'Receive Task': '接收任务',
  'Manual Task': '手工任务', 'Sub Process': '子流程', 'Collapsed Sub Process': '折叠的子流程', 'Expanded Sub Process': '子流程', 'Event Sub Process': '事件子流程', 'Event Expanded Sub Process': '事件子流程', 'Event Collapsed Sub Process': '折叠的事件子流程',
  'Ad Hoc Sub Process': '自由子流程', Transaction: '事务', 'Exclusive Gateway': '互斥网关', 'Parallel Gateway': '并行网关', 'Inclusive Gateway': '包容网关', 'Event Based Gateway': '事件网关', 'Complex Gateway': '复杂网关',
  'Sequence Flow': '流向', 'Default Flow': '默认流向', 'Conditional Flow': '条件流向', 'Message Flow': '消息流', Association: '关联', 'Data Object Reference': '数据对象', 'Data Store Reference': '数据存储', 'Data Input Association': '数据输入',
  'Data Output Association': '数据输出', 'Text Annotation': '注释', Group: '分组', Participant: '参与者', 'Expanded Participant': '参与者', 'Collapsed Participant': '折叠的参与者', 'Expanded Pool': '参与者', 'Empty Pool': '折叠的参与者', Lane: '泳道', Collaboration: '协作',
};

const events = Object.entries(DEFINITIONS).flatMap(([definition, meaning]) => Object.entries(EVENTS).flatMap(([event, name]) => [
  [`${definition}${event}`, `${meaning}${name}`], [`${definition}${event} (Non Interrupting)`, `${meaning}${name}（不打断）`],
]));

export const typeNames: Record<string, string> = { ...Object.fromEntries(events), ...OTHERS };

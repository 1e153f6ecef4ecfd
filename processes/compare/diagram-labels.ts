// What each fact of a diagram is called in Chinese, and how its value is read aloud.
import { expressionWords, groupWords, timerWords, type Vocabulary } from './expression.js';

type Show = (raw: string, words: Vocabulary) => string;
export interface Label { label: string; show: Show; /** Says nothing by itself: told only where nothing else has changed. */ technical?: boolean }

const plain: Show = (raw) => raw || '（空）';
const expression: Show = expressionWords;
const yesNo: Show = (raw, words) => (raw === 'true' ? '是' : raw === 'false' ? '否' : expressionWords(raw, words));
const groups: Show = (raw, words) => (raw.startsWith('=') ? expressionWords(raw, words) : raw.split(',').map((one) => groupWords(one, words)).join('、'));

const jobs: Record<string, string> = {
  assign: '分派', classify: '分类', 'close-case': '办结归档', escalate: '上报', feedback: '反馈', 'look-up-data-centre': '查询数据中心', merge: '并案', notify: '通知', 'record-fact': '登记情况',
  'register-payment': '登记还款', 'register-plan': '登记还款计划', supervise: '督办',
};
/** A job type in words, the type itself behind it. */
export const jobWords: Show = (raw) => (jobs[raw] ? `${jobs[raw]}（${raw}）` : raw);

const headers: Record<string, string> = {
  escalation: '到期处理', check: '提交检查', audience: '通知对象', units: '写着单位编号的变量', dueOn: '到期日的算法', title: '标题', text: '内容', fact: '登记事项', from: '登记内容', outcome: '办结结果', reporter: '告知上报人', role: '岗位', to: '上报到',
  decision: '决策表', extension: '可延长时限', channels: '通知渠道', unit: '单位',
};
const headerShow: Record<string, Show> = {
  audience: (raw, words) => raw.split(',').map((one) => ({ holders: '经办人', reporter: '上报人' })[one.trim()] ?? groupWords(one, words)).join('、'),
  role: (raw, words) => groupWords(`/${raw}`, words).replace(/^·/, ''), to: (raw, words) => groupWords(raw, words),
};
const properties: Record<string, string> = { status: '办理状态', joint: '联动机制标记', housekeeping: '系统自用标记', release: '发布编号' };
const events: Record<string, string> = {
  'bpmn:MessageEventDefinition': '消息', 'bpmn:TimerEventDefinition': '定时', 'bpmn:ErrorEventDefinition': '错误', 'bpmn:EscalationEventDefinition': '升级', 'bpmn:SignalEventDefinition': '信号',
  'bpmn:TerminateEventDefinition': '终止', 'bpmn:LinkEventDefinition': '链接', 'bpmn:CompensateEventDefinition': '补偿', 'bpmn:ConditionalEventDefinition': '条件', 'bpmn:CancelEventDefinition': '取消',
};

const of = (label: string, show: Show = plain, technical = false): Label => ({ label, show, ...(technical ? { technical } : {}) });
const known: [RegExp, (match: RegExpExecArray) => Label][] = [
  [/^documentation\/\d+\/text$/, () => of('说明')],
  [/^zeebe:FormDefinition\/(formKey|formId)$/, () => of('表单')],
  [/^zeebe:AssignmentDefinition\/candidateGroups$/, () => of('办理人', groups)],
  [/^zeebe:AssignmentDefinition\/candidateUsers$/, () => of('候选人员', expression)],
  [/^zeebe:AssignmentDefinition\/assignee$/, () => of('指定办理人', expression)],
  [/^zeebe:TaskSchedule\/dueDate$/, () => of('到期时间', timerWords)],
  [/^zeebe:TaskSchedule\/followUpDate$/, () => of('跟进时间', timerWords)],
  [/^zeebe:TaskDefinition\/type$/, () => of('自动处理', jobWords)],
  [/^zeebe:TaskDefinition\/retries$/, () => of('重试次数', expression)],
  [/^zeebe:CalledElement\/processId$/, () => of('调用的流程', expression)],
  [/^zeebe:CalledElement\/propagateAllChildVariables$/, () => of('带回全部变量', yesNo)],
  [/^zeebe:CalledElement\/propagateAllParentVariables$/, () => of('带入全部变量', yesNo)],
  [/^zeebe:CalledDecision\/decisionId$/, () => of('调用的决策', expression)],
  [/^zeebe:CalledDecision\/resultVariable$/, () => of('决策结果变量')],
  [/^zeebe:(CalledElement|CalledDecision|FormDefinition)\/bindingType$/, () => of('绑定方式')],
  [/^zeebe:(CalledElement|CalledDecision|FormDefinition)\/versionTag$/, () => of('绑定的版本标签')],
  [/^zeebe:Script\/expression$/, () => of('计算式', expression)],
  [/^zeebe:Script\/resultVariable$/, () => of('计算结果变量')],
  [/^zeebe:VersionTag\/value$/, () => of('版本标签')],
  [/^zeebe:UserTask$/, () => of('「由引擎管理的人工任务」标记')],
  [/^limit$/, () => of('时限', expression)],
  [/^header\/limit$/, () => of('时限（写在任务头里，被输入变量取代）', expression)],
  [/^input\/([^/]+)$/, ([, name]) => of(`输入变量 ${name}`, expression)],
  [/^output\/([^/]+)$/, ([, name]) => of(`输出变量 ${name}`, expression)],
  [/^order\/(input|output)$/, ([, way]) => of(way === 'input' ? '输入变量的计算顺序' : '输出变量的计算顺序')],
  [/^header\/([^/]+)$/, ([, key]) => of(headers[key!] ?? `任务头 ${key}`, headerShow[key!] ?? expression)],
  [/^property\/([^/]+)$/, ([, key]) => of(properties[key!] ?? `属性 ${key}`)],
  [/^conditionExpression\/body$/, () => of('条件', expression)],
  [/^isExecutable$/, () => of('可执行标记', yesNo)],
  [/^cancelActivity$/, () => of('触发后中断原任务', yesNo)],
  [/^isInterrupting$/, () => of('触发后中断', yesNo)],
  [/^triggeredByEvent$/, () => of('由事件触发', yesNo)],
  [/^loopCharacteristics$/, () => of('多实例（逐项办理）', (raw) => (raw === 'bpmn:MultiInstanceLoopCharacteristics' ? '是' : raw))],
  [/^loopCharacteristics\/isSequential$/, () => of('逐个依次办理', yesNo)],
  [/^loopCharacteristics\/zeebe:LoopCharacteristics\/inputCollection$/, () => of('逐项办理的清单', expression)],
  [/^loopCharacteristics\/zeebe:LoopCharacteristics\/inputElement$/, () => of('每一项的变量名')],
  [/^loopCharacteristics\/zeebe:LoopCharacteristics\/outputCollection$/, () => of('结果清单')],
  [/^loopCharacteristics\/zeebe:LoopCharacteristics\/outputElement$/, () => of('每一项的结果', expression)],
  [/^loopCharacteristics\/completionCondition\/body$/, () => of('提前结束的条件', expression)],
  [/^eventDefinitions\/\d+$/, () => of('触发方式', (raw) => events[raw] ?? raw)],
  [/\/timeDuration\/body$/, () => of('等待时长', timerWords)],
  [/\/timeCycle\/body$/, () => of('重复周期', timerWords)],
  [/\/timeDate\/body$/, () => of('触发时间', timerWords)],
  [/(^|\/)message\/name$/, () => of('消息名称', expression)],
  [/(^|\/)message\/zeebe:Subscription\/correlationKey$/, () => of('消息关联键', expression)],
  [/(^|\/)error\/errorCode$/, () => of('错误代码', expression)],
  [/(^|\/)error\/name$/, () => of('错误名称')],
  [/(^|\/)escalation\/escalationCode$/, () => of('升级代码', expression)],
  [/(^|\/)signal\/name$/, () => of('信号名称', expression)],
  [/^text$/, () => of('文字')],
  [/^listed$/, () => of('与图上连线不一致的出入登记')],
  [/^unreadable$/, () => of('无法识别的内容')],
  [/^modeler:executionPlatform$/, () => of('目标平台')],
  [/^modeler:executionPlatformVersion$/, () => of('目标平台版本')],
  [/^targetNamespace$/, () => of('命名空间', plain, true)],
  [/(^|\/)id$/, () => of('内部编号', plain, true)],
];

/** The label of a fact; one that nobody here knows is called by its path, so that it is said all the same. */
export function labelOf(path: string): Label {
  const [, bare = path, again = ''] = /^(.*?)(#\d+)?$/.exec(path) ?? [];
  for (const [pattern, label] of known) {
    const match = pattern.exec(bare);
    if (match) { const made = label(match); return again ? { ...made, label: `${made.label}（第 ${again.slice(1)} 处）` } : made; }
  }
  return of(`扩展属性 ${path}`);
}

const types: Record<string, string> = {
  UserTask: '人工任务', ServiceTask: '自动任务', SendTask: '发送任务', ReceiveTask: '接收任务', ScriptTask: '计算任务', BusinessRuleTask: '决策任务', ManualTask: '线下任务', Task: '任务', SubProcess: '子流程',
  Transaction: '事务子流程', AdHocSubProcess: '自由子流程', CallActivity: '调用流程', ExclusiveGateway: '排他网关', ParallelGateway: '并行网关', InclusiveGateway: '包容网关', EventBasedGateway: '事件网关',
  ComplexGateway: '复杂网关', StartEvent: '开始事件', EndEvent: '结束事件', BoundaryEvent: '边界事件', IntermediateCatchEvent: '中间等待事件', IntermediateThrowEvent: '中间抛出事件', SequenceFlow: '连线', TextAnnotation: '注释',
  Association: '注释连线', Group: '分组框', Participant: '泳池', Lane: '泳道', MessageFlow: '消息流', DataObjectReference: '数据对象', DataObject: '数据对象', DataStoreReference: '数据存储', Process: '流程', Collaboration: '协作图',
};

/** The Chinese name of an element's type. */
export const typeWords = (type: string): string => types[type.replace('bpmn:', '')] ?? type;

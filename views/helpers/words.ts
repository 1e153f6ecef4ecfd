// The words a reader sees for the ids that the system uses, and the tone (colour) of each.

const states: Record<string, string> = {
  active: '进行中', completed: '已完成', terminated: '已终止', open: '待办', submitted: '已提交', withdrawn: '已撤回', taken: '已通过', moved: '已迁出', resolved: '已解决',
};
const elementTypes: Record<string, string> = {
  USER_TASK: '人工任务', SERVICE_TASK: '自动任务', CALL_ACTIVITY: '调用流程', START_EVENT: '开始', END_EVENT: '结束', BOUNDARY_EVENT: '边界事件',
  EXCLUSIVE_GATEWAY: '排他网关', PARALLEL_GATEWAY: '并行网关', EVENT_BASED_GATEWAY: '事件网关', SUB_PROCESS: '子流程', MULTI_INSTANCE_BODY: '多实例',
  BUSINESS_RULE_TASK: '决策', SCRIPT_TASK: '脚本', RECEIVE_TASK: '接收', SEND_TASK: '发送', INTERMEDIATE_CATCH_EVENT: '等待', INTERMEDIATE_THROW_EVENT: '抛出',
  PROCESS: '流程', EVENT_SUB_PROCESS: '事件子流程', SEQUENCE_FLOW: '顺序流', MANUAL_TASK: '手工任务', INCLUSIVE_GATEWAY: '包容网关',
};

export const state = (id: string): string => states[id] ?? id;
export const elementType = (id: string): string => elementTypes[id] ?? id;

const tones: Record<string, string> = {
  待受理: 'wait', 待立案: 'wait', 待派遣: 'wait', 待签收: 'wait', 待核查: 'wait', 待回访: 'wait', 上报待接收: 'wait', 延期审批中: 'wait',
  处置中: 'work', 协同会办中: 'work', 已立案: 'work', 已受理: 'work', 已结案: 'done', 已归档: 'done', 暂停计时: 'still', 挂账缓办: 'still',
  移送司法: 'law', 特急: 'late', 紧急: 'soon', 一般: 'still', 咨询: 'still', active: 'work', completed: 'done', terminated: 'still', open: 'wait', submitted: 'work', withdrawn: 'still',
};

/** The colour group of a status, an urgency or a state; unknown words are neutral. */
export const tone = (word: string): string => tones[word] ?? 'still';

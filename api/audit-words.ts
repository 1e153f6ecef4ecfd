// What the audit calls what was done, for whoever reads it: requests by method and path, and what is written down under a word of its own.

/** Every route that may change something (a test names what is missing). */
export const requestWords: Record<string, string> = {
  'POST /tasks/{key}/transfer': '转派任务', 'POST /tasks/{key}/delegate': '委托任务', 'POST /tasks/{key}/take-back': '收回委托',
  'POST /tasks/{key}/assign': '交办任务', 'POST /tasks/{key}/urge': '催办任务', 'POST /tasks/bulk': '批量处理任务', 'POST /attachments': '上传附件',
  'PUT /organisation/units/{unit}/bot': '设置群机器人', 'DELETE /organisation/units/{unit}/bot': '删除群机器人',
  'POST /organisation/units/{unit}/bot/test': '测试群机器人', 'PUT /calendar/{year}': '修改工作日历', 'POST /cases/{caseNo}/reveal': '查看隐去的信息',
  'POST /cases/{caseNo}/withdraw': '撤回案件', 'POST /cases/{caseNo}/concerns': '关联登记', 'POST /cases/{caseNo}/retention': '决定个人信息的保存', 'POST /cases/{caseNo}/comments': '添加备注', 'POST /cases/{caseNo}/rating': '评价案件',
  'POST /cases/{caseNo}/reopen': '申请重新办理', 'POST /tasks/{key}/clock-requests': '申请延期或暂停', 'POST /clock-requests/{id}/decide': '审批延期或暂停',
  'POST /tasks/{key}/co-handlings': '邀请会办', 'POST /co-handlings/{id}/claim': '接受会办', 'POST /co-handlings/{id}/reply': '答复会办',
  'POST /co-handlings/{id}/withdraw': '撤回会办', 'POST /decisions/evaluate': '试算决策表', 'POST /drafts': '打开流程草稿', 'PUT /drafts/{id}/files/{name}': '保存草稿文件',
  'DELETE /drafts/{id}/files/{name}': '删除草稿文件', 'POST /drafts/{id}/check': '检查草稿', 'POST /drafts/{id}/copies': '另存草稿副本',
  'POST /drafts/{id}/restore': '恢复以前的版本', 'POST /drafts/{id}/submit': '提交审批', 'POST /drafts/{id}/rebase': '合并新版本',
  'POST /drafts/{id}/withdraw': '撤回提交', 'POST /drafts/{id}/return': '退回草稿', 'POST /drafts/{id}/approve': '批准发布', 'DELETE /drafts/{id}': '放弃草稿',
  'PUT /duty/{unit}/shifts/{id}': '安排班次', 'DELETE /duty/{unit}/shifts/{id}': '删除班次', 'POST /duty/{unit}/copies': '复制上周排班',
  'PUT /duty/{unit}/deputies/{role}': '指定副手', 'PUT /absences/{person}': '登记请假', 'DELETE /absences/{person}': '结束请假', 'POST /procedures/import': '导入流程',
  'PUT /grid-lists': '修改网格登记清单', 'POST /grids/outlines': '导入网格边界', 'PUT /me/phone': '修改自己的电话', 'PUT /me/password': '修改自己的密码',
  'DELETE /me/sessions': '结束自己的其他登录', 'DELETE /me/sessions/{id}': '结束自己的一处登录', 'POST /me/totp': '开始设置动态口令', 'POST /me/totp/confirm': '启用动态口令',
  'POST /me/totp/remove': '停用动态口令', 'POST /procedures/{id}/migrations/preflight': '预检迁移', 'POST /procedures/{id}/migrations': '开始迁移',
  'POST /procedures/{id}/migrations/{migration}/{turn}': '控制迁移', 'POST /procedures/{id}/anew': '调整环节', 'POST /notices/read': '标记通知已读',
  'POST /notices/{id}/read': '标记通知已读', 'POST /outgoing/retry': '重发全部失败的消息', 'POST /outgoing/{id}/retry': '重发消息', 'POST /outgoing/{id}/drop': '放弃外发消息',
  'POST /patterns/joint-handling/preview': '预览联动流程', 'POST /patterns/joint-handling': '新建联动流程', 'POST /patterns/blank': '新建空白流程',
  'POST /people': '新建账号', 'PUT /people/{id}': '修改账号', 'POST /people/{id}/disable': '停用账号', 'POST /people/{id}/enable': '恢复账号',
  'POST /people/{id}/password': '重置密码', 'DELETE /people/{id}/totp': '重置动态口令', 'DELETE /people/{id}/sessions': '结束登录', 'POST /organisation/files': '导入组织文件', 'POST /organisation/changes': '安排组织变更',
  'POST /organisation/changes/{id}/cancel': '取消组织变更', 'POST /organisation/changes/{id}/retry': '重试组织变更', 'POST /people/first-passwords': '发放初始密码', 'POST /compare': '比较流程版本',
  'PUT /me/reach': '修改通知方式', 'POST /me/reach/test': '发送测试消息', 'POST /registers/import': '导入登记册', 'POST /registers': '新增登记',
  'PUT /registers/{id}': '修改登记', 'POST /registers/{id}/state': '注销或恢复登记', 'POST /registers/{id}/reveal': '查看登记的完整信息', 'POST /rehearsals': '开始演练',
  'POST /rehearsals/{id}/answers': '演练中办理任务', 'POST /rehearsals/{id}/time': '演练中推进时间', 'POST /rehearsals/{id}/script': '保存演练脚本',
  'DELETE /rehearsals/{id}': '结束演练', 'POST /rehearsal-scripts/{id}/run': '重放演练脚本', 'DELETE /rehearsal-scripts/{id}': '删除演练脚本', 'POST /r': '诉求人打开查询',
  'POST /r/{token}/rating': '诉求人评价', 'POST /r/{token}/reopen': '诉求人申请重新办理', 'POST /r/{token}/erasure': '诉求人申请删除信息', 'PUT /settings/reopening': '修改重新办理期限', 'POST /reports': '上报',
  'POST /session': '登录', 'POST /session/code': '动态口令登录', 'POST /session/seen': '保持登录', 'DELETE /session': '退出登录', 'PUT /settings': '修改设置',
  'POST /filters': '保存筛选条件', 'PUT /filters/{id}': '修改筛选条件的名称', 'DELETE /filters/{id}': '删除筛选条件', 'POST /tasks/{key}/claim': '认领任务',
  'POST /tasks/{key}/release': '退回任务', 'PUT /tasks/{key}/draft': '暂存任务内容', 'POST /tasks/{key}/complete': '提交任务', 'POST /tasks/{key}/extend': '延期',
  'POST /tasks/{key}/pause': '暂停计时', 'POST /tasks/{key}/resume': '恢复计时', 'POST /visits': '走访打卡', 'POST /audit/verify': '校验审计链', 'POST /recurring/{id}/pilot': '提为政策试点', 'POST /recurring/{id}/dismiss': '反复问题不提案', 'POST /hard-issues/agenda': '提交重点难点问题', 'POST /warnings': '发布预警', 'POST /warnings/{id}/lift': '解除预警', 'POST /initiatives': '自行发起流程', 'POST /supervision/tasks/{key}/cards': '发督办牌', 'POST /supervision/tasks/{key}/remarks': '写领导批示',
  'POST /supervision/tasks/{key}/questions': '要求答复', 'POST /questions/{id}/answer': '答复督办', 'POST /instances/{key}/interventions/preview': '预览干预', 'POST /instances/{key}/interventions': '干预流程',
  'POST /incidents/{key}/alike/retry': '重试同类异常', 'POST /engine-room/set-aside/{id}/apply': '重放引擎记录', 'POST /engine-room/set-aside/{id}/discard': '放弃引擎记录', 'POST /cases/{caseNo}/suggestions': '提出源头治理建议',
  'POST /background/{id}/stop': '停止后台作业', 'POST /instances/bulk': '批量干预流程', 'POST /instances/bulk/preview': '预览批量干预', 'POST /lists/{list}/export': '导出清单',
  'POST /intake/{partner}/orders': '转办工单', 'POST /partners': '新增对接单位', 'PUT /partners/{id}': '修改对接单位', 'POST /partners/{id}/secrets': '更换对接密钥', 'PUT /partner-mappings/{id}': '修改对照表', 'POST /partner-mappings/{id}/files': '导入对照表',
  'POST /partner-mappings/{id}/tryout': '试算对照表', 'POST /orders/{id}/sort': '分拣工单', 'POST /orders/{id}/return': '退单',
  'PUT /assessment-sheets/{subject}/{cycle}/{from}': '修改考核指标', 'POST /assessment-sheets/preview': '预览考核指标', 'POST /assessments': '计算考核', 'POST /assessments/{id}/publish': '公布考核',
  'POST /assessment-scores/{id}/appeals': '考核申诉', 'POST /assessment-scores/{id}/corrections': '更正考核结果',
};

const words: Record<string, string> = {
  reveal: '查看完整信息', export: '导出', blank: '到期清除', retention: '决定个人信息的保存', 'grid-lists': '修改网格登记清单', 'sign-in': '登录', 'sign-in-failed': '登录失败', 'sign-in-code': '登录第一步', 'audit-trimmed': '移除到期的记录',
  'audit-carried': '并入原有记录', 'audit-broken': '校验发现问题', 'apply-record': '重放引擎记录', 'discard-record': '放弃引擎记录',
  'assessment-sheet': '修改考核指标', 'assessment-run': '计算考核', 'assessment-publish': '公布考核', 'assessment-appeal': '考核申诉', 'assessment-correction': '更正考核结果',
};
const kinds: Record<string, string> = {
  register: '登记', registers: '登记册', visits: '走访日志', visit: '走访', settings: '设置', unit: '单位', case: '案件', person: '人员', task: '任务', procedure: '流程', instance: '实例', attachment: '附件', account: '账号', audit: '审计链',
  outgoing: '外发消息', record: '引擎记录', outlines: '网格边界', notices: '通知', reporter: '诉求人查询', filters: '筛选条件', session: '登录', me: '我的账号', list: '清单', background: '后台作业', partner: '对接单位', order: '转办工单', assessment: '考核', organisation: '组织变更',
};

/** What was done, in Chinese; what nobody named is shown as it is. */
export const actionWords = (action: string): string => words[action] ?? requestWords[action] ?? action;
/** What it was about, when there is no name for it. */
export const aboutWords = ({ kind, id }: { kind: string; id: string }): string => [kinds[kind] ?? kind, ...(id === '-' || id === kind ? [] : [id])].join(' ');
export const faultWords: Record<string, string> = {
  changed: '内容被改过', missing: '不见了，后面的还在', 'cut-off': '以及后面的都不见了', inserted: '接不上前一条：是插进来的，或前一条被换过', rewritten: '与以前公布的校验值不符：链被整体改写过', removed: '之前的记录被移除，而链上没有写明',
};

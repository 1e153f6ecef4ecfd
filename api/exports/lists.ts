// Every list that can be taken along as a file: one entry a list names its columns; whose rows come in one go names how.
import { unitColumns } from '../../processes/org-changes/columns.js';
import { registerOf, stateNames as registerStates } from '../../processes/grid/fields.js';
import { hasIt } from '../../processes/hand-over.js';
import { roleName } from '../../processes/roles.js';
import type { RegisterKind } from '../../processes/store/types.js';
import { maskPhone } from '../../processes/mask.js';
import { state } from '../../views/helpers/words.js';
import { aboutWords, actionWords } from '../audit-words.js';
import { boardNames } from '../board-shown.js';
import { assessmentRoutes } from '../routes/assessments.js';
import { auditRoutes } from '../routes/audit.js';
import { backgroundRoutes } from '../routes/background.js';
import { caseRoutes } from '../routes/cases.js';
import { engineRoomRoutes } from '../routes/engine-room.js';
import { hardIssueRoutes } from '../routes/hard-issues.js';
import { instanceRoutes } from '../routes/instances.js';
import { noticeRoutes } from '../routes/notices.js';
import { orderRoutes } from '../routes/orders.js';
import { orgChangeRoutes } from '../routes/org-changes.js';
import { organisationRoutes } from '../routes/organisation.js';
import { outgoingRoutes } from '../routes/outgoing.js';
import { peopleRoutes } from '../routes/people.js';
import { procedureRoutes } from '../routes/procedures.js';
import { recurringRoutes } from '../routes/recurring.js';
import { registerRoutes } from '../routes/registers.js';
import { supervisionRoutes } from '../routes/supervision.js';
import { taskListRoutes } from '../routes/task-lists.js';
import { visitRoutes } from '../routes/visits.js';
import { assessmentColumns } from './assessment-columns.js';
import { type Column, type ExportList, routeOf } from './list.js';
import { actRows, boardRows, caseRows, instanceRows, noticeRows, outgoingRows, registerRows, taskRows, unitRows, visitRows } from './rows.js';

const field = (heading: string, name: string): Column => [heading, (row) => row[name]];
const who = (heading: string, name: string): Column => [heading, (row) => row[name]?.name ?? row[name]?.system ?? (typeof row[name] === 'string' ? row[name] : undefined)];
const channels: Record<string, string> = { sms: '短信', mail: '邮件', bot: '群机器人', webhook: '对接回传' };
const sent: Record<string, string> = { failed: '没发出', waiting: '等待发送', sent: '已发出', dropped: '已放弃' };

const registerColumns = (kind: RegisterKind): Column[] => [
  ...registerOf(kind).fields.map(({ key, header }): Column => [header, (row) => (key === 'fact' ? row.facts[header] : key === 'place' ? row.place.text : key === 'categories' ? row.categories.join('、') : key === 'household' ? row.householdName : row[key])]),
  ['经度', (row) => row.place.lng], ['纬度', (row) => row.place.lat], field('网格', 'gridName'), ['状态', (row) => registerStates[row.state as 'current']], field('最近走访', 'seenAt'), field('编号', 'id'),
];

export const exportLists: Record<string, ExportList> = {
  tasks: {
    name: '任务', pages: ['tasks'], route: routeOf(taskListRoutes, '/tasks'), rows: taskRows,
    columns: [
      field('任务', 'name'), field('案件号', 'caseNo'), ['标题', (row) => row.case?.title], ['地点', (row) => row.case?.place?.text], ['类别', (row, known) => known.category(row.case?.category)], ['紧急程度', (row) => row.case?.urgency],
      ['流程', (row, known) => known.procedure(row.procedure)], ['办理单位', (row, known) => known.groups(row.candidateGroups)], ['办理人', (row, known) => known.person(hasIt(row))], ['状态', (row) => state(row.state)],
      field('产生时间', 'createdAt'), field('时限', 'limit'), ['到期时间', (row) => (row.paused ? '暂停计时' : row.dueAt)], field('办结时间', 'endedAt'),
    ],
  },
  cases: {
    name: '案件', pages: ['cases', 'tasks'], route: routeOf(caseRoutes, '/cases'), rows: caseRows,
    columns: [
      field('案件号', 'caseNo'), field('标题', 'title'), ['类别', (row, known) => row.categoryName ?? known.category(row.category)], field('紧急程度', 'urgency'), field('状态', 'status'), ['所在环节', (row) => row.steps.join('、')],
      ['地点', (row) => row.place?.text], ['网格', (row, known) => known.unit(row.grid)], ['镇（街道）', (row, known) => known.unit(row.town)], field('上报时间', 'reportedAt'), ['办结时间', (row) => row.closing?.at],
    ],
  },
  instances: {
    name: '流程实例', pages: ['instances'], route: routeOf(instanceRoutes, '/instances'), rows: instanceRows,
    columns: [
      field('实例', 'key'), ['流程', (row, known) => known.procedure(row.procedure)], field('版本', 'version'), field('案件号', 'caseNo'), ['状态', (row) => state(row.state)], ['所在环节', (row, known) => row.here.map((id: string) => known.element(row.definitionKey, id)).join('、')],
      field('未解决的异常', 'incidents'), field('开始时间', 'startedAt'), field('最近变动', 'movedAt'), field('结束时间', 'endedAt'),
    ],
  },
  registers: { name: '登记册', pages: ['grid'], needs: ['kind'], route: routeOf(registerRoutes, '/registers'), rows: registerRows, columns: ({ query }) => registerColumns(query.kind) },
  visits: {
    name: '走访日志', pages: ['grid-log'], route: routeOf(visitRoutes, '/visits'), rows: visitRows,
    columns: [
      field('时间', 'at'), field('设备时间（相差超过 10 分钟）', 'deviceAt'), who('网格员', 'by'), field('网格', 'gridName'), ['方式', (row) => (row.kind === 'visit' ? '走访' : '到场')], field('事由', 'occasion'), field('职责', 'duty'), field('六大员', 'role'),
      ['地点', (row) => row.place.text], ['走访对象', (row) => row.items.map(({ name }: { name: string }) => name).join('、')], field('情况', 'text'), ['照片', (row) => row.attachments.length], field('案件号', 'caseNo'),
      ['更正', (row) => (row.correctedBy ? '已被更正' : row.corrects ? '更正' : '')], field('编号', 'id'),
    ],
  },
  notices: { name: '通知', pages: ['notices'], route: routeOf(noticeRoutes, '/notices'), rows: noticeRows, columns: [field('标题', 'title'), field('内容', 'text'), field('案件号', 'caseNo'), field('时间', 'at'), ['紧急', (row) => row.urgent === true], field('已读', 'read')] },
  people: {
    name: '人员', pages: ['people'], route: routeOf(peopleRoutes, '/people'),
    columns: [
      field('姓名', 'name'), field('账号', 'account'), ['电话', (row) => (row.phone ? maskPhone(row.phone) : '')], ['岗位', (row) => row.posts.map((post: any) => `${post.unitName ?? post.unit} ${roleName(post.role)}`).join('、')], ['状态', (row) => (row.active ? '在用' : '已停用')],
      ['动态口令', (row) => row.totp], field('最近登录', 'signedInAt'),
    ],
  },
  units: { name: '单位', pages: ['organisation'], needs: ['unit'], route: routeOf(organisationRoutes, '/organisation/below'), rows: unitRows, columns: unitColumns.filter(({ key }) => key !== 'day' && key !== 'successor').map(({ key, header }) => field(header, key)) },
  'organisation-rows': {
    name: '组织变更明细', pages: ['organisation-change'], route: routeOf(orgChangeRoutes, '/organisation/changes/{id}'),
    columns: [field('行', 'line'), field('编号', 'about'), field('名称', 'name'), ['怎样变', (row) => ({ add: '新增', change: '变更', end: '撤销或离岗' })[row.action as 'add']], field('内容', 'said'), field('生效日期', 'day'), field('已生效', 'applied')],
  },
  audit: {
    name: '审计', pages: ['audit'], route: routeOf(auditRoutes, '/audit'),
    columns: [
      field('序号', 'number'), field('时间', 'at'), who('谁', 'who'), ['单位', (row, known) => known.unit(row.who.unit)], ['做了什么', (row) => actionWords(row.action)], ['关于', (row) => row.about.name ?? aboutWords(row.about)], field('内容', 'text'),
      ['被拒绝', (row) => row.status], field('来自', 'address'),
    ],
  },
  outgoing: {
    name: '外发消息', pages: ['outgoing'], route: routeOf(outgoingRoutes, '/outgoing'), rows: outgoingRows,
    columns: [
      field('标题', 'title'), ['渠道', (row) => channels[row.channel] ?? row.channel], field('发给谁', 'whom'), field('号码或地址', 'to'), field('案件号', 'caseNo'), ['情况', (row) => sent[row.state]], field('原因', 'why'), field('试过几次', 'tries'), field('产生时间', 'at'), field('发出时间', 'sentAt'),
    ],
  },
  supervision: {
    name: '督办任务', pages: ['supervision'], route: routeOf(supervisionRoutes, '/supervision'), rows: boardRows,
    columns: [
      ['情况', (row) => row.stands.map((column: string) => boardNames[column as 'near']).join('、')], field('任务', 'name'), field('案件号', 'caseNo'), ['标题', (row) => row.case?.title], ['类别', (row, known) => known.category(row.case?.category)], ['紧急程度', (row) => row.case?.urgency],
      field('镇（街道）', 'townName'), field('办理单位', 'unitName'), field('办理人', 'inHand'), field('时限', 'limit'), ['到期时间', (row) => (row.paused ? '暂停计时' : row.dueAt)], field('催办次数', 'urges'),
    ],
  },
  'supervision-history': {
    name: '督办记录', pages: ['supervision'], route: routeOf(supervisionRoutes, '/supervision/history'), rows: actRows,
    columns: [
      field('时间', 'at'), ['种类', (row) => row.label ?? row.type], field('任务', 'taskName'), field('案件号', 'caseNo'), field('标题', 'title'), who('谁', 'by'), ['告诉谁', (row) => (row.toNames ?? []).join('、')], field('内容', 'text'), field('答复期限', 'dueAt'), ['答复', (row) => row.reply?.text], ['答复时间', (row) => row.reply?.at],
    ],
  },
  'hard-issues': { name: '重点难点问题', pages: ['hard-issues'], route: routeOf(hardIssueRoutes, '/hard-issues'), columns: [field('案件号', 'caseNo'), field('标题', 'title'), field('类别', 'categoryName'), ['为什么', (row) => row.why.join('、')], field('从什么时候起', 'since'), field('由谁研究', 'at'), field('上报时间', 'reportedAt')] },
  recurring: {
    name: '反复问题', pages: ['recurring'], route: routeOf(recurringRoutes, '/recurring'),
    columns: [['地点', (row) => row.place.text], field('类别', 'categoryName'), field('由谁研究', 'unitName'), field('网格', 'gridName'), field('起数', 'total'), field('反映人数', 'reporters'), ['几天内', (row) => row.rule.days], field('最早', 'first'), field('最近', 'last'), ['结果', (row) => row.settled?.reason]],
  },
  orders: {
    name: '转办工单', pages: ['orders'], route: routeOf(orderRoutes, '/orders'),
    columns: [
      field('工单号', 'orderNo'), field('来自', 'partnerName'), field('标题', 'title'), field('内容', 'content'), field('地址', 'address'), ['类别', (row, known) => known.category(row.category)], ['网格', (row, known) => known.unit(row.grid)], field('紧急程度', 'urgency'),
      field('由谁分拣', 'unitName'), field('转来时间', 'at'), field('分拣期限', 'sortBy'), field('案件号', 'caseNo'), field('退单理由', 'reason'),
    ],
  },
  procedures: {
    name: '流程', pages: ['procedures'], route: routeOf(procedureRoutes, '/procedures'),
    columns: [field('流程', 'name'), field('编号', 'id'), field('版本', 'version'), field('发布时间', 'deployedAt'), field('在办件数', 'running'), ['草稿', (row) => (row.draft ? { editing: '修改中', submitted: '待审批', approving: '发布中' }[row.draft.state as 'editing'] : '')], ['最近变更', (row) => row.last?.text], ['变更时间', (row) => row.last?.at]],
  },
  releases: {
    name: '流程版本', pages: ['procedure'], route: routeOf(procedureRoutes, '/procedures/{id}'), itemsIn: 'releases',
    columns: [field('版本', 'number'), field('发布时间', 'at'), who('修改人', 'by'), who('审批人', 'approvedBy'), field('说明', 'reason'), ['变更', (row) => (row.changes ?? []).join('；')], ['文件', (row) => row.files.join('、')]],
  },
  'assessment-scores': { name: '考核得分', pages: ['assessment'], route: routeOf(assessmentRoutes, '/assessments/{id}'), columns: assessmentColumns },
  'assessment-cases': {
    name: '考核数字背后的案件', pages: ['assessment-score'], route: routeOf(assessmentRoutes, '/assessment-scores/{id}/cases'), needs: ['indicator'],
    columns: [field('案件号', 'caseNo'), field('标题', 'title'), ['类别', (row, known) => known.category(row.category)], field('状态', 'status'), field('上报时间', 'reportedAt')],
  },
  'set-aside': { name: '搁置的引擎记录', pages: ['engine-room'], route: routeOf(engineRoomRoutes, '/engine-room/set-aside'), columns: [field('编号', 'id'), field('时间', 'at'), field('原因', 'error')] },
  background: {
    name: '后台任务', pages: ['background'], route: routeOf(backgroundRoutes, '/background'),
    columns: [field('内容', 'title'), field('理由', 'reason'), field('情况', 'stateName'), field('做了', 'done'), field('共', 'total'), field('结果', 'said'), field('开始时间', 'at'), field('结束时间', 'endedAt')],
  },
  results: { name: '后台任务的结果', pages: ['background'], route: routeOf(backgroundRoutes, '/background/{id}'), columns: [field('对象', 'name'), field('编号', 'key'), field('结果', 'stateName'), field('说明', 'said'), field('时间', 'at')] },
};

// What each department does by itself, drawn as a sub-process that runs once for each: one task, its deadline, and who takes over when it is late.
import { levelNames, type JointLevel } from './answers.js';
import type { Behaviour } from './behaviour.js';
import type { Drawing } from './drawing.js';
import { EVENT, GAP, GATEWAY, Line, onLowerEdge, straight, TASK, type Placed } from './shapes.js';
import { deadline, human, nameOf, unitsOf, type Plan } from './steps.js';

const PAD = 26;
/** How far the frame reaches above and below its line. */
export const FRAME = { above: 95, below: 150 };
const LOWER = 102;

interface Part {
  id: string; name: string; before: { id: string; name: string; behaviour: Behaviour }; task: { id: string; name: string; about: string; form: string; limit: string; outputs: Record<string, string> };
  end: string; locals: Record<string, string>; results?: [string, string];
  /** The words on the deadline, and what being late sets; `head` when the head takes over, else it ends late. */
  late: { name: string; head?: string; behaviour?: Behaviour };
}

const ASSIGNEE = 'if assignee = null then "" else assignee';

/** How wide such a sub-process is. */
export const widthOf = (withHead: boolean): number => PAD * 2 + EVENT * 2 + TASK.width * 2 + GAP * 3 + (withHead ? TASK.width + GATEWAY + GAP * 2 : 15);

function draw(drawing: Drawing, plan: Plan, level: JointLevel, left: number, y: number, part: Part): Placed {
  const width = widthOf(part.late.head !== undefined);
  drawing.element('bpmn:SubProcess', part.id, part.name, { x: left, y: y - FRAME.above, width, height: FRAME.above + FRAME.below }, {
    behaviour: { inputs: { departmentName: nameOf(plan), ...part.locals } },
    attributes: drawing.each({ collection: unitsOf(level, plan), item: 'department', ...(part.results ? { results: part.results } : {}) }),
  });
  const [line, lower] = [new Line(drawing, y, part.id), new Line(drawing, y + LOWER, part.id)];
  const { task, late } = part;
  const start = line.event('bpmn:StartEvent', `${part.id}-start`, '开始', left + PAD);
  const before = line.task('bpmn:ServiceTask', part.before.id, part.before.name, start.right + GAP, { behaviour: part.before.behaviour });
  const groups = '[department + "/officer", department + "/head"]';
  const assigned = 'assignee' in part.locals ? { assignee: ASSIGNEE } : {};
  const work = line.task('bpmn:UserTask', task.id, task.name, before.right + GAP, { behaviour: human(task.form, groups, task.limit, task.outputs, { late: true, ...assigned }), attributes: drawing.documented(task.about) });
  const overdue = onLowerEdge(drawing, work, `${task.id}-overdue`, late.name, { ...deadline(task.id, true), ...(late.behaviour ? { behaviour: late.behaviour } : {}) });
  straight(drawing, start, before);
  straight(drawing, before, work);
  if (late.head === undefined) {
    const end = line.event('bpmn:EndEvent', `${part.id}-end`, part.end, work.right + GAP);
    const ended = lower.event('bpmn:EndEvent', `${part.id}-late`, '逾期', work.right + GAP);
    straight(drawing, work, end);
    drawing.flow(overdue.id, ended.id, [[overdue.middle, y + TASK.height / 2 + EVENT / 2], [overdue.middle, y + LOWER], [ended.left, y + LOWER]]);
  } else {
    const head = lower.task('bpmn:UserTask', `${task.id}-head`, late.head, work.right + GAP, { behaviour: human(task.form, '[department + "/head"]', task.limit, task.outputs) });
    const done = line.gateway(`${part.id}-done`, '', head.right + GAP);
    const end = line.event('bpmn:EndEvent', `${part.id}-end`, part.end, done.right + GAP);
    straight(drawing, work, done);
    drawing.flow(overdue.id, head.id, [[overdue.middle, y + TASK.height / 2 + EVENT / 2], [overdue.middle, y + LOWER], [head.left, y + LOWER]]);
    drawing.flow(head.id, done.id, [[head.right, y + LOWER], [done.middle, y + LOWER], [done.middle, y + GATEWAY / 2]]);
    straight(drawing, done, end);
  }
  return { id: part.id, left, right: left + width, middle: left + width / 2, y, height: FRAME.above + FRAME.below };
}

/** Each department confirms that it is there; who does not is urged by its head. */
export const arrival = (drawing: Drawing, plan: Plan, level: JointLevel, left: number, y: number): Placed => draw(drawing, plan, level, left, y, {
  id: `${level}-arrive`, name: `${levelNames[level]}级各部门到场确认`, locals: { arrived: 'false' }, end: '已到场',
  before: { id: `${level}-call`, name: '通知部门到场', behaviour: {
    job: 'notify', headers: { title: '请立即到场', text: `{caseNo} {title}：请 ${plan.limits[level]!.onSite} 内到 {place} 并确认。` }, inputs: { audience: '[department + "/officer", department + "/head"]' },
  } },
  task: { id: `${level}-on-site`, name: '到场确认', about: '在时限内到场并确认；到时未确认的，转部门负责人督促。', form: plan.forms.arrive, limit: plan.limits[level]!.onSite, outputs: { arrived: 'arrived' } },
  late: { name: '未按时确认', head: '负责人督促到场' },
});

/** Each department does its share and says how it went; what is late ends late, or its head takes over. */
export const sharedWork = (drawing: Drawing, plan: Plan, level: JointLevel, left: number, y: number): Placed => draw(drawing, plan, level, left, y, {
  id: `${level}-work`, name: `${levelNames[level]}级各部门分头处置`, end: '已处置',
  locals: { assignee: 'null', departmentResult: '""', departmentNote: '""' },
  results: ['departmentResults', '={department: department, name: departmentName, result: departmentResult, note: departmentNote}'],
  before: { id: `${level}-assign`, name: '安排承办人', behaviour: { job: 'assign', headers: { role: 'officer' }, inputs: { unit: 'department' }, outputs: { assignee: 'assignee' } } },
  task: {
    id: `${level}-act`, name: '部门处置', about: '各部门分别办理职责内的工作，办完确认；办不了的说明原因。', form: plan.forms.act, limit: plan.limits[level]!.handle,
    outputs: { departmentResult: 'outcome', departmentNote: 'if outcome = "done" then summary else reason' },
  },
  late: plan.escalateLate
    ? { name: '逾期未办完', behaviour: { outputs: { departmentResult: '"late"', result: '"up"', lastReason: `"${levelNames[level]}级有部门逾期未办完"` } } }
    : { name: '逾期未办完', head: '负责人督办' },
});

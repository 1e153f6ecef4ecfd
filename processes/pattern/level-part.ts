// Joint handling on one level, drawn from left to right: called together, confer, act, verified by the lead department; what cannot be solved goes down and up a level.
import { levelNames, type JointLevel } from './answers.js';
import { arrival, FRAME, sharedWork, widthOf } from './departments-part.js';
import type { Drawing, Point } from './drawing.js';
import { above, below, EVENT, GAP, GATEWAY, from, Line, onLowerEdge, straight, TASK, upTo, type Placed } from './shapes.js';
import { deadline, goesUp, human, leaders, officers, type Plan } from './steps.js';

/** Distances from a level's line: to the lane on which work goes back, to the lane on which it goes up, and to the next level's line; less where no frame stands. */
export function lanes({ confirmArrival, confirmDone }: Pick<Plan, 'confirmArrival' | 'confirmDone'>): { back: number; up: number; next: number } {
  const { above: over, below: under } = confirmArrival || confirmDone ? FRAME : { above: 45, below: 70 };
  return { back: over + 40, up: under + 45, next: under + over + 170 };
}

/** What leaves a level upwards: where its flow begins, and how it is said. */
export interface Way { id: string; start: Point; name?: string; condition?: string }
export interface LevelDrawn { solved: Placed; ways: Way[] }

/** Where a level's elements begin, and where its last gateway stands; the same for all levels, so that they stand under one another. */
export function columns({ confirmArrival, confirmDone, meeting, escalateLate }: Plan, left: number): Record<'announce' | 'arrive' | 'confer' | 'again' | 'work' | 'late' | 'verify' | 'verified' | 'end', number> {
  const announce = left;
  const arrive = announce + TASK.width + GAP;
  const confer = arrive + (confirmArrival ? widthOf(true) + GAP : 0);
  const again = confer + (meeting ? TASK.width + GAP : 0);
  const work = again + GATEWAY + GAP;
  const late = work + (confirmDone ? widthOf(!escalateLate) : TASK.width) + GAP + (confirmDone && escalateLate ? 15 : 0);
  const verify = late + (confirmDone && escalateLate ? GATEWAY + GAP : 0);
  const verified = verify + TASK.width + GAP;
  return { announce, arrive, confer, again, work, late, verify, verified, end: verified + GATEWAY };
}

/**
 * Draws a level.
 *
 * @param first the element that leads into it, already drawn
 */
export function drawLevel(drawing: Drawing, plan: Plan, level: JointLevel, at: ReturnType<typeof columns>, y: number, first: Placed): LevelDrawn {
  const line = new Line(drawing, y);
  const ways: Way[] = [];
  const limits = plan.limits[level]!;
  const name = levelNames[level];
  let last = first;
  const on = (next: Placed, more = {}) => { straight(drawing, last, next, more); last = next; };
  const isLate = (task: Placed, why: string) => {
    if (!plan.escalateLate) return;
    const { id, middle, y: edge } = onLowerEdge(drawing, task, `${task.id}-overdue`, '逾期', { ...deadline(task.id), behaviour: goesUp(why) });
    ways.push({ id, start: [middle, edge + EVENT / 2] });
  };

  if (plan.confirmArrival) on(arrival(drawing, plan, level, at.arrive, y));
  if (plan.meeting) {
    on(line.task('bpmn:UserTask', `${level}-confer`, `${name}级联合会商`, at.confer, {
      behaviour: human(plan.forms.confer, `[${leaders(level, plan).slice(1, -1)}, ${level} + "/dispatcher"]`, limits.meeting, { conferSummary: 'summary' }, { late: plan.escalateLate }),
      attributes: drawing.documented('牵头部门召集各部门和当事人会商，定下处置意见和分工。'),
    }));
    isLate(last, `${name}级会商逾期，自动上报`);
  }
  const again = line.gateway(`${level}-again`, '', at.again);
  on(again);
  if (plan.confirmDone) on(sharedWork(drawing, plan, level, at.work, y));
  else {
    on(line.task('bpmn:UserTask', `${level}-act`, '联合处置', at.work, {
      behaviour: human(plan.forms.act, officers(level, plan), limits.handle, { departmentResults: '[{name: "各部门", result: outcome, note: if outcome = "done" then summary else reason}]' }, { late: plan.escalateLate }),
      attributes: drawing.documented('各部门一起处置，由牵头部门登记结果。'),
    }));
    isLate(last, `${name}级处置逾期，自动上报`);
  }
  if (plan.confirmDone && plan.escalateLate) {
    const late = line.gateway(`${level}-on-time`, '都按时办完？', at.late);
    on(late);
    ways.push({ id: late.id, start: below(late), name: '否', condition: '=some item in departmentResults satisfies item.result = "late"' });
  }
  on(line.task('bpmn:UserTask', `${level}-verify`, '牵头部门核查', at.verify, {
    behaviour: human(plan.forms.verify, leaders(level, plan), limits.verify, {
      verifyOutcome: 'outcome', result: 'if outcome = "cannot" then "up" else "settled"', lastReason: 'if outcome = "solved" or outcome = "plan" then lastReason else reason', lastSummary: 'summary',
    }, { late: plan.escalateLate, inputs: { report: 'string join(for item in departmentResults return item.name + "：" + (if item.note = null then "" else item.note), "；")' } }),
    attributes: drawing.documented('牵头部门核对各部门的办理情况：已解决、退回补办，或本级办不了。'),
  }), plan.confirmDone && plan.escalateLate ? { name: '是', isDefault: true } : {});
  isLate(last, `${name}级核查逾期，自动上报`);
  const solved = line.gateway(`${level}-verified`, '核查结果？', at.verified, { label: from('核查结果？', at.verified + GATEWAY / 2 + 8, y - GATEWAY / 2 - 22) });
  on(solved);
  const top = y - lanes(plan).back;
  drawing.flow(solved.id, again.id, [above(solved), [solved.middle, top], [again.middle, top], above(again)], { name: '退回补办', condition: '=verifyOutcome = "redo"', label: upTo('退回补办', solved.middle - 8, top - 18) });
  ways.push({ id: solved.id, start: below(solved), name: '办不了', condition: '=verifyOutcome = "cannot"' });
  return { solved, ways };
}

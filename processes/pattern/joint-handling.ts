// A new joint-handling procedure (联合处置机制) from the answers of one form: its diagram and its forms, ready to be published and to be changed by hand.
import type { ProcedureFile } from '../store/types.js';
import { checkAnswers, levelNames, type JointAnswers, type JointLevel } from './answers.js';
import { drawClosing } from './closing-part.js';
import { Drawing } from './drawing.js';
import { intoNextLevel, outOfProcedure } from './going-up.js';
import { jointForms } from './joint-forms.js';
import { columns, drawLevel, lanes } from './level-part.js';
import { GAP, GATEWAY, Line, straight, type Placed } from './shapes.js';
import type { Plan } from './steps.js';

const LEFT = 72;
const TOP = 270;

/** What the called procedure knows from the start, whatever happens in it. */
const begins = { planPaid: 'false', productionResumed: 'false', result: '""', lastReason: '""', conferSummary: '""', departmentResults: '[]' };

function announce(plan: Plan, level: JointLevel, first: boolean): (line: Line, left: number) => Placed {
  const heads = plan.departments.map(({ suffix }) => `${level}.${suffix}/head`).join(',');
  if (level === 'county') {
    return (line, left) => line.task('bpmn:ServiceTask', 'go-to-county', '上报县', left, { behaviour: {
      job: 'escalate', headers: { to: 'county' }, inputs: { reason: first ? `"${plan.name}由县级办理"` : 'lastReason' }, outputs: { result: '""' },
    } });
  }
  return (line, left) => line.task('bpmn:ServiceTask', 'call-together', '通知参加部门', left, { behaviour: {
    job: 'notify', headers: { audience: `${heads},town/dispatcher`, title: plan.name, text: `{caseNo} {title}：已启动${plan.name}，请按分工办理。` },
  } });
}

const guide = ({ departments, lead, levels, limits }: Plan): string => [
  `牵头：${departments.find(({ suffix }) => suffix === lead)!.name}；参加：${departments.filter(({ suffix }) => suffix !== lead).map(({ name }) => name).join('、') || '无'}`,
  ...levels.map((level) => `${levelNames[level]}级：处置 ${limits[level]!.handle}，核查 ${limits[level]!.verify}`),
].join('\n');

async function draw(plan: Plan): Promise<string> {
  const drawing = new Drawing(plan.id, plan.name, { about: plan.about?.trim() || `${plan.name}：由${levelNames[plan.levels[0]!]}网格联动中心启动，各部门联合处置。`, behaviour: { properties: { joint: 'true' } } });
  const line = new Line(drawing, TOP);
  const start = line.event('bpmn:StartEvent', 'joint-start', '启动联动', LEFT, { behaviour: { outputs: begins } });
  const at = columns(plan, start.right + GAP + 20);
  const away = lanes(plan);
  let y = TOP;
  let first = announce(plan, plan.levels[0]!, true)(line, at.announce);
  straight(drawing, start, first);
  const solved: Placed[] = [];
  plan.levels.forEach((level, index) => {
    const drawn = drawLevel(drawing, plan, level, at, y, first);
    solved.push(drawn.solved);
    const next = plan.levels[index + 1];
    if (next) {
      first = intoNextLevel(drawing, drawn.ways, away, y, LEFT - 7, (lower) => announce(plan, next, false)(lower, at.announce));
      y += away.next;
    } else outOfProcedure(drawing, drawn.ways, y + away.up, drawn.solved, '上报上一级');
  });
  drawing.note('reading-guide', guide(plan), { x: LEFT, y: TOP - away.back - 60 - 15 * plan.levels.length, width: 460, height: 25 + 15 * plan.levels.length });
  const [top, ...others] = solved as [Placed, ...Placed[]];
  if (others.length === 0) drawClosing(drawing, plan, TOP, top, { name: '已解决', isDefault: true });
  else {
    const meet = line.gateway('solved', '', at.end + GAP + 60);
    straight(drawing, top, meet, { name: '已解决', isDefault: true });
    for (const one of others) drawing.flow(one.id, meet.id, [[one.right, one.y], [meet.middle, one.y], [meet.middle, TOP + GATEWAY / 2]], { name: '已解决', isDefault: true, label: { x: one.right + 6, y: one.y - 18, width: 40, height: 14 } });
    drawClosing(drawing, plan, TOP, meet, {});
  }
  return drawing.xml();
}

/**
 * Makes the procedure.
 *
 * @throws Invalid with a problem for each answer that cannot be drawn
 */
export async function jointHandling(answers: JointAnswers): Promise<ProcedureFile[]> {
  checkAnswers(answers);
  const forms = Object.fromEntries(['arrive', 'confer', 'act', 'verify', 'sign'].map((part) => [part, `${answers.id}-${part}`])) as Plan['forms'];
  const plan: Plan = { ...answers, name: answers.name.trim(), forms };
  return [{ name: `${answers.id}.bpmn`, content: await draw(plan) }, ...jointForms(plan)];
}

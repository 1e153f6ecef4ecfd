// A procedure to begin from nothing: one human task between a start and an end, which passes the check as it stands.
import { Invalid } from '../errors.js';
import type { ProcedureFile } from '../store/types.js';
import { namingProblems } from './answers.js';
import { Drawing } from './drawing.js';
import { formFile, words } from './form-parts.js';
import { GAP, Line, straight } from './shapes.js';
import { human } from './steps.js';

/** @throws Invalid when the id or the name cannot be used */
export async function blankProcedure({ id, name }: { id: string; name: string }): Promise<ProcedureFile[]> {
  const problems = namingProblems({ id, name });
  if (problems.length > 0) throw new Invalid('no name for a procedure', problems);
  const drawing = new Drawing(id, name.trim());
  const row = new Line(drawing, 180);
  const start = row.event('bpmn:StartEvent', 'started', '开始', 160, { attributes: drawing.startMessage('started', `${id}.started`) });
  const form = `${id}-handle`;
  const task = row.task('bpmn:UserTask', 'handle', '办理', start.right + GAP, { behaviour: human(form, '[town + "/dispatcher"]', '1 工作日', {}, {}) });
  const end = row.event('bpmn:EndEvent', 'finished', '办结', task.right + GAP);
  straight(drawing, start, task);
  straight(drawing, task, end);
  return [{ name: `${id}.bpmn`, content: await drawing.xml() }, formFile(form, [words('summary', '办理情况')])];
}

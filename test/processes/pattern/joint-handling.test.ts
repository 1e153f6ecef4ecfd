// Whatever is answered, the pattern gives a procedure that can be published as it is and read as it is drawn.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkDiagrams } from '../../../processes/check.js';
import { Invalid } from '../../../processes/errors.js';
import { checkSchema } from '../../../processes/form-schema.js';
import { usualLimits, type JointAnswers, type JointLevel } from '../../../processes/pattern/answers.js';
import { blankProcedure } from '../../../processes/pattern/blank.js';
import { jointHandling } from '../../../processes/pattern/joint-handling.js';
import { readProcedure } from '../../../processes/procedure.js';
import { root } from '../../../processes/settings.js';
import type { ProcedureFile } from '../../../processes/store/types.js';
import { workers } from '../../../workers/list.js';
import { drawn, overlap, through, type Box, type Drawn, type DrawnShape } from '../../support/drawn.js';

const departments = [['zzb', '综治办'], ['pcs', '派出所'], ['lds', '劳动所'], ['sfs', '司法所'], ['zfj', '综合执法局']].map(([suffix, name]) => ({ suffix: suffix!, name: name! }));
const answers = (given: Partial<JointAnswers> = {}): JointAnswers => ({
  id: 'flood', name: '内涝联合处置机制', levels: ['town', 'county'], departments, lead: 'lds', limits: usualLimits, confirmArrival: true, confirmDone: true, meeting: true, plan: true, escalateLate: true, ...given,
});
const yesNo = [true, false];
const levels: JointLevel[][] = [['town'], ['county'], ['town', 'county']];
/** Every combination of what changes the drawing. */
const combinations = levels.flatMap((chosen) => yesNo.flatMap((confirmArrival) => yesNo.flatMap((confirmDone) => yesNo.flatMap((meeting) => yesNo.flatMap((plan) => yesNo.map((escalateLate) =>
  ({ levels: chosen, confirmArrival, confirmDone, meeting, plan, escalateLate })))))));

let folder: string;
/** What each combination gives. */
let made: { given: object; files: ProcedureFile[] }[];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'liandong-pattern-'));
  made = [];
  for (const [index, given] of combinations.entries()) made.push({ given, files: await jointHandling(answers({ ...given, id: `joint-${index}` })) });
}, 60_000);
afterAll(() => { rmSync(folder, { recursive: true, force: true }); });

const jobs = Object.fromEntries(Object.entries(workers).map(([type, worker]) => [type, [...(worker.errors ?? [])]]));

/** What covers what: shapes of one container, words and shapes, words and words, and lines that go through what they do not join. */
function covered({ shapes, edges }: Drawn): string[] {
  const found: string[] = [];
  const frame = ({ type }: DrawnShape) => type === 'bpmn:SubProcess';
  const pairs = <T>(all: T[]): [T, T][] => all.flatMap((one, index) => all.slice(index + 1).map((other): [T, T] => [one, other]));
  for (const [a, b] of pairs(shapes)) {
    const within = a.parent === b.id || b.parent === a.id || a.host === b.id || b.host === a.id;
    if (!within && overlap(a, b)) found.push(`${a.id} × ${b.id}`);
    const [inner, outer] = a.parent === b.id ? [a, b] : [b, a];
    if (inner.parent === outer.id && (inner.x < outer.x || inner.y < outer.y || inner.x + inner.width > outer.x + outer.width || inner.y + inner.height > outer.y + outer.height)) found.push(`${inner.id} leaves ${outer.id}`);
  }
  const words = [...shapes, ...edges].flatMap(({ label }): Box[] => (label ? [label] : []));
  for (const [a, b] of pairs(words)) if (overlap(a, b)) found.push(`${a.id} × ${b.id}`);
  for (const word of words) for (const shape of shapes) if (!frame(shape) && overlap(word, shape)) found.push(`${word.id} × ${shape.id}`);
  for (const { id, points, from, to } of edges) {
    points.slice(1).forEach((point, index) => {
      for (const shape of shapes) {
        if (shape.id !== from && shape.id !== to && shape.host !== from && !(frame(shape) && shapes.some((one) => one.id === from && one.parent === shape.id)) && through(points[index]!, point, shape)) found.push(`${id} through ${shape.id}`);
      }
      if (points[index]![0] !== point[0] && points[index]![1] !== point[1]) found.push(`${id} is slanted`);
    });
  }
  return found;
}

describe('a joint-handling procedure from the pattern', () => {
  test('in every combination of answers the check finds nothing at all', async () => {
    cpSync(join(root, 'processes/diagrams'), folder, { recursive: true });
    for (const file of [...made.flatMap(({ files }) => files), ...(await blankProcedure({ id: 'blank', name: '空白' }))]) writeFileSync(join(folder, file.name), file.content);
    const ours = (await checkDiagrams(folder, { jobs })).filter(({ file }) => /^(joint-|blank)/.test(file));
    expect(ours.map(({ file, rule, element, message }) => `${file} ${rule} ${element} ${message}`)).toEqual([]);
  }, 120_000);

  test('in every combination everything is drawn, nothing covers anything, and every line is straight', async () => {
    for (const { given, files } of made) {
      const shown = await drawn(files[0]!.content);
      expect([given, shown.missing, covered(shown)]).toEqual([given, [], []]);
    }
  }, 60_000);

  test('whatever the departments and their number, the drawing stays clean and asks exactly them', async () => {
    await fc.assert(fc.asyncProperty(fc.subarray(departments, { minLength: 1 }), fc.constantFrom(...combinations), fc.integer({ min: 0, max: 20 }), async (taking, given, at) => {
      const lead = taking[at % taking.length]!.suffix;
      const [diagram] = await jointHandling(answers({ ...given, departments: taking, lead }));
      expect(covered(await drawn(diagram!.content))).toEqual([]);
      const asked = new Set([...diagram!.content.matchAll(/(?:town|county) \+ &#34;\.([a-z]+)|(?:town|county) \+ &quot;\.([a-z]+)/g)].map((match) => match[1] ?? match[2]));
      expect([...asked].sort()).toEqual(taking.map(({ suffix }) => suffix).sort());
    }), { numRuns: 15 });
  }, 60_000);

  test('it is offered as joint handling, and has exactly the forms that its tasks name', async () => {
    for (const { files: [diagram, ...forms] } of made.filter((_, index) => index % 5 === 0)) {
      const procedure = await readProcedure(diagram!.content);
      expect(procedure.joint).toBe(true);
      expect(forms.map(({ name }) => name).sort()).toEqual([...new Set(procedure.userTasks.map(({ formKey }) => `${formKey}.form`))].sort());
      for (const { content } of forms) checkSchema(JSON.parse(content));
    }
  });

  test('each department answers by itself, found by case and department when it is late', async () => {
    const [diagram] = await jointHandling(answers());
    const { messages, userTasks } = await readProcedure(diagram!.content);
    expect(messages.find(({ name }) => name === 'deadline.town-act')).toMatchObject({ correlationKey: '=caseNo + ":" + department' });
    expect(userTasks.find(({ id }) => id === 'county-act')).toMatchObject({ limit: usualLimits.county.handle, escalation: '到期', status: '协同会办中' });
  });

  test('a name with markup is text in the diagram', async () => {
    const [diagram] = await jointHandling(answers({ name: '<script>alert("1")</script>&' }));
    expect((await readProcedure(diagram!.content)).name).toBe('<script>alert("1")</script>&');
  });

  test('what cannot be drawn is said field by field, in words', async () => {
    const wrong = jointHandling(answers({ id: '内涝', name: ' ', levels: [], departments: [], lead: 'x' }));
    await expect(wrong).rejects.toThrow(Invalid);
    await expect(wrong).rejects.toMatchObject({ problems: [{ path: 'id' }, { path: 'name' }, { path: 'levels' }, { path: 'departments' }, { path: 'lead' }] });
    await expect(jointHandling(answers({ limits: { ...usualLimits, town: { ...usualLimits.town, handle: '3天' } } }))).rejects.toMatchObject({ problems: [{ path: 'limits.town.handle' }] });
  });
});

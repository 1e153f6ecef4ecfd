// The procedures that are shipped: clean under the check, drawn in full, and at one with the workers.
import { checkDiagrams } from '../../processes/check.js';
import { flowElements, loadDiagrams, parseBpmn, type Diagrams } from '../../processes/procedure.js';
import { submissionChecks } from '../../processes/submission-checks.js';
import { workers } from '../../workers/list.js';

const folder = 'processes/diagrams';
/** What a case's status may be called. */
const STATUSES = ['待受理', '已受理', '已立案', '待派遣', '待签收', '处置中', '协同会办中', '上报待接收', '延期审批中', '暂停计时', '挂账缓办', '待核查', '待回访', '已结案', '已归档', '不予受理', '退回', '作废', '并案', '移送司法'];

describe('the shipped diagrams', () => {
  let diagrams: Diagrams;
  beforeAll(async () => { diagrams = await loadDiagrams(folder); });

  test('the check finds nothing, not even to warn of', async () => {
    expect(await checkDiagrams(folder, { jobs: Object.fromEntries(Object.entries(workers).map(([type, { errors = [] }]) => [type, [...errors]])) })).toEqual([]);
  });

  test('every worker has a place in some diagram', () => {
    const used = new Set(diagrams.procedures.flatMap(({ jobTypes }) => jobTypes));
    expect(Object.keys(workers).filter((type) => !used.has(type))).toEqual([]);
  });

  test('every form is used, and is named after its file', () => {
    const used = new Set(diagrams.procedures.flatMap(({ userTasks }) => userTasks.map(({ formKey }) => formKey)));
    expect(diagrams.forms.filter(({ id, schema }) => !used.has(id) || schema.id !== id || schema.schemaVersion !== 16).map(({ id }) => id)).toEqual([]);
  });

  test('every human task says a status that people know, and every check it wants exists', () => {
    const tasks = diagrams.procedures.flatMap(({ userTasks }) => userTasks);
    expect(tasks.filter(({ status }) => !STATUSES.includes(status ?? '')).map(({ id }) => id)).toEqual([]);
    expect(tasks.filter(({ check }) => check && !submissionChecks.includes(check)).map(({ id }) => id)).toEqual([]);
    expect(diagrams.procedures.flatMap(({ endStatuses }) => endStatuses).filter((status) => !STATUSES.includes(status))).toEqual([]);
  });

  test('every element is drawn, and whatever has a name outside its shape has a place for it', async () => {
    for (const { file, xml } of diagrams.procedures) {
      const definitions = await parseBpmn(xml);
      const plane = definitions.diagrams[0].plane.planeElement;
      const shapes = new Map<string, any>(plane.map((shape: any) => [shape.bpmnElement.id, shape]));
      const process = definitions.rootElements.find((one: any) => one.$type === 'bpmn:Process');
      for (const { element } of flowElements(process)) {
        const shape = shapes.get(element.id);
        expect({ file, element: element.id, drawn: shape !== undefined }).toEqual({ file, element: element.id, drawn: true });
        if (element.name && /Event|Gateway|SequenceFlow/.test(element.$type)) expect({ file, element: element.id, label: shape.label?.bounds !== undefined }).toEqual({ file, element: element.id, label: true });
      }
    }
  });

  test('a whole case can be withdrawn: its chain lies in one sub-process that the message ends', () => {
    const event = diagrams.procedures.find(({ id }) => id === 'grid-event')!;
    expect(event.messages).toContainEqual({ element: 'withdrawn', name: 'case.withdrawn', correlationKey: '=caseNo' });
    expect(event.elements.filter(({ parent, type }) => !parent && type === 'USER_TASK')).toEqual([]);
  });

  test('only what the clock begins keeps house', () => {
    expect(diagrams.procedures.filter(({ housekeeping }) => housekeeping).map(({ id }) => id)).toEqual(['hard-issues-month', 'recurring-search', 'supervision']);
  });
});

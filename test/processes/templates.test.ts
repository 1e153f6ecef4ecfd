// The element templates: each belongs to a worker or an element that works, each worker has one, and what is drawn with one passes the check.
import { execFileSync } from 'node:child_process';
import { catalogue, departmentsOf, readTemplates, type Template } from '../../processes/catalogue.js';
import { decisionsOf } from '../../processes/procedure.js';
import { checkDiagram } from '../../processes/check.js';
import { demoUnits } from '../../processes/demo/units.js';
import { workers } from '../../workers/list.js';
import { closeTestStore, openTestStore } from '../support/store.js';

const templates = await readTemplates();
const jobOf = ({ properties }: Template): string | undefined => properties.find(({ binding }) => binding.type === 'zeebe:taskDefinition')?.value;
/** Started by the product itself, never drawn by policy staff. */
const NOT_DRAWN = ['supervise', 'find-recurring', 'gather-hard-issues'];
/** What whoever draws chooses from a list, or writes, where a template leaves it open. */
const chosen: Record<string, string> = { form: 'check', procedure: 'instalment', decision: 'event-classification', fact: 'equipment', title: '清单', from: 'equipment', message: 'deadline.host', what: '单位登记', about: 'employer', purpose: '调查拖欠工资' };
const jobs = Object.fromEntries(Object.entries(workers).map(([type, worker]) => [type, [...(worker.errors ?? [])]]));
const known = { forms: new Set(['check']), decisions: new Set(['event-classification']), procedures: new Set(['instalment']), jobs };

afterAll(closeTestStore);

test('every worker that policy staff may draw has a template, and every template that names a job has a worker', () => {
  const named = templates.map(jobOf).filter((type) => type !== undefined);
  expect([...named].sort()).toEqual(Object.keys(workers).filter((type) => !NOT_DRAWN.includes(type)).sort());
});

test('a template is called after its file, and its dropdowns that are filled in the browser are there', () => {
  expect(new Set(templates.map(({ id }) => id)).size).toBe(templates.length);
  for (const { id, metadata, properties } of templates) {
    expect(id).toMatch(/^liandong\.[a-z-]+$/);
    for (const property of Object.keys(metadata?.choices ?? {})) expect(properties.find((one) => one.id === property)?.type).toBe('Dropdown');
  }
});

test('every template keeps to the schema of element templates', () => {
  // The schema knows human tasks only as the engine keeps them to itself; ours are jobs, and are checked as if they were not.
  const given = templates.map((template) => (template.elementType.value !== 'bpmn:UserTask' ? template : {
    ...template, properties: [
      { type: 'Hidden', binding: { type: 'zeebe:userTask' } },
      ...template.properties.map(({ choices, ...rest }) => (rest.binding.property === 'formKey' ? { ...rest, type: 'String', binding: { ...rest.binding, property: 'formId' } } : choices ? { ...rest, choices } : rest)),
    ],
  }));
  // in a Node of its own: jest cannot require what the validator requires
  const script = "import('@bpmn-io/element-templates-validator').then(({ default: { validateZeebe } }) => console.log(JSON.stringify(JSON.parse(require('node:fs').readFileSync(0, 'utf8')).map((one) => [one.id, (validateZeebe(one).errors ?? []).map(({ message }) => message)]))))";
  const answer: [string, string[]][] = JSON.parse(execFileSync(process.execPath, ['-e', script], { input: JSON.stringify(given), encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '' } }));
  expect(answer.filter(([, errors]) => errors.length > 0)).toEqual([]);
  expect(answer).toHaveLength(templates.length);
});

test.each(templates.map((template) => [template.name, template] as const))('what is drawn with the template %s passes the check', async (_name, template) => {
  const found = await checkDiagram('drawn.bpmn', diagramOf(template), known);
  // where things stand on the drawing is not a template's matter
  expect(found.filter(({ severity, rule }) => severity === 'error' && rule !== 'no-bpmndi')).toEqual([]);
});

test('departments are known by the suffix that they bear on every level, tables by their decisions', async () => {
  expect(departmentsOf(demoUnits)).toEqual(expect.arrayContaining([{ id: 'lds', name: '劳动所' }, { id: 'fy', name: '县人民法院' }]));
  expect(decisionsOf('<decision id="a" name="甲"><decisionTable id="t" /></decision><dmn:decision name="乙" id="b">')).toEqual([{ id: 'a', name: '甲' }, { id: 'b', name: '乙' }]);
  const { roles, departments, procedures } = await catalogue({ store: await openTestStore(), jobs });
  expect([roles.length > 10, departments, procedures]).toEqual([true, [], []]);
});

const text = (value: string) => value.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;');

/** A diagram around one element that carries what the editor would write for a template; its errors end at boundary events. */
function diagramOf(template: Template): string {
  const filled = template.properties.map((property) => ({ ...property, value: property.value ?? chosen[property.id] ?? '' })).filter(({ value }) => value !== '');
  const all = (type: string) => filled.filter(({ binding }) => binding.type === type);
  const attributes = (type: string) => all(type).map(({ binding, value }) => `${binding.property}="${text(value)}"`).join(' ');
  const tag = (name: string, type: string, more = '') => (all(type).length > 0 ? `<${name} ${attributes(type)} ${more}/>` : '');
  const around = (name: string, inside: string) => (inside ? `<${name}>${inside}</${name}>` : '');
  const extensions = around('bpmn:extensionElements', [
    tag('zeebe:taskDefinition', 'zeebe:taskDefinition'), tag('zeebe:calledElement', 'zeebe:calledElement', 'propagateAllChildVariables="false" propagateAllParentVariables="false"'), tag('zeebe:calledDecision', 'zeebe:calledDecision'),
    tag('zeebe:assignmentDefinition', 'zeebe:assignmentDefinition'), tag('zeebe:formDefinition', 'zeebe:formDefinition'),
    around('zeebe:ioMapping', all('zeebe:input').map(({ binding, value }) => `<zeebe:input source="${text(value)}" target="${binding.name}" />`).join('') + all('zeebe:output').map(({ binding, value }) => `<zeebe:output source="${text(binding.source)}" target="${value}" />`).join('')),
    around('zeebe:taskHeaders', all('zeebe:taskHeader').map(({ binding, value }) => `<zeebe:header key="${binding.key}" value="${text(value)}" />`).join('')),
    around('zeebe:properties', all('zeebe:property').map(({ binding, value }) => `<zeebe:property name="${binding.name}" value="${text(value)}" />`).join('')),
  ].join(''));
  const isBoundary = template.elementType.value === 'bpmn:BoundaryEvent';
  const name = `bpmn:${template.elementType.value.slice(5, 6).toLowerCase()}${template.elementType.value.slice(6)}`;
  const it = isBoundary
    ? `<bpmn:boundaryEvent id="it" name="逾期" attachedToRef="host"><bpmn:outgoing>late</bpmn:outgoing><bpmn:messageEventDefinition messageRef="m" /></bpmn:boundaryEvent><bpmn:sequenceFlow id="late" sourceRef="it" targetRef="done" />`
    : `<${name} id="it" name="${template.name}">${extensions}<bpmn:incoming>in</bpmn:incoming><bpmn:outgoing>out</bpmn:outgoing></${name}>`;
  const errors = (jobs[jobOf(template) ?? ''] ?? []).map((code, index) => ({ code, id: `error-${index}` }));
  const caught = errors.map(({ id }) => `<bpmn:boundaryEvent id="on-${id}" name="不符" attachedToRef="it"><bpmn:outgoing>after-${id}</bpmn:outgoing><bpmn:errorEventDefinition errorRef="${id}" /></bpmn:boundaryEvent><bpmn:endEvent id="end-${id}" name="不符"><bpmn:incoming>after-${id}</bpmn:incoming></bpmn:endEvent><bpmn:sequenceFlow id="after-${id}" sourceRef="on-${id}" targetRef="end-${id}" />`).join('');
  const host = '<bpmn:userTask id="host" name="办理"><bpmn:extensionElements><zeebe:formDefinition formKey="check" /><zeebe:assignmentDefinition candidateGroups="=[town]" /><zeebe:taskHeaders><zeebe:header key="limit" value="1 工作日" /><zeebe:header key="escalation" value="到期" /></zeebe:taskHeaders></bpmn:extensionElements><bpmn:incoming>in</bpmn:incoming><bpmn:outgoing>out</bpmn:outgoing></bpmn:userTask>';
  const through = isBoundary ? 'host' : 'it';
  const message = Object.fromEntries(filled.map(({ id, value }) => [id, value]));
  return `<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:modeler="http://camunda.org/schema/modeler/1.0" id="d" targetNamespace="t" modeler:executionPlatform="Camunda Cloud" modeler:executionPlatformVersion="8.5.0">
<bpmn:process id="drawn" name="试" isExecutable="true"><bpmn:startEvent id="start" name="开始"><bpmn:outgoing>in</bpmn:outgoing><bpmn:messageEventDefinition messageRef="begin" /></bpmn:startEvent>
${isBoundary ? host : ''}${it}${caught}<bpmn:endEvent id="done" name="办完"><bpmn:incoming>out</bpmn:incoming>${isBoundary ? '<bpmn:incoming>late</bpmn:incoming>' : ''}</bpmn:endEvent>
<bpmn:sequenceFlow id="in" sourceRef="start" targetRef="${through}" /><bpmn:sequenceFlow id="out" sourceRef="${through}" targetRef="done" /></bpmn:process><bpmn:message id="begin" name="case.reported" />
${isBoundary ? `<bpmn:message id="m" name="${message.message}"><bpmn:extensionElements><zeebe:subscription correlationKey="${text(message.key)}" /></bpmn:extensionElements></bpmn:message>` : ''}
${errors.map(({ code, id }) => `<bpmn:error id="${id}" errorCode="${code}" name="${code}" />`).join('')}</bpmn:definitions>`;
}

// A procedure is its diagram: whatever else needs to know of it is read from the BPMN here.
import { BpmnModdle } from 'bpmn-moddle';
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Invalid } from './errors.js';

const zeebe = createRequire(import.meta.url)('zeebe-bpmn-moddle/resources/zeebe.json');

/** One flow element of a diagram; `type` as Zeebe's records write it (`USER_TASK`, `END_EVENT` …). */
export interface ProcedureElement { id: string; name?: string; type: string; status?: string; documentation?: string; parent?: string }
export interface HumanTask {
  id: string; name: string; formKey?: string; groups?: string; assignee?: string; limit?: string; escalation?: string; check?: string; status?: string; dueDate?: string;
}
export interface Procedure {
  id: string; name: string; /** What its diagram says of the whole. */ about?: string; housekeeping: boolean;
  /** Offered where a town chooses which departments act jointly (process property `joint`). */
  joint: boolean;
  /** The roles whose people may begin it by themselves (process property `initiators`, comma-separated). */
  initiators: string[];
  elements: ProcedureElement[]; jobs: { id: string; type: string; headers: Record<string, string> }[]; jobTypes: string[];
  userTasks: HumanTask[]; messages: { element: string; name: string; correlationKey?: string }[]; calledProcedures: { element: string; procedure: string }[];
  calledDecisions: { element: string; decision: string }[]; businessErrors: { element: string; code: string }[]; endStatuses: string[];
}
export interface Diagrams {
  procedures: (Procedure & { file: string; xml: string })[]; decisions: { file: string; ids: string[] }[]; forms: { file: string; id: string; schema: any }[];
  resources: { name: string; content: string }[];
}

/** Parses BPMN with Zeebe's extensions. @throws Invalid when it is not well-formed */
export async function parseBpmn(xml: string): Promise<any> {
  try {
    const { rootElement } = await new (BpmnModdle as any)({ zeebe }).fromXML(xml);
    return rootElement;
  } catch (error) {
    throw new Invalid(`not a BPMN diagram: ${(error as Error).message}`);
  }
}

/** An extension of an element, by its type name such as `zeebe:TaskDefinition`. */
export const extension = (element: any, type: string): any => element.extensionElements?.values?.find((value: any) => value.$type === type);

const properties = (element: any): Record<string, string> => Object.fromEntries((extension(element, 'zeebe:Properties')?.properties ?? []).map((one: any) => [one.name, one.value]));
const headers = (element: any): Record<string, string> => Object.fromEntries((extension(element, 'zeebe:TaskHeaders')?.values ?? []).map((one: any) => [one.key, one.value]));
const recordType = (type: string): string => type.replace('bpmn:', '').replace(/([a-z])([A-Z])/g, '$1_$2').toUpperCase();

/** Every flow element of a process, sub-processes opened. */
export function* flowElements(container: any, parent?: string): Generator<{ element: any; parent?: string }> {
  for (const element of container.flowElements ?? []) {
    yield { element, parent };
    if (element.flowElements) yield* flowElements(element, element.id);
  }
}

function humanTask(element: any): HumanTask {
  const { limit, escalation, check } = headers(element);
  const assignment = extension(element, 'zeebe:AssignmentDefinition');
  const input = extension(element, 'zeebe:IoMapping')?.inputParameters?.find((one: any) => one.target === 'limit');
  return {
    id: element.id, name: element.name ?? element.id, formKey: extension(element, 'zeebe:FormDefinition')?.formKey, groups: assignment?.candidateGroups, assignee: assignment?.assignee,
    limit: input?.source ?? limit, escalation, check, status: properties(element).status, dueDate: extension(element, 'zeebe:TaskSchedule')?.dueDate,
  };
}

/** Reads a parsed process. */
export function describeProcess(process: any): Procedure {
  const made: Procedure = {
    id: process.id, name: process.name ?? process.id, housekeeping: properties(process).housekeeping === 'true', joint: properties(process).joint === 'true',
    initiators: (properties(process).initiators ?? '').split(',').map((role) => role.trim()).filter(Boolean), elements: [], jobs: [], jobTypes: [], userTasks: [], messages: [],
    calledProcedures: [], calledDecisions: [], businessErrors: [], endStatuses: [], ...(process.documentation?.[0]?.text ? { about: process.documentation[0].text } : {}),
  };
  for (const { element, parent } of flowElements(process)) {
    const { status } = properties(element);
    const documentation = element.documentation?.[0]?.text;
    made.elements.push({ id: element.id, name: element.name, type: recordType(element.$type), ...(status ? { status } : {}), ...(documentation ? { documentation } : {}), ...(parent ? { parent } : {}) });
    if (element.$type === 'bpmn:UserTask') made.userTasks.push(humanTask(element));
    if (element.$type === 'bpmn:EndEvent' && status) made.endStatuses.push(status);
    const job = extension(element, 'zeebe:TaskDefinition');
    if (job) made.jobs.push({ id: element.id, type: job.type, headers: headers(element) });
    // a worker that asks a table itself is told which by its header
    if (job && headers(element).decision) made.calledDecisions.push({ element: element.id, decision: headers(element).decision! });
    const called = extension(element, 'zeebe:CalledElement');
    if (called) made.calledProcedures.push({ element: element.id, procedure: called.processId });
    const decision = extension(element, 'zeebe:CalledDecision');
    if (decision) made.calledDecisions.push({ element: element.id, decision: decision.decisionId });
    for (const event of element.eventDefinitions ?? []) {
      if (event.messageRef) {
        made.messages.push({ element: element.id, name: event.messageRef.name, correlationKey: extension(event.messageRef, 'zeebe:Subscription')?.correlationKey });
      }
      if (event.errorRef && element.$type === 'bpmn:BoundaryEvent') made.businessErrors.push({ element: element.id, code: event.errorRef.errorCode });
    }
  }
  made.jobTypes = [...new Set(made.jobs.map(({ type }) => type))].sort();
  return made;
}

/** Reads the procedure of a diagram. @throws Invalid when it is no BPMN or has no process */
export async function readProcedure(xml: string): Promise<Procedure> {
  const process = (await parseBpmn(xml)).rootElements.find((element: any) => element.$type === 'bpmn:Process');
  if (!process) throw new Invalid('a diagram without a process');
  return describeProcess(process);
}

const attribute = (tag: string, name: string): string | undefined => new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];

/** The decisions of a table, by what its tags say. */
export function decisionsOf(xml: string): { id: string; name: string }[] {
  return [...xml.matchAll(/<(?:\w+:)?decision\s[^>]*>/g)].flatMap(([tag]) => {
    const id = attribute(tag, 'id');
    return id ? [{ id, name: attribute(tag, 'name') || id }] : [];
  });
}

/** Reads a folder of diagrams, decision tables and forms. @throws Invalid naming the file that cannot be read */
export async function loadDiagrams(folder: string): Promise<Diagrams> {
  const made: Diagrams = { procedures: [], decisions: [], forms: [], resources: [] };
  for (const file of (await readdir(folder)).sort()) {
    if (!/\.(bpmn|dmn|form)$/.test(file)) continue;
    const content = await readFile(join(folder, file), 'utf8');
    try {
      if (file.endsWith('.bpmn')) made.procedures.push({ ...(await readProcedure(content)), file, xml: content });
      else if (file.endsWith('.dmn')) made.decisions.push({ file, ids: decisionsOf(content).map(({ id }) => id) });
      else made.forms.push({ file, id: file.replace(/\.form$/, ''), schema: JSON.parse(content) });
    } catch (error) {
      throw new Invalid(`${file}: ${(error as Error).message}`);
    }
    made.resources.push({ name: file, content });
  }
  return made;
}

// What migration needs to know of a definition's diagram: where a case can wait, in which scope, and what hangs on it.
import { extension, flowElements, parseBpmn } from '../procedure.js';
import type { Definition } from '../store/types.js';

/** A boundary event; `message` is the name that it waits for. */
export interface Boundary { id: string; kind: string; message?: string }
export interface DrawnElement {
  id: string; name: string; type: string; parent?: string; boundaries: Boundary[];
  /** It, or a scope that it lies in, is multiplied. */
  multiple: boolean;
  /** A user task that the engine manages itself, without a job. */
  native: boolean;
  /** It waits behind an event-based gateway, which alone can begin it. */
  behindEvents?: true;
  /** It is an event sub-process, or lies in one. */
  eventSubProcess?: true;
}
export interface Drawing {
  definitionKey: string; procedure: string; name: string; version: number; elements: Map<string, DrawnElement>; eventSubProcess?: string;
  /** Parallel joins: the flows that each waits for. */
  joins: { id: string; name: string; incoming: string[] }[];
  flows: { from: string; to: string }[];
}

/** The types at which the engine can migrate what waits there. */
export const MIGRATABLE = new Set(['USER_TASK', 'SERVICE_TASK', 'SUB_PROCESS', 'CALL_ACTIVITY']);

const typeOf = (element: any): string => element.$type.replace('bpmn:', '').replace(/([a-z])([A-Z])/g, '$1_$2').toUpperCase();
const kindOf = (event: any): string => (event?.$type ?? '').replace('bpmn:', '').replace('EventDefinition', '').toLowerCase();
const isMultiple = (element: any): boolean => element.loopCharacteristics?.$type === 'bpmn:MultiInstanceLoopCharacteristics';

const known = new Map<string, Drawing>();

/** Reads a definition's diagram, or remembers it. @throws Invalid when it cannot be read */
export async function drawingOf(definition: Definition): Promise<Drawing> {
  const found = known.get(definition._id);
  if (found) return found;
  const made = await readDrawing(definition);
  known.set(definition._id, made);
  return made;
}

async function readDrawing({ _id, procedure, version, xml }: Definition): Promise<Drawing> {
  const process = (await parseBpmn(xml)).rootElements.find((one: any) => one.$type === 'bpmn:Process' && one.id === procedure);
  const drawing: Drawing = { definitionKey: _id, procedure, name: process.name ?? procedure, version, elements: new Map(), joins: [], flows: [] };
  for (const { element, parent } of flowElements(process)) {
    const type = typeOf(element);
    if (element.triggeredByEvent) drawing.eventSubProcess ??= element.name || element.id;
    if (type === 'PARALLEL_GATEWAY' && (element.incoming?.length ?? 0) > 1) drawing.joins.push({ id: element.id, name: element.name ?? '', incoming: element.incoming.map((flow: any) => flow.id) });
    if (type === 'SEQUENCE_FLOW') {
      if (element.sourceRef && element.targetRef) drawing.flows.push({ from: element.sourceRef.id, to: element.targetRef.id });
      continue;
    }
    drawing.elements.set(element.id, {
      id: element.id, name: element.name ?? '', type, ...(parent ? { parent } : {}), boundaries: [],
      multiple: isMultiple(element) || (parent !== undefined && drawing.elements.get(parent)!.multiple), native: extension(element, 'zeebe:UserTask') !== undefined,
      ...(element.incoming?.some((flow: any) => flow.sourceRef?.$type === 'bpmn:EventBasedGateway') ? { behindEvents: true as const } : {}),
      ...(element.triggeredByEvent || (parent !== undefined && drawing.elements.get(parent)!.eventSubProcess) ? { eventSubProcess: true as const } : {}),
    });
  }
  for (const { element } of flowElements(process)) {
    if (element.$type !== 'bpmn:BoundaryEvent') continue;
    const event = element.eventDefinitions?.[0];
    const message = event?.messageRef?.name;
    drawing.elements.get(element.attachedToRef?.id)?.boundaries.push({ id: element.id, kind: kindOf(event), ...(message ? { message } : {}) });
  }
  return drawing;
}

/** How a sentence names an element. */
export const called = (element: { id: string; name: string }): string => `「${element.name || element.id}」`;

// How a procedure begins, so that a rehearsal can begin it: by a report, or called by another one with what that one hands over.
import { extension, flowElements, parseBpmn, readProcedure } from '../procedure.js';
import type { ProcedureFile } from '../store/types.js';

export interface Beginning {
  /** `report`: by the message of a report; `direct`: another procedure calls it; `none`: by itself, as supervision does. */
  start: 'report' | 'direct' | 'none';
  /** What its callers hand over beside what every case has, by name. */
  variables: string[];
}

/** What a rehearsal gives every instance by itself. */
const GIVEN = new Set(['caseNo', 'category', 'urgency', 'people', 'source', 'grid', 'village', 'town', 'county', 'city']);

const diagramIn = (files: readonly ProcedureFile[]): string => files.find(({ name }) => name.endsWith('.bpmn'))?.content ?? '';

async function handedOver(xml: string, procedure: string): Promise<string[]> {
  const process = (await parseBpmn(xml)).rootElements.find((one: any) => one.$type === 'bpmn:Process');
  return [...flowElements(process ?? {})].filter(({ element }) => {
    const called: string = extension(element, 'zeebe:CalledElement')?.processId ?? '';
    // which joint procedure is called is known only when a case gets there
    return called === procedure || called.startsWith('=');
  }).flatMap(({ element }) => (extension(element, 'zeebe:IoMapping')?.inputParameters ?? []).map((one: any) => one.target as string));
}

/** Reads how a procedure begins. @param others the files of every procedure in force */
export async function beginningOf(procedure: string, files: readonly ProcedureFile[], others: readonly (readonly ProcedureFile[])[]): Promise<Beginning> {
  const xml = diagramIn(files);
  const { messages, elements } = await readProcedure(xml);
  const starts = new Set(elements.filter(({ type, parent }) => type === 'START_EVENT' && !parent).map(({ id }) => id));
  if (messages.some(({ element, name }) => starts.has(element) && name === 'case.reported')) return { start: 'report', variables: [] };
  const process = (await parseBpmn(xml)).rootElements.find((one: any) => one.$type === 'bpmn:Process');
  const plain = (process?.flowElements ?? []).some((element: any) => element.$type === 'bpmn:StartEvent' && !element.eventDefinitions?.length);
  if (!plain) return { start: 'none', variables: [] };
  const names = (await Promise.all(others.map((one) => handedOver(diagramIn(one), procedure)))).flat();
  return { start: 'direct', variables: [...new Set(names)].filter((name) => name && !GIVEN.has(name)).sort() };
}

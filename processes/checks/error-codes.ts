// Which business errors come out of what is drawn, and what catches them.
import { extension } from '../procedure.js';
import type { Known } from './rule.js';

const errorOf = (event: any): any => event.eventDefinitions?.find((one: any) => one.$type === 'bpmn:ErrorEventDefinition');

/** The code that an event throws or catches; `*`: any (none is named, or only an expression). */
export function codeOf(event: any): string | undefined {
  const definition = errorOf(event);
  if (!definition) return undefined;
  const code: string | undefined = definition.errorRef?.errorCode?.trim();
  return !code || code.startsWith('=') ? '*' : code;
}

/** The codes that an element throws itself; nothing: not known (a called procedure, a job type without a worker). */
export function codesFrom(element: any, jobs: NonNullable<Known['jobs']>): string[] | undefined {
  const type: string | undefined = extension(element, 'zeebe:TaskDefinition')?.type;
  if (type) return Object.hasOwn(jobs, type) ? jobs[type]! : undefined;
  if (element.$type === 'bpmn:CallActivity') return undefined;
  if (element.$type === 'bpmn:EndEvent' && errorOf(element)) return [codeOf(element)!];
  if (!element.flowElements) return [];
  const inside = (element.flowElements as any[]).map((one) => codesFrom(one, jobs));
  return inside.some((one) => !one) ? undefined : inside.flat() as string[];
}

/** Whether an error of that code, coming out of an element, is caught: by an event on it, or on or in a sub-process around it. */
export function isCaught(element: any, code: string): boolean {
  const scope = element.$parent;
  if (!scope?.flowElements) return false;
  const fits = (event: any) => {
    const caught = codeOf(event);
    return caught !== undefined && (caught === '*' || code === '*' || caught === code);
  };
  const on = scope.flowElements.some((one: any) => one.$type === 'bpmn:BoundaryEvent' && one.attachedToRef === element && fits(one));
  const beside = scope.flowElements.some((one: any) => one.triggeredByEvent && one !== element && one.flowElements?.some((start: any) => start.$type === 'bpmn:StartEvent' && fits(start)));
  return on || beside || isCaught(scope, code);
}

// What a rule of the check is: one question to a diagram, and one sentence to whoever drew it.
import { extension } from '../procedure.js';

/** `error` keeps a diagram from being published, `warning` does not. */
export type Severity = 'error' | 'warning';

/** What exists around a diagram: ids of forms, decisions and procedures, and the job types that have a worker, with the business errors of each (absent: not asked). */
export interface Known { forms: Set<string>; decisions: Set<string>; procedures: Set<string>; jobs?: Record<string, string[]> }

/** One flow element in BPMN's own form, and the container it lies in. */
export interface Drawn { element: any; container: any }

/** What a rule looks at. */
export interface Subject { definitions: any; process: any; drawn: Drawn[]; known: Known }

/** What a rule found; `element` is the id of the element to mark, the process's own when it concerns all of it; `severity` where it differs from the rule's. */
export interface Found { element: string; message: string; severity?: Severity }

export interface Rule { name: string; severity: Severity; find(subject: Subject): Found[] }

/** How a sentence names an element: by the name that people see, else by its id. */
export const called = (element: any): string => `「${element.name || element.id}」`;

/** All elements of one BPMN type. */
export const ofType = ({ drawn }: Subject, type: string): any[] => drawn.filter(({ element }) => element.$type === type).map(({ element }) => element);

/** A task header's value. */
export const header = (element: any, key: string): string | undefined => extension(element, 'zeebe:TaskHeaders')?.values?.find((one: any) => one.key === key)?.value;

/** The expression of an input mapping to `target`. */
export const input = (element: any, target: string): string | undefined =>
  extension(element, 'zeebe:IoMapping')?.inputParameters?.find((one: any) => one.target === target)?.source;

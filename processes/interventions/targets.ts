// From where to where a token can be moved: what the engine (8.5.8) takes, said before.
import type { Drawing, DrawnElement } from '../migration/drawing.js';
import type { Active } from './whereabouts.js';

/** The types that the engine begins by hand; start and boundary events and flows are not among them. */
const BEGUN = new Set([
  'USER_TASK', 'SERVICE_TASK', 'BUSINESS_RULE_TASK', 'SCRIPT_TASK', 'SEND_TASK', 'RECEIVE_TASK', 'MANUAL_TASK', 'TASK', 'CALL_ACTIVITY', 'SUB_PROCESS', 'EXCLUSIVE_GATEWAY', 'INCLUSIVE_GATEWAY',
  'PARALLEL_GATEWAY', 'EVENT_BASED_GATEWAY', 'INTERMEDIATE_CATCH_EVENT', 'INTERMEDIATE_THROW_EVENT', 'END_EVENT',
]);

/** The scopes that an element lies in, the nearest first. */
export function scopesOf(drawing: Drawing, id: string): string[] {
  const scopes: string[] = [];
  for (let parent = drawing.elements.get(id)?.parent; parent !== undefined; parent = drawing.elements.get(parent)?.parent) scopes.push(parent);
  return scopes;
}

/** Whether a token can be set on an element at all. */
export function isTarget(drawing: Drawing, { type, parent, behindEvents, eventSubProcess }: DrawnElement): boolean {
  // only an element whose own scope is multiplied lies inside a multi-instance body; one that is itself multiplied may be begun
  return BEGUN.has(type) && !behindEvents && !eventSubProcess && !(parent !== undefined && drawing.elements.get(parent)!.multiple);
}

/** Where an active element lies among the active ones: the scopes around it, the nearest first. */
export function around(active: Active[], leaving: Active): Active[] {
  const byKey = new Map(active.map((one) => [one._id, one]));
  const found: Active[] = [];
  for (let scope = byKey.get(leaving.scopeKey); scope; scope = byKey.get(scope.scopeKey)) found.push(scope);
  return found;
}

/** The active elements that can be left: not one of many inside a multi-instance body (the body as a whole can be), and no scope that has nothing of its own. */
export function leavable(active: Active[]): Active[] {
  return active.filter((one) => !around(active, one).some(({ type }) => type === 'MULTI_INSTANCE_BODY'));
}

/**
 * In which scope an element is begun when another is left, or none is.
 *
 * @returns the scope's key when several of it are active, nothing when there is no doubt, false when nobody can say which is meant
 */
export function scopeFor(drawing: Drawing, active: Active[], leaving: Active | undefined, to: string): string | undefined | false {
  const scopes = scopesOf(drawing, to);
  const doubtful = scopes.filter((id) => active.filter(({ elementId, type }) => elementId === id && type !== 'MULTI_INSTANCE_BODY').length > 1);
  if (doubtful.length === 0) return undefined;
  const own = leaving && around(active, leaving).find(({ elementId }) => scopes.includes(elementId));
  // what lies between the scope that is known and the element would be begun a second time
  const between = own ? scopes.slice(0, scopes.indexOf(own.elementId)) : scopes;
  if (!own || between.some((id) => active.some(({ elementId }) => elementId === id))) return false;
  return own._id;
}

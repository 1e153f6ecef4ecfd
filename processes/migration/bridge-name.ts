// How a bridge is known again: a definition that an instance crosses for a moment on its way to another version (why, says bridge.ts).

const PROCEDURE = /^bridge--(\d+)--(\d+)--(.+)$/;
const ELEMENT = '--bridge';

/** Where a bridge leads: the target's definition key, its version in the engine, and its procedure. */
export interface Bridge { to: string; version: number; procedure: string }

/** What the bridge to a definition is called in the engine. */
export const bridgeProcedure = ({ to, version, procedure }: Bridge): string => `bridge--${to}--${version}--${procedure}`;

/** Where a bridge leads, or nothing when a procedure is none. */
export function readBridge(procedure: string): Bridge | undefined {
  const found = PROCEDURE.exec(procedure);
  return found ? { to: found[1]!, version: Number(found[2]), procedure: found[3]! } : undefined;
}

/** The id that an element of the target has on the bridge: another one, so that the engine itself tells on which of the two an instance is. */
export const onBridge = (element: string): string => `${element}${ELEMENT}`;

/** The id of an element without what a bridge added to it. */
export const offBridge = (element: string): string => (element.endsWith(ELEMENT) ? element.slice(0, -ELEMENT.length) : element);

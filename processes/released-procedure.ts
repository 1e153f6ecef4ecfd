// What the diagram of a release says, read once a release: it never changes.
import { readProcedure, type Procedure } from './procedure.js';
import type { Release } from './store/types.js';

const known = new Map<string, Promise<Procedure | undefined>>();

/** The procedure of a release; nothing where its diagram is missing or cannot be read. */
export function releasedProcedure({ _id, procedure, files, hash }: Release): Promise<Procedure | undefined> {
  const key = `${_id} ${hash}`;
  const diagram = files.find(({ name }) => name === `${procedure}.bpmn`);
  if (!known.has(key)) known.set(key, diagram ? readProcedure(diagram.content).catch(() => undefined) : Promise.resolve(undefined));
  return known.get(key)!;
}

// What a deployed diagram says of its elements: names and the case status that each stands for. Read once a definition.
import { readProcedure, type Procedure } from '../procedure.js';
import type { Store } from '../store/store.js';
import type { Definition } from '../store/types.js';

export interface Described { procedure: string; name: string; housekeeping: boolean; joint: boolean; elements: Map<string, { name: string; type: string; status?: string; formKey?: string }> }

const known = new Map<string, Described>();

function describe(procedure: Procedure): Described {
  const forms = new Map(procedure.userTasks.map(({ id, formKey }) => [id, formKey]));
  return {
    procedure: procedure.id, name: procedure.name, housekeeping: procedure.housekeeping, joint: procedure.joint,
    elements: new Map(procedure.elements.map((element) => [element.id, { name: element.name ?? '', type: element.type, status: element.status, formKey: forms.get(element.id) }])),
  };
}

/** What was read of a definition before; a definition never changes. */
export const remembered = (definitionKey: string): Described | undefined => known.get(definitionKey);

/** Reads a definition's diagram, or remembers it. A diagram that cannot be read leaves its elements without names. */
export async function described(definition: Definition): Promise<Described> {
  const found = known.get(definition._id);
  if (found) return found;
  let made: Described;
  try {
    made = describe(await readProcedure(definition.xml));
  } catch {
    made = { procedure: definition.procedure, name: definition.procedure, housekeeping: false, joint: false, elements: new Map() };
  }
  known.set(definition._id, made);
  return made;
}

/** The same by a definition's key; its diagram is read from the store only the first time. Nothing when there is none of that key. */
export async function describedAs(store: Pick<Store, 'definitions'>, definitionKey: string): Promise<Described | undefined> {
  const found = remembered(definitionKey);
  if (found) return found;
  const definition = await store.definitions.findById(definitionKey).lean<Definition>();
  return definition ? described(definition) : undefined;
}

// The collections of the control room; see schemas.ts.
import type { StaleFigures } from './control-types.js';
import { schema, text } from './schema.js';

export const controlSchemas = {
  staleFigures: schema<StaleFigures>({ kind: text, cell: text, marks: Number }, [{ kind: 1 }]),
};

export type ControlShapes = { staleFigures: StaleFigures };

// The collections of the control room; see schemas.ts.
import type { OpenJob, StaleFigures } from './control-types.js';
import { schema, text } from './schema.js';

export const controlSchemas = {
  staleFigures: schema<StaleFigures>({ kind: text, cell: text, marks: Number }, [{ kind: 1 }]),
  jobs: schema<OpenJob>({
    partition: Number, pos: Number, type: text, instanceKey: String, elementKey: String, elementId: String, procedure: String, state: text, retries: Number,
    createdAt: Date, until: Date, worker: String, failures: Number, error: String,
  }, [{ type: 1 }, { state: 1 }, { elementKey: 1 }, { instanceKey: 1 }]),
};

export type ControlShapes = { staleFigures: StaleFigures; jobs: OpenJob };

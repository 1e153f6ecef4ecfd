// What a file must pass before it gets into a draft.
import { canonical } from '../canonical.js';
import type { ProcedureFile } from '../store/types.js';

export const acceptFile = async (file: ProcedureFile): Promise<ProcedureFile> => ({ name: file.name, content: await canonical(file) });

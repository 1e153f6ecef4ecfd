// The scripts of runtime/ as they lie in the project: they are not built, and find their files from where they are.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../processes/settings.js';

/** Loads one by its name, such as `zeebe.mjs`. */
export const script = (file: string): Promise<any> => import(pathToFileURL(join(root, 'runtime', file)).href);

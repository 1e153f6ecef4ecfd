// The scripts of runtime/ as they lie in the project: they are not built, and find their files from where they are.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../processes/settings.js';

const load = (file: string): Promise<any> => import(pathToFileURL(join(root, 'runtime', file)).href);

/** What starts a JVM, a broker or the whole system. */
export async function runtime(): Promise<any> {
  const parts = await Promise.all(['jdk.mjs', 'start-all.mjs', 'zeebe.mjs', 'zeebe-distribution.mjs'].map(load));
  return Object.assign({}, ...parts);
}

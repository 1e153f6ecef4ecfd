// The procedures that come with the product: checked, then published as one.
import { checkDiagrams } from './check.js';
import type { Deps } from './deps.js';
import { Invalid } from './errors.js';
import { loadDiagrams } from './procedure.js';
import { isPublished, publish } from './publication.js';

/**
 * Publishes the folder of diagrams. The same content again changes nothing and is not checked again.
 *
 * @param jobTypes the job types that have a worker
 * @throws Invalid with every finding that is an error; Unavailable when the engine is away
 */
export async function publishShipped(deps: Deps, jobTypes: string[]): Promise<void> {
  const { diagrams } = deps.settings;
  const { resources } = await loadDiagrams(diagrams);
  if (!(await isPublished(resources, deps.store))) {
    const errors = (await checkDiagrams(diagrams, { jobTypes })).filter((finding) => finding.severity === 'error');
    if (errors.length > 0) throw new Invalid(errors.map(({ file, element, message }) => `${file} <${element}>: ${message}`).join('; '));
  }
  await publish(resources, deps);
}

// The procedures that come with the product: each with its forms and tables, checked, then published; what policy staff changed is never taken back.
import { checkDiagrams } from './check.js';
import { canonical } from './canonical.js';
import type { Deps } from './deps.js';
import { Invalid } from './errors.js';
import { loadDiagrams } from './procedure.js';
import { fingerprint, liveDecisions, newestReleases, publish, reassure, settleReleases } from './publication.js';
import { insertOnce } from './store/store.js';
import type { ProcedureFile, Snapshot } from './store/types.js';

export interface Package { procedure: string; name: string; files: ProcedureFile[] }

const SHIPPED = { system: '随软件发布' };

/** The files of a folder, procedure by procedure: its diagram, the forms of its tasks and the tables that it asks. @throws Invalid naming a file that cannot be read */
export async function packagesIn(folder: string): Promise<Package[]> {
  const { procedures, decisions, forms, resources } = await loadDiagrams(folder);
  const contents = new Map(await Promise.all(resources.map(async ({ name, content }) => [name, await canonical({ name, content: content.toString() })] as const)));
  return procedures.map((procedure) => {
    const asked = new Set(procedure.calledDecisions.map(({ decision }) => decision));
    const filled = new Set(procedure.userTasks.map(({ formKey }) => formKey));
    const names = [
      `${procedure.id}.bpmn`, ...forms.filter(({ id }) => filled.has(id)).map(({ file }) => file), ...decisions.filter(({ ids }) => ids.some((id) => asked.has(id))).map(({ file }) => file),
    ];
    return { procedure: procedure.id, name: procedure.name, files: names.map((name) => ({ name, content: contents.get(name === `${procedure.id}.bpmn` ? procedure.file : name)! })) };
  });
}

/**
 * Publishes the folder of diagrams. A procedure that is in force as it was shipped follows the folder; one that policy staff have changed keeps
 * their version, and what the folder brings is laid beside it for them to compare and take over.
 *
 * @throws Invalid with every finding that is an error; Unavailable when the engine is away
 */
export async function publishShipped(deps: Deps): Promise<void> {
  const { settings: { diagrams }, store, clock } = deps;
  await settleReleases(deps);
  const packages = await packagesIn(diagrams);
  const inForce = await newestReleases(store);
  const fresh = packages.filter((one) => {
    const newest = inForce.get(one.procedure);
    return !newest || (newest.origin === 'shipped' && newest.hash !== fingerprint(one.files));
  });
  for (const release of inForce.values()) if (!fresh.some(({ procedure }) => procedure === release.procedure)) await reassure(release, deps);
  for (const one of packages) {
    const newest = inForce.get(one.procedure);
    if (newest?.origin === 'draft' && newest.hash !== fingerprint(one.files)) await insertOnce(store.snapshots, [offered(one, clock.now())]);
  }
  if (fresh.length === 0) return;
  const errors = (await checkDiagrams(diagrams, { jobs: deps.jobs })).filter((finding) => finding.severity === 'error');
  if (errors.length > 0) throw new Invalid(errors.map(({ file, element, message }) => `${file} <${element}>: ${message}`).join('; '));
  const live = await liveDecisions(store);
  // a table that policy staff have changed, through whichever procedure, is theirs
  const theirs = (file: ProcedureFile): ProcedureFile => (live.get(file.name)?.release.origin === 'draft' ? live.get(file.name)!.file : file);
  for (const { procedure, name, files } of fresh) {
    await publish({ procedure, name, files: files.map(theirs), hash: fingerprint(files), origin: 'shipped', by: SHIPPED, reason: '', changes: [] }, deps);
  }
}

const offered = ({ procedure, files }: Package, at: Date): Snapshot => ({
  _id: `shipped:${procedure}:${fingerprint(files).slice(0, 16)}`, procedure, at, by: SHIPPED, why: '软件更新带来的版本', files,
});

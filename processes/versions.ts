// Any version of a procedure by one short name, so that lists, comparisons and exports speak of them alike.
import { findDraft } from './drafts.js';
import { Forbidden, NotFound } from './errors.js';
import { findInForce, findRelease } from './publication.js';
import { can } from './roles.js';
import type { Store } from './store/store.js';
import type { Person, ProcedureFile, Snapshot } from './store/types.js';

export interface Version { procedure: string; name: string; label: string; files: ProcedureFile[] }

/**
 * The files of a version.
 *
 * @param version `newest` (in force), `draft`, a release's number, or `snapshot:<id>`
 * @throws NotFound
 */
export async function getVersion(store: Store, procedure: string, version: string): Promise<Version> {
  const none = () => new NotFound(`没有这个版本 <${procedure} ${version}>`);
  const plain = (files: ProcedureFile[]) => files.map(({ name, content }) => ({ name, content }));
  if (version === 'draft') {
    const draft = await findDraft(store, procedure);
    if (!draft) throw none();
    return { procedure, name: draft.name, label: '草稿', files: plain(draft.files) };
  }
  if (version.startsWith('snapshot:')) {
    const found = await store.snapshots.findOne({ _id: version.slice('snapshot:'.length), procedure }).lean<Snapshot>();
    if (!found) throw none();
    return { procedure, name: procedure, label: found.why, files: plain(found.files) };
  }
  const release = version === 'newest' ? await findInForce(store, procedure) : /^\d{1,6}$/.test(version) ? await findRelease(store, procedure, Number(version)) : undefined;
  if (!release) throw none();
  return { procedure, name: release.name, label: `第 ${release.number} 版`, files: plain(release.files) };
}

/**
 * A version for whoever asks: what is not in force yet is for those who draw or approve.
 *
 * @throws Forbidden, NotFound
 */
export async function versionFor(person: Person, store: Store, procedure: string, version: string): Promise<Version> {
  const released = version === 'newest' || /^\d+$/.test(version);
  if (!released && !can(person, 'approve-procedures')) throw new Forbidden('草稿和留存的副本只有流程管理员和指挥长能看，请选择已发布的版本');
  return getVersion(store, procedure, version);
}

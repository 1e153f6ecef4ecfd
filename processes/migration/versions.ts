// The versions of a procedure between which cases can be moved: every definition that the engine has, with its release and the cases that run on it.
import { Invalid, NotFound } from '../errors.js';
import type { Store } from '../store/store.js';
import type { Definition, Instance, Release } from '../store/types.js';

export interface DeployedVersion { definitionKey: string; version: number; release?: number; running: number; at: Date }

/** How a version is called on the screens: by its release, else by the engine's count. */
export const versionLabel = ({ release, version }: { release?: number; version: number }): string => `第 ${release ?? version} 版`;

/** The release that a definition was deployed from, as it is stamped on the diagram. */
const stampOf = (xml: string): number | undefined => {
  const found = /<zeebe:property name="release" value="(\d+)"/.exec(xml);
  return found ? Number(found[1]) : undefined;
};

/** All deployed versions of a procedure, the newest first. @throws NotFound when there is none */
export async function deployedVersions(store: Store, procedure: string): Promise<DeployedVersion[]> {
  const [definitions, releases, running] = await Promise.all([
    store.definitions.find({ procedure }).lean<Definition[]>(),
    store.releases.find({ procedure, state: 'published' }, { files: 0 }).lean<Release[]>(),
    store.instances.find({ procedure, state: 'active' }, { definitionKey: 1 }).lean<Pick<Instance, 'definitionKey'>[]>(),
  ]);
  if (definitions.length === 0) throw new NotFound(`没有这个流程 <${procedure}>`);
  const numbers = new Map(releases.map((one) => [one.definitionKey, one.number]));
  return definitions.map(({ _id, version, xml, at }): DeployedVersion => {
    const release = numbers.get(_id) ?? stampOf(xml);
    return { definitionKey: _id, version, at, running: running.filter(({ definitionKey }) => definitionKey === _id).length, ...(release === undefined ? {} : { release }) };
  }).sort((a, b) => b.version - a.version);
}

/** A version by its definition key or its release's number. @throws Invalid when there is none */
export function pickVersion(all: DeployedVersion[], wanted: string, path: string): DeployedVersion {
  const found = all.find(({ definitionKey }) => definitionKey === wanted) ?? all.find(({ release }) => release !== undefined && String(release) === wanted);
  if (!found) throw new Invalid('没有这个版本，请从列表里选', [{ path, message: `没有这个版本「${wanted}」` }]);
  return found;
}

/** A definition that is known to be there. @throws NotFound */
export async function getDefinition(store: Store, key: string): Promise<Definition> {
  const found = await store.definitions.findById(key).lean<Definition>();
  if (!found) throw new NotFound(`引擎里没有这个版本 <${key}>`);
  return found;
}

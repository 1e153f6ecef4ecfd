// The running cases of a procedure that a person may move to another version, each with its place and its verdict.
import type { Deps } from '../deps.js';
import { Invalid } from '../errors.js';
import type { Case, HandMapping, Instance, Person } from '../store/types.js';
import { caseFilter } from '../visibility.js';
import { called, drawingOf, MIGRATABLE, type Drawing } from './drawing.js';
import { handOf, planOf, type Plan } from './plan.js';
import { preflight, type Verdict } from './preflight.js';
import { deployedVersions, getDefinition, pickVersion, type DeployedVersion } from './versions.js';
import { whereStand, type Where } from './where.js';

export interface Candidate extends Verdict {
  instanceKey: string; caseNo: string; title: string; from: string; fromVersion: DeployedVersion; startedAt: Date;
  /** The names of the elements at which it stands. */
  places: string[]; active: { key: string; elementId: string; name: string; type: string }[];
}
export interface Wanted {
  /** Definition key or number of a release. */
  to?: string; from?: string[];
  hand?: HandMapping[];
}
export interface Preparation {
  versions: DeployedVersion[]; to: DeployedVersion; from: DeployedVersion[]; target: Drawing; sources: Map<string, Drawing>; plans: Map<string, Plan>;
  candidates: Candidate[];
  /** Running instances outside of what the person may see. */
  hidden: number;
}

/** The drawings, the versions and the mappings of a migration. @throws Invalid when a version is not there or a mapping leads nowhere; NotFound without the procedure */
async function prepare(procedure: string, wanted: Wanted, { store }: Pick<Deps, 'store'>): Promise<Omit<Preparation, 'candidates' | 'hidden'>> {
  const versions = await deployedVersions(store, procedure);
  const to = wanted.to ? pickVersion(versions, wanted.to, 'to') : versions[0]!;
  const chosen = wanted.from?.length ? wanted.from.map((one) => pickVersion(versions, one, 'from')) : versions.filter(({ version, running }) => version < to.version && running > 0);
  const from = chosen.filter(({ definitionKey }) => definitionKey !== to.definitionKey);
  if (chosen.length > 0 && from.length === 0) throw new Invalid('原版本和目标版本是同一个，请另选一个', [{ path: 'from', message: '与目标版本相同' }]);
  const target = await drawingOf(await getDefinition(store, to.definitionKey));
  const sources = new Map(await Promise.all(from.map(async ({ definitionKey }) => [definitionKey, await drawingOf(await getDefinition(store, definitionKey))] as const)));
  const unknown = (wanted.hand ?? []).filter(({ from: key }) => !sources.has(key));
  if (unknown.length > 0) throw new Invalid('对照表有误，请按提示更正', unknown.map(({ element }) => ({ path: `mapping.${element}`, message: '对照表里的原版本不在这次迁移之中' })));
  const plans = new Map([...sources].map(([key, source]) => [key, planOf(source, target, handOf(wanted.hand, key))]));
  return { versions, to, from, target, sources, plans };
}

/** Judges every running case that the person may see. @throws like its parts; see `prepare` */
export async function candidatesFor(procedure: string, wanted: Wanted, person: Person, deps: Pick<Deps, 'store'>): Promise<Preparation> {
  const { store } = deps;
  const made = await prepare(procedure, wanted, deps);
  const instances = await store.instances.find({ procedure, state: 'active', definitionKey: { $in: [...made.sources.keys()] } }).sort({ startedAt: 1, _id: 1 }).lean<Instance[]>();
  const own = new Map((await store.cases.find({ ...caseFilter(person), _id: { $in: instances.flatMap(({ caseNo }) => caseNo ?? []) } }, { title: 1 }).lean<Pick<Case, '_id' | 'title'>[]>()).map((one) => [one._id, one]));
  const seen = instances.filter(({ caseNo }) => caseNo !== undefined && own.has(caseNo));
  const where = await whereStand(store, seen, made.sources);
  const candidates = seen.map((instance): Candidate => {
    const { _id, caseNo, definitionKey, startedAt } = instance;
    const source = made.sources.get(definitionKey)!;
    const stands = where.get(_id)!;
    return {
      instanceKey: _id, caseNo: caseNo!, title: own.get(caseNo!)!.title, from: definitionKey, fromVersion: made.from.find((one) => one.definitionKey === definitionKey)!, startedAt,
      ...preflight(source, made.target, made.plans.get(definitionKey)!, stands), ...placesOf(source, stands),
    };
  });
  return { ...made, candidates, hidden: instances.length - seen.length };
}

/** What is shown as a case's place: the innermost elements at which it stands, not the frames around them. */
function placesOf(source: Drawing, { active }: Where): Pick<Candidate, 'places' | 'active'> {
  const named = active.map(({ key, elementId, type }) => ({ key, elementId, type, name: source.elements.get(elementId)?.name || elementId }));
  const inner = named.filter(({ type }) => type !== 'SUB_PROCESS' && type !== 'MULTI_INSTANCE_BODY');
  return { active: named, places: [...new Set((inner.length > 0 ? inner : named).map(({ name }) => name))] };
}

/** Elements of a version at which a case can be begun anew when it cannot be migrated from where it stands, by the element that it is moved from. */
export function waysOut(source: Drawing, target: Drawing, plan: Plan, from: string): { id: string; name: string }[] {
  const leaving = source.elements.get(from);
  return [...source.elements.values()].filter(({ id, type, parent, multiple, boundaries }) => {
    const goal = target.elements.get(plan.mapping[id] ?? '');
    return id !== from && type === 'USER_TASK' && MIGRATABLE.has(type) && parent === leaving?.parent && !multiple && goal !== undefined && !goal.multiple
      && [...boundaries, ...goal.boundaries].every(({ kind }) => kind === 'message');
  }).map((element) => ({ id: element.id, name: called(element).slice(1, -1) }));
}
